using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>
/// A journal in memory, for folders and mounts that may only be read: SQLite reads no database in write-ahead mode there.
/// </summary>
internal static class JournalInMemory
{
    private const int ReadOnly = 8; // SQLITE_READONLY
    private const int CannotOpen = 14; // SQLITE_CANTOPEN
    private const int Tries = 20;
    private const int WalHeaderBytes = 32;
    private static readonly string[] Parts = ["", "-wal"];

    /// <summary>Whether SQLite could not make the files that it needs beside the journal.</summary>
    public static bool IsNeeded(SqliteException fault) => fault.SqliteErrorCode is ReadOnly or CannotOpen;

    /// <summary>Whether there is such a file.</summary>
    /// <exception cref="InvalidInputException">It may not be looked at.</exception>
    public static bool IsThere(string file)
    {
        try
        {
            return !File.GetAttributes(file).HasFlag(FileAttributes.Directory);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{file}: the journal cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The journal and its write-ahead file of one moment. The caller disposes it.</summary>
    /// <exception cref="InvalidInputException">An engine wrote to it all the time.</exception>
    /// <exception cref="IOException">It cannot be read, or there is no room for a copy.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SqliteConnection Of(string journal)
    {
        var folder = Directory.CreateTempSubdirectory("actorgaze-read-");
        try
        {
            var copy = Path.Combine(folder.FullName, "journal.db");
            for (var n = 0; n < Tries; n++)
            {
                if (TryCopy(journal, copy)) return InMemory(copy);
            }

            throw new InvalidInputException(
                $"{journal}: an engine writes to the journal all the time, so it could not be copied. Try again in a moment.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>False where something was written meanwhile.</summary>
    private static bool TryCopy(string journal, string copy)
    {
        var before = Stamp(journal);
        foreach (var part in Parts)
        {
            File.Delete(copy + part);
            if (File.Exists(journal + part)) Copy(journal + part, copy + part);
        }

        return Stamp(journal) == before;
    }

    /// <summary>Bytes alone: the mode of a file that may only be read would make the copy so.</summary>
    private static void Copy(string from, string to)
    {
        using var source = Open(from);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        source.CopyTo(target);
    }

    /// <summary>Sizes, times, and what SQLite changes whenever it begins its write-ahead file again.</summary>
    private static string Stamp(string journal)
    {
        var stamps = Parts.Select(part => new FileInfo(journal + part)).Select(file => file.Exists
            ? FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks} {Convert.ToHexString(Head(file.FullName))}")
            : "none");
        return string.Join('\n', stamps);
    }

    private static byte[] Head(string file)
    {
        using var source = Open(file);
        var head = new byte[WalHeaderBytes];
        return head[..source.ReadAtLeast(head, WalHeaderBytes, throwOnEndOfStream: false)];
    }

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static SqliteConnection InMemory(string copy)
    {
        var memory = new SqliteConnection("Data Source=:memory:;Pooling=False");
        try
        {
            using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
            memory.Open();
            file.Open();
            file.BackupDatabase(memory);
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
