namespace ActorGaze.Actors.Storage;

/// <summary>
/// Moves files that cannot be used into <c>set-aside/</c> beside them. Nothing is deleted, and nothing there is overwritten.
/// </summary>
internal static class SetAside
{
    /// <summary>What SQLite keeps of one database: the file, its write-ahead log, the log's index.</summary>
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Moves a database with all its parts, also where one of them is a folder; the new path of its main file.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static string Database(string file)
    {
        var to = FreeName(file);
        foreach (var part in Parts)
            if (File.Exists(file + part)) File.Move(file + part, to + part);
            else if (Directory.Exists(file + part)) Directory.Move(file + part, to + part);
        return to;
    }

    /// <summary>True where a folder stands in the place of a database's file.</summary>
    public static bool IsFolder(string file) => Parts.Any(part => Directory.Exists(file + part));

    /// <summary>A path in <c>set-aside/</c> that no file has: the same name, or with the first free number. The folder is made.</summary>
    public static string FreeName(string file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "set-aside")).FullName;
        var (name, extension) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file));
        return Enumerable.Range(1, int.MaxValue)
            .Select(n => Path.Combine(folder, n == 1 ? name + extension : FormattableString.Invariant($"{name}-{n}{extension}")))
            .First(path => Parts.All(part => !Path.Exists(path + part)));
    }
}
