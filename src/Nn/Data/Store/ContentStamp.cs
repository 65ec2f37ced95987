using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Knows a data set's files again without reading them: by their paths, sizes, times and places on the disk.</summary>
/// <remarks>One small file per data set folder. Damage to it costs a reading of the data set, and nothing else.</remarks>
internal sealed class ContentStamp
{
    private readonly string _file;
    private readonly string _stamp;

    public ContentStamp(ImageListing folder, string cacheFolder)
    {
        _file = Path.Combine(cacheFolder, $"source-{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(NameOf(folder))))[..32]}.json");
        _stamp = Take(folder);
    }

    private sealed record Memo(string Root, string Stamp, SourceKeys? Keys);

    /// <returns>The keys as they were learned when every file looked as now; null where they have to be learned.</returns>
    public SourceKeys? Recall()
    {
        if (!File.Exists(_file)) return null;

        try
        {
            return JsonSerializer.Deserialize<Memo>(File.ReadAllBytes(_file)) is { } memo && memo.Stamp == _stamp ? memo.Keys : null;
        }
        catch (JsonException)
        {
            return null; // cut off or foreign: the same as none
        }
    }

    public void Remember(string root, SourceKeys keys) =>
        WholeFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(new Memo(root, _stamp, keys)));

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>What its keys are remembered under: the place alone where it is listed as the first versions did.</summary>
    private static string NameOf(ImageListing folder) =>
        folder.EvaluateOn == EvaluateOn.Test ? folder.Place : $"{folder.Place}\n{folder.EvaluateOn}";

    private static string Take(ImageListing folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join('/', folder.Classes)}\n"));

        Span<byte> stamp = stackalloc byte[32];
        foreach (var file in folder.Train.Concat(folder.Test))
        {
            FileStamp.Of(folder.PathOf(file)).Write(stamp);
            hash.AppendData(Encoding.UTF8.GetBytes(ImageLine.Of(file.Path, file.Group, folder.Classes[file.Label])));
            hash.AppendData(stamp);
        }

        return Hex(hash.GetHashAndReset());
    }
}
