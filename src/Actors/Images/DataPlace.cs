using ActorGaze.Actors.Supervision;

namespace ActorGaze.Actors.Images;

/// <summary>Whether a data folder is there. May take as long as its file system takes to answer.</summary>
public static class DataPlace
{
    /// <summary>Why there are no data in the folder now; null where there may be. In an empty folder a disk is not mounted.</summary>
    /// <param name="data">A folder, or the name of phantoms, which are always there.</param>
    public static string? Absence(string data)
    {
        if (DataFolders.IsPhantoms(data) || File.Exists(data)) return null;
        if (!Directory.Exists(data)) return $"There is no data folder {data}.";
        try
        {
            return Directory.EnumerateFileSystemEntries(data).Any() ? null : $"The data folder {data} is empty.";
        }
        catch (UnauthorizedAccessException)
        {
            return null; // it is there, and opening it says why it cannot be read
        }
        catch (IOException e)
        {
            return $"The data folder {data} cannot be listed: {e.Message}";
        }
    }

    /// <summary>Opens a data set; a failure of a folder that is not there, or is gone when it fails, is told as that.</summary>
    /// <exception cref="FolderAbsentException">The folder is not there.</exception>
    public static T Open<T>(string data, Func<T> open)
    {
        if (Absence(data) is { } absent) throw new FolderAbsentException(absent);
        try
        {
            return open();
        }
        catch (Exception e) when (e is not OperationCanceledException && Absence(data) is { } gone)
        {
            throw new FolderAbsentException(gone, e);
        }
    }
}
