using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ActorGaze.Nn.Data;

/// <summary>Knows a data set's content again without reading it: by its files' paths, sizes and times.</summary>
/// <remarks>One small file per data set folder. Damage to it costs a reading of the data set, and nothing else.</remarks>
internal sealed class ContentStamp
{
    private readonly string _file;
    private readonly string _stamp;

    /// <param name="version">What decoding depends on besides the files.</param>
    public ContentStamp(ImageFolder folder, string cacheFolder, string version)
    {
        _file = Path.Combine(cacheFolder, $"source-{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..32]}.json");
        _stamp = Take(folder, version);
    }

    private sealed record Memo(string Root, string Stamp, string ContentKey);

    /// <returns>The content key as it was learned when every file looked as now; null where it has to be learned.</returns>
    public string? Recall()
    {
        if (!File.Exists(_file)) return null;

        try
        {
            return JsonSerializer.Deserialize<Memo>(File.ReadAllBytes(_file)) is { } memo && memo.Stamp == _stamp ? memo.ContentKey : null;
        }
        catch (JsonException)
        {
            return null; // cut off or foreign: the same as none
        }
    }

    public void Remember(string root, string contentKey)
    {
        var partial = $"{_file}.{Guid.NewGuid():N}.partial";
        File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(new Memo(root, _stamp, contentKey)));
        File.Move(partial, _file, overwrite: true);
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static string Take(ImageFolder folder, string version)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{version}\n{string.Join('/', folder.Classes)}\n"));

        Span<byte> numbers = stackalloc byte[16];
        foreach (var file in folder.Train.Concat(folder.Test))
        {
            var path = Path.Combine(folder.Root, file.Path);
            FileSystemInfo entry = new FileInfo(path);
            var regular = FileFacts.Of(path).Kind == FileKind.Regular; // a link that leads back to itself cannot be resolved
            if (regular && entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) entry = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
            var target = regular ? entry as FileInfo : null;
            BinaryPrimitives.WriteInt64LittleEndian(numbers, target is { Exists: true } ? target.Length : -1);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], target is { Exists: true } ? target.LastWriteTimeUtc.Ticks : -1);
            hash.AppendData(Encoding.UTF8.GetBytes(file.Path + "\n"));
            hash.AppendData(numbers);
        }

        return Hex(hash.GetHashAndReset());
    }
}
