namespace ActorGaze.Nn.Data.Folders;

/// <summary>Tells images that are gone from a folder of theirs that is gone as a whole, as where a disk is not mounted.</summary>
internal static class AwayFolder
{
    private const int Looked = 50;

    /// <summary>
    /// A folder that is not there, or is empty, where images should be, and with it all of the top folder that these lie in. Null where
    /// there is none. Looks at a few folders of each top folder: it does not take long.
    /// </summary>
    /// <param name="root">A top folder is one in it. For images elsewhere it is a disk's, such as <c>/mnt/disk</c>.</param>
    /// <param name="files">Full paths.</param>
    public static string? Of(string root, IEnumerable<string> files)
    {
        foreach (var top in files.GroupBy(file => TopOf(root, file), StringComparer.Ordinal))
        {
            string[] folders = [.. top.Select(FolderOf).Distinct(StringComparer.Ordinal).Take(Looked)];
            if (!Array.Exists(folders, HasEntries)) return Highest(folders[0]);
        }

        return null;
    }

    /// <summary>
    /// An empty folder at or above one of the images', in which a disk is not mounted; null where there is none. Looks at every folder.
    /// </summary>
    /// <param name="files">Full paths.</param>
    public static string? Empty(IEnumerable<string> files) =>
        files.Select(FolderOf).Distinct(StringComparer.Ordinal).Where(folder => !HasEntries(folder)).Select(Highest)
            .FirstOrDefault(Directory.Exists);

    /// <summary>What is told of it.</summary>
    /// <param name="place">What was listed.</param>
    public static InvalidInputException Told(string place, string away) => new(
        $"{place}: images of its list lie in {away}, which is not there, or is empty. Mount its disk; or take them off the list.")
        {
            AbsentFolder = away,
        };

    private static string FolderOf(string file) => Path.GetDirectoryName(file) ?? file;

    private static string TopOf(string root, string file)
    {
        var parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
        if (parts[0] != ".." && !Path.IsPathRooted(parts[0])) return parts.Length == 1 ? root : Path.Combine(root, parts[0]);
        var whole = FolderOf(file).Split(Path.DirectorySeparatorChar); // the first is empty, or a drive
        var depth = whole switch { [_, "run", "media", ..] => 4, [_, "media", ..] => 3, _ => 2 };
        return string.Join(Path.DirectorySeparatorChar, whole.Take(depth + 1));
    }

    private static string Highest(string folder)
    {
        while (Path.GetDirectoryName(folder) is { } above && !HasEntries(above)) folder = above;
        return folder;
    }

    private static bool HasEntries(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return true; // it is there, and reading says why it cannot be read
        }
        catch (IOException)
        {
            return false; // such as a disk that was pulled out
        }
    }
}
