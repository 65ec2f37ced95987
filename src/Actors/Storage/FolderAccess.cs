namespace ActorGaze.Actors.Storage;

/// <summary>Whether a state folder is open to others: its mode stays as it is, and is told.</summary>
public static class FolderAccess
{
    private const UnixFileMode Write = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Look =
        UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>One line for whoever starts an engine in the folder; null where it is its owner's alone, or is not there.</summary>
    public static string? Warning(string folder) =>
        OperatingSystem.IsWindows() || !Directory.Exists(folder) ? null : Warning(folder, File.GetUnixFileMode(folder));

    /// <summary>The same of a mode.</summary>
    public static string? Warning(string folder, UnixFileMode mode)
    {
        var octal = Convert.ToString((int)mode, 8);
        if ((mode & Write) != 0)
        {
            return $"{folder}: others may write into this state folder (mode {octal}), so they can delete or replace what is in it. "
                + "It stays so; 'chmod go-w' changes it.";
        }

        return (mode & Look) != 0
            ? $"{folder}: others may look into this state folder (mode {octal}). New files in it are open to you alone."
            : null;
    }
}
