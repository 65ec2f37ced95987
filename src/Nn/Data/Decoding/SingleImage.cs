namespace ActorGaze.Nn.Data.Decoding;

/// <summary>An image file that belongs to no data set, decoded as the images of one are.</summary>
public static class SingleImage
{
    /// <summary>Pixels as <see cref="ImageForm.ByteCount"/> lays them out.</summary>
    /// <param name="path">A PNG or JPEG file; WebP and BMP under their own endings.</param>
    /// <param name="depth">Bits that a 16-bit image uses; not <see cref="PixelDepth.Auto"/>.</param>
    /// <param name="form">Null: gray, 224×224.</param>
    /// <exception cref="InvalidInputException">It is no image that is read; the message says what was found.</exception>
    /// <exception cref="IOException">The machine is at fault, not the file.</exception>
    public static byte[] Read(string path, PixelDepth depth, ImageForm? form = null)
    {
        var (bytes, fault) = ImageReading.Read(path);
        var pixels = new byte[(form ?? ImageForm.Usual).ByteCount];
        fault ??= ImageDecoder.Decode(bytes, pixels, Path.GetExtension(path), depth, form);
        return fault is null
            ? pixels
            : throw new InvalidInputException($"{path}: found {Found(fault)}; allowed: a PNG, JPEG, WebP or BMP image.");
    }

    /// <summary>
    /// The depth that the 16-bit images of a data set were read with: as asked, or, of <see cref="PixelDepth.Auto"/>, as the notes of its
    /// decoding tell.
    /// </summary>
    /// <param name="notes">Of the data set's decoding; without any, all 16 bits are used.</param>
    public static PixelDepth DepthOf(PixelDepth asked, IEnumerable<string> notes) =>
        asked != PixelDepth.Auto ? asked
        : notes.Select(DepthRule.ReadWith).FirstOrDefault(depth => depth is not null) ?? PixelDepth.Sixteen;

    /// <summary>Some reasons are sentences, others name what was found.</summary>
    private static string Found(string fault) => fault.StartsWith("the file", StringComparison.Ordinal) ? $"no image ({fault})" : fault;
}
