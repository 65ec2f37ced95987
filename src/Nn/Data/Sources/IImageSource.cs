using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;

namespace ActorGaze.Nn.Data.Sources;

/// <summary>Images of a layout of one's own: which there are, and what is in each.</summary>
/// <remarks>
/// Images are read once, by one thread, in a process of their own where workers are processes; the engine keeps what was read. If it is
/// <see cref="IDisposable"/>, it is disposed afterwards.
/// </remarks>
public interface IImageSource
{
    /// <summary>
    /// Something short that changes when an image, a label or a group does, such as a version or a hash of a list; null: all images are
    /// read again each time the data set is opened.
    /// </summary>
    string? ContentKey { get; }

    /// <summary>Sentences for whoever opens the data set.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Every image, without reading one. Of a split that is not evaluated on, images may be there or not.</summary>
    /// <exception cref="InvalidInputException">The place holds no such data set; the message says what was found and what is
    /// allowed.</exception>
    IEnumerable<SourceImage> List();

    /// <summary>What is in an image of the list that has no <see cref="SourceImage.File"/>.</summary>
    SourceContent Read(SourceImage image);
}

/// <summary>On which side of a data set an image is.</summary>
public enum ImageSplit
{
    Train,
    Val,
    Test,
}

/// <summary>One image of a source, as yet unread.</summary>
/// <param name="Name">
/// What it is called in messages and reports, such as <c>scans/0001.png</c>: no two images have one name. Images are trained on in an order
/// that follows from their names.
/// </param>
/// <param name="Split">On which side it is.</param>
/// <param name="Label">Its class, without '/' and '\'.</param>
public sealed record SourceImage(string Name, ImageSplit Split, string Label)
{
    /// <summary>What it shares with images that must be on the same side of a validation split, such as a patient; null: nothing.</summary>
    public string? Group { get; init; }

    /// <summary>The full path of a PNG, JPEG, WebP or BMP file that it is; null: <see cref="IImageSource.Read"/> gives it.</summary>
    public string? File { get; init; }

    /// <summary>Why it cannot be read, where the list alone says so; else null.</summary>
    public string? Unreadable { get; init; }
}

/// <summary>What is in an image: the bytes of a file, or pixels.</summary>
public abstract record SourceContent
{
    private SourceContent()
    {
    }

    /// <summary>The bytes of a PNG, JPEG, WebP or BMP file. The stream is read to its end and disposed.</summary>
    public static SourceContent OfStream(Stream file) => new Encoded(file);

    /// <summary>Pixels, 0 black and 255 white.</summary>
    /// <param name="values">width × height of them, row by row; in colour, red, green and blue of a pixel side by side.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="channels">1 (gray) or 3 (red, green, blue).</param>
    /// <exception cref="ArgumentException">There are more or fewer values than that.</exception>
    public static SourceContent OfPixels(byte[] values, int width, int height, int channels = 1) =>
        channels is 1 or 3 && width > 0 && height > 0 && (long)width * height * channels == values.Length
            ? new Pixels(values, width, height, channels)
            : throw new ArgumentException(
                $"found {values.Length} values for {width}×{height} pixels of {channels} channels; allowed: width × height × channels of "
                + "them, with 1 or 3 channels.",
                nameof(values));

    internal sealed record Encoded(Stream File) : SourceContent;

    internal sealed record Pixels(byte[] Values, int Width, int Height, int Channels) : SourceContent;
}

/// <summary>What a source is opened with.</summary>
/// <param name="Place">The value of <c>sweep.data</c>: the full path of a folder or a file.</param>
public sealed record SourceSetup(string Place)
{
    /// <summary>Which split is evaluated on: images of the other one are not read.</summary>
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>What the columns of a table are called, for sources that read one.</summary>
    public ManifestColumns Columns { get; init; } = ManifestColumns.Usual;
}
