namespace ActorGaze.Actors.Storage;

/// <summary>
/// A cache of decoded images to work with: the state folder's own, or a scratch one with links to it where that may only be read.
/// </summary>
internal sealed class CacheToRead : IDisposable
{
    private static readonly string[] Files = ["images-*", "source-*"];
    private readonly DirectoryInfo? _scratch;

    private CacheToRead(string folder, DirectoryInfo? scratch) => (Folder, _scratch) = (folder, scratch);

    public string Folder { get; }

    public static CacheToRead Of(string cache)
    {
        if (CanWrite(cache)) return new CacheToRead(cache, null);
        var scratch = Directory.CreateTempSubdirectory("actorgaze-cache-");
        if (Directory.Exists(cache))
        {
            var files = Files.SelectMany(pattern => Directory.EnumerateFiles(cache, pattern));
            foreach (var file in files.Where(file => !file.EndsWith(".partial", StringComparison.Ordinal)))
                File.CreateSymbolicLink(Path.Combine(scratch.FullName, Path.GetFileName(file)), file);
            foreach (var folder in Directory.EnumerateDirectories(cache))
                Directory.CreateSymbolicLink(Path.Combine(scratch.FullName, Path.GetFileName(folder)), folder);
        }

        return new CacheToRead(scratch.FullName, scratch);
    }

    /// <summary>Removes the links and what was made beside them; what they lead to stays.</summary>
    public void Dispose() => _scratch?.Delete(recursive: true);

    private static bool CanWrite(string cache)
    {
        try
        {
            Directory.CreateDirectory(cache);
            var probe = Path.Combine(cache, FormattableString.Invariant($".probe-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
