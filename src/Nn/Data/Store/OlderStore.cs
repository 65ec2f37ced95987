using ActorGaze.Nn.Data.Decoding;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Nn.Data.Store;

/// <summary>
/// A decoded copy that a first version left: it has no hashes, but its pixels are what unfinished runs have learned from.
/// </summary>
internal sealed class OlderStore : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly Dictionary<string, int> _slots;
    private readonly string[] _skipped;

    private OlderStore(SafeFileHandle file, string path, OlderDirectory directory)
    {
        (_file, _path, _skipped) = (file, path, directory.Skipped);
        _slots = directory.Images.ToDictionary(image => image.Path, image => image.Slot, StringComparer.Ordinal);
    }

    private sealed record OlderImage(string Path, int Label, int Slot);

    private sealed record OlderDirectory(string ContentKey, string[] Classes, int TrainCount, OlderImage[] Images, string[] Skipped);

    /// <summary>The copy of these files; null where there is none, or it is not whole.</summary>
    public static OlderStore? Open(string cacheFolder, SourceKeys keys)
    {
        var path = StoreCache.OlderFileOf(cacheFolder, keys);
        if (ImageStoreFile.Open(path) is not { } file) return null;
        if (ImageStoreFile.Read<OlderDirectory>(file, ImageStoreFile.OlderVersion) is { } directory)
            return new OlderStore(file, path, directory);

        file.Dispose();
        return null;
    }

    /// <returns>Null, with the pixels written; or, in words, why the image was left out.</returns>
    public string? Read(string image, Span<byte> pixels)
    {
        if (_slots.TryGetValue(image, out var slot))
            return ImageStoreFile.TryRead(_file, pixels, ImageStoreFile.SlotOffset(slot))
                ? null
                : throw new InvalidDataException($"'{_path}' is cut off.");

        var line = _skipped.FirstOrDefault(line => line.StartsWith($"{image}: ", StringComparison.Ordinal));
        return line is null ? "it was left out" : line[(image.Length + 2)..];
    }

    /// <summary>Whether it has the same pixels of an image, or left the image out as well.</summary>
    public bool Agrees(string image, string? fault, ReadOnlySpan<byte> pixels)
    {
        var before = new byte[GrayResize.PixelCount];
        return Read(image, before) is null ? fault is null && pixels.SequenceEqual(before) : fault is not null;
    }

    /// <summary>Deletes the file: all that was in it is in a newer one.</summary>
    public void Delete() => File.Delete(_path);

    public void Dispose() => _file.Dispose();
}
