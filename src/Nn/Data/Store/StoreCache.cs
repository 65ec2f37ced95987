using System.Security.Cryptography;
using System.Text;

namespace ActorGaze.Nn.Data.Store;

/// <summary>A store file and what it says about itself.</summary>
internal sealed record FoundStore(string File, StoreDirectory Directory);

/// <summary>Where decoded copies lie in a cache folder: one file for each set of files and each decoder.</summary>
internal static class StoreCache
{
    private const string Prefix = "images-";
    private const int FilesDigits = 32;
    private const int DecoderDigits = 8;

    public static string FileOf(string cacheFolder, SourceKeys keys, string decoder)
    {
        var by = ContentStamp.Hex(SHA256.HashData(Encoding.UTF8.GetBytes(decoder)))[..DecoderDigits];
        return Path.Combine(Path.GetFullPath(cacheFolder), $"{Prefix}{keys.Files[..FilesDigits]}-{by}.bin");
    }

    /// <summary>The file that a first version would have made.</summary>
    public static string OlderFileOf(string cacheFolder, SourceKeys keys) =>
        Path.Combine(Path.GetFullPath(cacheFolder), $"{Prefix}{keys.Older}.bin");

    /// <summary>
    /// The copy that is wanted, whichever decoder made it; else that of the present decoder; null where it has to be decoded.
    /// </summary>
    public static FoundStore? Find(string cacheFolder, SourceKeys keys, DataSpec spec)
    {
        if (spec.Content is { } wanted && All(cacheFolder, $"{keys.Files[..FilesDigits]}-*")
            .FirstOrDefault(store => store.Directory.ContentKey == wanted) is { } same) return same;
        if (spec.FirstDecoded && Read(FileOf(cacheFolder, keys, SourceKeys.OlderDecoder)) is { } older) return older;
        return Read(FileOf(cacheFolder, keys, spec.Decoder));
    }

    /// <summary>A copy with this content, of whatever files; null where none is left.</summary>
    public static FoundStore? WithContent(string cacheFolder, string contentKey) =>
        All(cacheFolder, "*").FirstOrDefault(store => store.Directory.ContentKey == contentKey);

    private static IEnumerable<FoundStore> All(string cacheFolder, string pattern) =>
        Directory.EnumerateFiles(Path.GetFullPath(cacheFolder), $"{Prefix}{pattern}.bin").Order(StringComparer.Ordinal).Select(Read)
            .OfType<FoundStore>();

    private static FoundStore? Read(string file) => ImageStoreFile.Read(file) is { } directory ? new FoundStore(file, directory) : null;
}
