namespace ActorGaze.Nn.Data.Store;

/// <summary>How the images of two decoded data sets differ, in words.</summary>
public static class StoreDifference
{
    private const int MostFolders = 6;
    private const int MostNames = 3;

    /// <param name="cacheFolder">Where a copy with the former content may still lie.</param>
    /// <param name="contentBefore">The content key of that copy.</param>
    /// <param name="storeFileNow">What the data set is decoded to now.</param>
    /// <returns>Null where no copy with the former content is left, or one of the two cannot be read.</returns>
    public static string? InWords(string cacheFolder, string contentBefore, string storeFileNow) =>
        StoreCache.WithContent(cacheFolder, contentBefore) is { Directory: var before } && ImageStoreFile.Read(storeFileNow) is { } now
            ? InWords(before, now)
            : null;

    internal static string InWords(StoreDirectory before, StoreDirectory now)
    {
        var (old, present) = (ByPath(before), ByPath(now));
        string[] changed = [.. old.Keys.Where(path => present.TryGetValue(path, out var sha256) && sha256 != old[path])];
        var other = before.Files == now.Files ? $"decoded otherwise by {now.Decoder} than by {before.Decoder}" : "changed";
        string[] words =
        [
            .. ByFolder(old.Keys.Where(path => !present.ContainsKey(path)), "fewer"),
            .. ByFolder(present.Keys.Where(path => !old.ContainsKey(path)), "more"),
            .. ByFolder(changed, other),
        ];
        return words.Length <= MostFolders
            ? string.Join("; ", words)
            : $"{string.Join("; ", words.Take(MostFolders))}; and so on in {words.Length - MostFolders} more places";
    }

    private static Dictionary<string, string> ByPath(StoreDirectory directory) =>
        directory.Images.ToDictionary(image => image.Path, image => image.Sha256, StringComparer.Ordinal);

    private static IEnumerable<string> ByFolder(IEnumerable<string> paths, string how) => paths
        .GroupBy(FolderOf)
        .OrderBy(folder => folder.Key, StringComparer.Ordinal)
        .Select(
            folder => Words(folder.Key.Length == 0 ? "the list" : folder.Key,
                [.. folder.Select(path => path[(folder.Key.Length == 0 ? 0 : folder.Key.Length + 1)..]).Order(StringComparer.Ordinal)],
                how));

    /// <summary>Empty where a path names none, as a manifest's may.</summary>
    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static string Words(string folder, string[] names, string how) =>
        $"{names.Length} {(names.Length == 1 ? "image" : "images")} {how} in {folder}: {string.Join(", ", names.Take(MostNames))}"
        + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
}
