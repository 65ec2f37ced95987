namespace ActorGaze.Nn.Data.Folders;

/// <summary>Half-written files of processes that were killed.</summary>
internal static class LeftBehind
{
    // Whoever writes has the file locked, but for the instants after making it and before renaming it.
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    /// <summary>Deletes those that nobody has open and nobody has written to for a minute.</summary>
    public static void Sweep(string folder, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var path in Directory.EnumerateFiles(folder, "*.partial"))
        {
            if (now - File.GetLastWriteTimeUtc(path) >= Age && IsFree(path)) File.Delete(path);
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
