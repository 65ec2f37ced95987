using ActorGaze.Nn;

namespace ActorGaze.Actors.Storage;

/// <summary>
/// The state folder's <c>checkpoints</c> as a link to the folder that every machine sees. So whatever reads a state folder finds them
/// without a setting.
/// </summary>
internal static class CheckpointsLink
{
    /// <exception cref="PreventedException">The link leads to a folder that is not there.</exception>
    public static void Check(string link)
    {
        if (new DirectoryInfo(link).LinkTarget is { } target && !Directory.Exists(link)) throw new PreventedException(
            $"{target}: the folder of checkpoints is not there, and {link} leads to it. Is its disk mounted?");
    }

    /// <param name="link">The state folder's own place for checkpoints.</param>
    /// <param name="folder">Where they are to lie; null: there.</param>
    /// <exception cref="InvalidInputException">They lie elsewhere already.</exception>
    /// <exception cref="IOException">The link or the folder cannot be made.</exception>
    public static void Make(string link, string? folder)
    {
        var present = new DirectoryInfo(link).LinkTarget is { } target ? Path.TrimEndingDirectorySeparator(target) : null;
        if (folder is null || folder == link || present == folder) return; // a link that is there stays
        if (present is not null) throw new InvalidInputException(
            $"checkpoints.folder: found {folder}, and the checkpoints of this state folder lie in {present}; allowed: that folder. To move "
            + $"them, copy them and change the link {link}.");
        PrivateFiles.MakeFolder(folder);
        if (Directory.Exists(link))
        {
            if (Directory.EnumerateFileSystemEntries(link).Any()) throw new InvalidInputException(
                $"checkpoints.folder: found {folder}, and {link} holds checkpoints already; allowed: move what is in it to {folder} and "
                + "remove the empty folder.");
            Directory.Delete(link);
        }

        Directory.CreateSymbolicLink(link, folder);
    }
}
