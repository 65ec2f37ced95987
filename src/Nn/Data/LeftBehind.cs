namespace ActorGaze.Nn.Data;

/// <summary>Half-written files of processes that were killed.</summary>
internal static class LeftBehind
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>Deletes those that nobody has open and that are an hour older than a file just made.</summary>
    public static void Sweep(string folder, string justMade)
    {
        var newest = File.GetLastWriteTimeUtc(justMade);
        foreach (var path in Directory.EnumerateFiles(folder, "*.partial"))
        {
            if (newest - File.GetLastWriteTimeUtc(path) < Age || !IsFree(path)) continue;
            File.Delete(path);
        }
    }

    private static bool IsFree(string path)
    {
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false; // in use, or gone by now
        }
    }
}
