using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>A data set's files on their way into a store: read once for their digests, and once more when they are decoded.</summary>
internal sealed class DataSetSource
{
    private readonly ImageListing _folder;
    private readonly PixelDepth _asked;
    private readonly ImageForm _form;
    private readonly byte[][] _digests;
    private readonly string?[] _unread;
    private readonly bool[] _deep;
    private readonly string?[] _pictures;
    private PixelDepth? _depth;
    private ImmutableArray<int> _brightest = [];

    private DataSetSource(ImageListing folder, DataSpec spec)
    {
        (_folder, _asked, _form) = (folder, spec.Depth, spec.Form);
        Files = folder.Train.AddRange(folder.Test);
        (_digests, _deep) = (new byte[Files.Length][], new bool[Files.Length]);
        (_unread, _pictures) = (new string?[Files.Length], new string?[Files.Length]);
    }

    /// <summary>Training files first, then test files.</summary>
    public ImmutableArray<ImageFile> Files { get; }

    /// <summary>Of every file's bytes; of the reason where a file cannot be read.</summary>
    public IReadOnlyList<byte[]> Digests => _digests;

    /// <summary>False where a file's bytes could not be read.</summary>
    /// <remarks>That may change without a trace in its size and times, so such a data set is read anew each time.</remarks>
    public bool AllRead => Array.TrueForAll(_unread, fault => fault is null);

    /// <param name="progress">Told after each file that nothing is decoded yet: a sign of life.</param>
    /// <exception cref="InvalidInputException">The data set's folder is gone, or a folder of its images.</exception>
    public static DataSetSource Read(
        ImageListing folder, DataSpec spec, IProgress<DecodeProgress>? progress, CancellationToken cancellation)
    {
        var source = new DataSetSource(folder, spec);
        Cores.ForEach(source.Files.Length, cancellation, i =>
        {
            source.Read(i);
            progress?.Report(new DecodeProgress(0, source.Files.Length));
        });
        if (!source.AllRead) source.RequireThere(); // a disk that is gone is another matter than a file that is
        return source;
    }

    /// <summary>Finds out which depth 16-bit images are decoded with; before any is.</summary>
    public void FindDepth(CancellationToken cancellation)
    {
        var deep = Enumerable.Range(0, Files.Length).Where(i => _deep[i]).ToArray();
        var brightest = new int?[deep.Length];
        Cores.ForEach(deep.Length, cancellation, n => brightest[n] = DeepPng.Brightest(BytesOf(deep[n])));
        _brightest = [.. brightest.OfType<int>()];
        _depth = DepthRule.Of(_asked, _brightest);
    }

    /// <returns>Null, with the pixels written; or why the file is no image.</returns>
    /// <exception cref="InvalidInputException">The file changed since it was read first.</exception>
    public string? Decode(int index, byte[] pixels)
    {
        if (_unread[index] is { } unread) return unread;
        var depth = _depth ?? throw new InvalidOperationException($"{nameof(FindDepth)} comes first.");
        var fault = ImageDecoder.Decode(BytesOf(index), pixels, Path.GetExtension(_folder.PathOf(Files[index])), depth, _form);
        if (fault is null) _pictures[index] = ContentStamp.Hex(SHA256.HashData(pixels));
        return fault;
    }

    /// <summary>What is to be told of the images, once they are decoded.</summary>
    public string[] Notes()
    {
        var twins = SamePictures.InTwoClasses(Files, _pictures);
        return [.. new[] { DepthRule.Note(_asked, _brightest), SamePictures.Note(twins) }.OfType<string>()];
    }

    /// <summary>A folder that is gone is another matter than a file in it.</summary>
    private void RequireThere()
    {
        if (_folder.Place == _folder.Root) ImageFolder.RequireThere(_folder.Root);
        string[] files = [.. Files.Where(file => file.Unreadable is null).Select(file => Path.GetFullPath(_folder.PathOf(file)))];
        if ((AwayFolder.Of(_folder.Root, files) ?? AwayFolder.Empty(files)) is { } away) throw AwayFolder.Told(_folder.Place, away);
    }

    private void Read(int index)
    {
        var (bytes, fault) = ImageReading.Read(_folder, Files[index]);
        _unread[index] = fault;
        _deep[index] = bytes is not null && DeepPng.Is(bytes);
        _digests[index] = SHA256.HashData(bytes ?? Encoding.UTF8.GetBytes($"unreadable: {fault}"));
    }

    private byte[] BytesOf(int index)
    {
        var (bytes, fault) = ImageReading.Read(_folder, Files[index]);
        if (bytes is not null && SHA256.HashData(bytes).AsSpan().SequenceEqual(_digests[index])) return bytes;

        RequireThere();
        var how = fault is null ? "changed" : $"could be read, and then not any more ({fault})";
        throw new InvalidInputException(
            $"'{_folder.PathOf(Files[index])}' {how} while it was read. Start again when the data set is complete.");
    }
}
