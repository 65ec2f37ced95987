using System.Collections.Immutable;
using System.Security.Cryptography;
using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Nn.Data.Store;

/// <summary>How far decoding a data set has come, in images.</summary>
public readonly record struct DecodeProgress(int Decoded, int Total);

/// <summary>A decoded data set: where it lies, what is in it, and what was left out.</summary>
/// <param name="CacheFile">To be opened with <see cref="ImageStore.Open"/>.</param>
/// <param name="ContentKey">64 hexadecimal digits: equal exactly where class names, paths and decoded pixels are, wherever the files lie
/// and whatever decoded them.</param>
/// <param name="Skipped">A line per image left out: its path, and why.</param>
/// <param name="Decoded">False where a decoded copy was found.</param>
public sealed record StoreInfo(
    string CacheFile, string ContentKey, ImmutableArray<string> Classes, int TrainCount, int TestCount, ImmutableArray<string> Skipped,
    bool Decoded)
{
    /// <summary>
    /// What the user is to be told, a sentence each: files that are not read, a picture in two classes, nearly black images.
    /// </summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Readable images of each class, first the training images and then the test images.</summary>
    public ImmutableArray<ClassCount> Counts { get; init; } = [];

    /// <summary>64 hexadecimal digits: equal exactly where class names, paths and file contents are.</summary>
    public string Files { get; init; } = "";

    /// <summary>The version that decoded them.</summary>
    public string Decoder { get; init; } = "";

    /// <summary>64 hexadecimal digits: equal exactly where the decoded pictures of each class are, whatever they are called.</summary>
    public string Pictures { get; init; } = "";

    /// <summary>Which split <see cref="TestCount"/> counts.</summary>
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>What the store file says of its images; no part of what this record is compared by.</summary>
    internal Unseen<StoreDirectory> Directory { get; init; }

    /// <summary>By label: images that are evaluated on and are training images too, by their decoded pixels.</summary>
    /// <param name="validation">Share of the training images that is held back, in [0, 1).</param>
    public ImmutableArray<int> LeakedWith(double validation)
    {
        var images = Directory.Value?.Images ?? [];
        var groups = images.Take(TrainCount).Select(image => image.Group).ToArray();
        var split = DataSplit.Of([.. images.Select(image => image.Label)], Math.Min(TrainCount, images.Length), validation, groups);
        var leaked = DataSplit.Leaked(split, i => images[i].Sha256).CountBy(i => images[i].Label).ToDictionary();
        return [.. Enumerable.Range(0, Classes.Length).Select(label => leaked.GetValueOrDefault(label))];
    }
}

/// <summary>
/// A decoded data set on disk, shared by every run and process: its images' pixels as bytes, as their form lays them out.
/// </summary>
/// <remarks>
/// Training images first, then test images. Reading is thread-safe. Whoever opened it disposes it, after the last read. The file is not
/// mapped into memory: where it is cut off or damaged, a read throws, and the process goes on.
/// </remarks>
public sealed class ImageStore : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly ulong _node;
    private readonly StoreDirectory _directory;
    private readonly bool[] _verified;

    private ImageStore(SafeFileHandle file, string path, StoreDirectory directory)
    {
        (_file, _path, _node, _directory) = (file, path, FileStamp.Of(path).Node, directory);
        _verified = new bool[directory.Images.Length];
        Classes = [.. directory.Classes];
        Labels = [.. directory.Images.Select(image => image.Label)];
        Form = directory.Form ?? ImageForm.Usual;
    }

    /// <summary>Names in ordinal order; a label is an index into it.</summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>Every image's label, by index.</summary>
    public ImmutableArray<int> Labels { get; }

    /// <summary>What the images are like.</summary>
    public ImageForm Form { get; }

    /// <summary>See <see cref="StoreInfo.ContentKey"/>.</summary>
    public string ContentKey => _directory.ContentKey;

    /// <summary>Content keys that the first versions gave these images; their checkpoints still hold them.</summary>
    public IReadOnlyList<string> OlderKeys => _directory.OlderKeys;

    public int Count => Labels.Length;

    public int TrainCount => _directory.TrainCount;

    public int TestCount => Count - TrainCount;

    /// <summary>Decodes a data set, or finds it decoded already, by content; the second time neither hashes nor decodes.</summary>
    /// <remarks>Uses every core while it decodes. May run in several processes at once, and may be killed at any instant.</remarks>
    /// <param name="cacheFolder">Created where missing.</param>
    /// <exception cref="InvalidInputException">It is no data set; see <see cref="ImageFolder.Scan"/>. Or an image is unreadable and not to
    /// be skipped.</exception>
    public static StoreInfo Prepare(
        DataSpec spec, string cacheFolder, IProgress<DecodeProgress>? progress = null, CancellationToken cancellation = default) =>
        StorePreparation.Run(spec, cacheFolder, progress, cancellation);

    /// <exception cref="InvalidDataException">The file is missing or not sound; preparing again makes a new one.</exception>
    public static ImageStore Open(string cacheFile)
    {
        var file = ImageStoreFile.Open(cacheFile);
        if (file is not null && ImageStoreFile.Read(file) is { } directory) return new ImageStore(file, cacheFile, directory);

        file?.Dispose();
        throw new InvalidDataException($"'{cacheFile}' is missing or no sound image store. Prepare the data set again.");
    }

    /// <summary>Opens the decoded copy of a content, of whatever files; null where none is left in the cache.</summary>
    /// <param name="contentKey">See <see cref="StoreInfo.ContentKey"/>.</param>
    public static ImageStore? OpenContent(string cacheFolder, string contentKey)
    {
        if (!Directory.Exists(cacheFolder) || StoreCache.WithContent(cacheFolder, contentKey) is not { } found) return null;
        var file = ImageStoreFile.Open(found.File);
        return file is null ? null : new ImageStore(file, found.File, found.Directory);
    }

    public int Label(int index) => Labels[index];

    /// <summary>Relative to the data set's root, with forward slashes.</summary>
    public string RelativePath(int index) => _directory.Images[index].Path;

    /// <summary>What an image must share its side of a split with; null: nothing.</summary>
    internal string? Group(int index) => _directory.Images[index].Group;

    /// <summary>Equal for equal pixels.</summary>
    internal string Picture(int index) => _directory.Images[index].Sha256;

    /// <summary>Reads an image: its channels, each row by row, 0 black. The first time, the bytes are compared with their hash.</summary>
    /// <param name="pixels">At least as long as the form's <see cref="ImageForm.ByteCount"/>.</param>
    /// <exception cref="InvalidDataException">The file is cut off or damaged. It is deleted, so that preparing again decodes the data set
    /// anew.</exception>
    public void Read(int index, Span<byte> pixels)
    {
        ObjectDisposedException.ThrowIf(_file.IsClosed, this);
        var image = _directory.Images[index];
        pixels = pixels[..Form.ByteCount];
        if (!ImageStoreFile.TryRead(_file, pixels, ImageStoreFile.SlotOffset(image.Slot, Form))) throw Damaged(image, "is cut off before");
        if (Volatile.Read(ref _verified[index])) return;

        if (!SHA256.HashData(pixels).AsSpan().SequenceEqual(Convert.FromHexString(image.Sha256))) throw Damaged(image, "is damaged at");
        Volatile.Write(ref _verified[index], true);
    }

    /// <summary>An image's pixels in an array of their own. See <see cref="Read"/>.</summary>
    public byte[] Pixels(int index)
    {
        var pixels = new byte[Form.ByteCount];
        Read(index, pixels);
        return pixels;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The path may have another file by now: only the one that was opened is deleted.</summary>
    private InvalidDataException Damaged(StoredImage image, string how)
    {
        var kept = "";
        try
        {
            if (FileStamp.Of(_path).Node == _node) File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            kept = $" It could not be deleted: {e.Message}";
        }

        return new InvalidDataException($"The decoded copy '{_path}' {how} '{image.Path}'. The data set has to be decoded again.{kept}");
    }
}
