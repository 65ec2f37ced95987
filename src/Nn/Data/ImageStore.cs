using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;

namespace ActorGaze.Nn.Data;

/// <summary>How far decoding a data set has come, in images.</summary>
public readonly record struct DecodeProgress(int Decoded, int Total);

/// <summary>A decoded data set: where it lies, what is in it, and what was left out.</summary>
/// <param name="CacheFile">To be opened with <see cref="ImageStore.Open"/>.</param>
/// <param name="ContentKey">64 hexadecimal digits: equal exactly where class names, paths, file contents and the decoder are.</param>
/// <param name="Skipped">A line per image left out: its path, and why.</param>
/// <param name="Decoded">False where a decoded copy was found.</param>
public sealed record StoreInfo(
    string CacheFile, string ContentKey, ImmutableArray<string> Classes, int TrainCount, int TestCount, ImmutableArray<string> Skipped, bool Decoded)
{
    /// <summary>What the user is to be told, a sentence each: files that are not read, a picture in two classes, nearly black images.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A decoded data set in memory shared by every run and process: 224×224 gray bytes per image.</summary>
/// <remarks>Training images first, then test images. Reading is thread-safe. Whoever opened it disposes it, after the last read.</remarks>
public sealed unsafe class ImageStore : IDisposable
{
    private readonly StoreDirectory _directory;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private ImageStore(string path, StoreDirectory directory)
    {
        _directory = directory;
        Classes = [.. directory.Classes];
        Labels = [.. directory.Images.Select(image => image.Label)];

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>Names in ordinal order; a label is an index into it.</summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>Every image's label, by index.</summary>
    public ImmutableArray<int> Labels { get; }

    /// <summary>See <see cref="StoreInfo.ContentKey"/>.</summary>
    public string ContentKey => _directory.ContentKey;

    public int Count => Labels.Length;

    public int TrainCount => _directory.TrainCount;

    public int TestCount => Count - TrainCount;

    /// <summary>Decodes a data set, or finds it decoded already, by content; the second time neither hashes nor decodes.</summary>
    /// <remarks>Uses every core while it decodes. May run in several processes at once, and may be killed at any instant.</remarks>
    /// <param name="cacheFolder">Created where missing.</param>
    /// <exception cref="InvalidInputException">It is no data set; see <see cref="ImageFolder.Scan"/>. Or an image is unreadable and not to be skipped.</exception>
    public static StoreInfo Prepare(
        DataSpec spec, string cacheFolder, IProgress<DecodeProgress>? progress = null, CancellationToken cancellation = default) =>
        StorePreparation.Run(spec, cacheFolder, progress, cancellation);

    /// <exception cref="InvalidDataException">The file is missing or not sound; preparing again makes a new one.</exception>
    public static ImageStore Open(string cacheFile) => ImageStoreFile.Read(cacheFile) is { } directory
        ? new ImageStore(cacheFile, directory)
        : throw new InvalidDataException($"'{cacheFile}' is missing or no sound image store. Prepare the data set again.");

    public int Label(int index) => Labels[index];

    /// <summary>Relative to the data set's root, with forward slashes.</summary>
    public string RelativePath(int index) => _directory.Images[index].Path;

    /// <summary>224 × 224 bytes, row by row, 0 black; not to be used after disposal.</summary>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new ReadOnlySpan<byte>(_start + ImageStoreFile.SlotOffset(_directory.Images[index].Slot), GrayResize.PixelCount);
    }

    public void Dispose()
    {
        if (_start is null) return;

        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
