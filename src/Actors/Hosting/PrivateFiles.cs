namespace ActorGaze.Actors.Hosting;

/// <summary>Files and folders that nobody but their owner may open, whatever the umask is.</summary>
public static class PrivateFiles
{
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

    /// <summary>Makes an empty file where there is none; one that is there keeps its mode and what is in it.</summary>
    public static void MakeFile(string file)
    {
        if (File.Exists(file)) return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mine;
        using var made = new FileStream(file, options);
    }
}
