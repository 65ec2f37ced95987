using System.Runtime.InteropServices;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Storage;

/// <summary>Files and folders that nobody but their owner may open, whatever the umask is.</summary>
public static class PrivateFiles
{
    private const int CannotOpen = 14; // SQLITE_CANTOPEN
    private const uint GroupAndOthers = 0x3F; // octal 077
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, and those above it, where they are missing; one that is there keeps its mode.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } above && !Directory.Exists(above)) MakeFolder(above);
        Directory.CreateDirectory(folder, Mine | UnixFileMode.UserExecute);
    }

    /// <summary>From now on whatever this process makes is open to its owner alone. For programs, not for libraries.</summary>
    public static void BecomeDefault()
    {
        if (!OperatingSystem.IsWindows()) _ = umask(GroupAndOthers);
    }

    /// <summary>Makes an empty database where there is none, so that what SQLite makes beside it has its mode.</summary>
    /// <exception cref="SqliteException">It cannot be made.</exception>
    public static void MakeDatabase(string file)
    {
        try
        {
            MakeFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SqliteException(e.Message, CannotOpen);
        }
    }

    /// <summary>Makes an empty file where there is none; one that is there keeps its mode and what is in it.</summary>
    public static void MakeFile(string file)
    {
        if (File.Exists(file)) return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mine;
        using var made = new FileStream(file, options);
    }

    /// <summary>Writes a file that only its owner may open, so that a reader finds the old one or the new one.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Write(string file, byte[] bytes) => WholeFile.Write(file, partial =>
    {
        MakeFile(partial);
        File.WriteAllBytes(partial, bytes);
        return true;
    });

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint umask(uint mask);
}
