using System.Buffers;
using SkiaSharp;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Turns a PNG or JPEG file's bytes into square pixels; a WebP's or BMP's too, where the file is named so.</summary>
/// <remarks>
/// For gray images, colour becomes luma (0.299 R + 0.587 G + 0.114 B), so a gray image stored in colour keeps its values exactly. For
/// images in colour, gray becomes three equal channels. Embedded colour profiles are not applied. Transparency is laid over black. Of 16
/// bits the upper eight are kept, or those that <see cref="PixelDepth"/> says. The orientation an EXIF tag asks for is applied, as viewers
/// do. An image of any size down to 1×1 is readable; the audit reports the tiny ones.
/// </remarks>
internal static class ImageDecoder
{
    /// <summary>More than this is taken for a damaged or hostile header rather than decoded.</summary>
    public const int MostPixels = 50_000_000;

    /// <summary>
    /// Names all that the decoded pixels depend on besides the file. A new one says that everything is to be decoded anew; it is part of no
    /// content key.
    /// </summary>
    public static string Version { get; } = $"gray224-2 skia-{SkiaSharpVersion.Native}";

    /// <summary>The same for images of another form, or of a data set whose 16-bit images are read with a depth.</summary>
    public static string VersionFor(PixelDepth depth, ImageForm form)
    {
        var version = form.IsUsual
            ? Version
            : FormattableString.Invariant($"{(form.Channels == 1 ? "gray" : "rgb")}{form.Side}-2 skia-{SkiaSharpVersion.Native}");
        return depth == PixelDepth.Auto ? version : $"{version} depth {(int)depth}";
    }

    /// <param name="ending">How the file's name ends, such as .png. WebP and BMP are read under their own endings alone.</param>
    /// <param name="depth">Bits that a 16-bit image uses; not <see cref="PixelDepth.Auto"/>, which takes a whole data set to know.</param>
    /// <param name="form">What the pixels are to be; null: the usual form.</param>
    /// <returns>Null, with the pixels written; or, in words, what is wrong with the file.</returns>
    public static unsafe string? Decode(
        ReadOnlySpan<byte> file, Span<byte> pixels, string ending = "", PixelDepth depth = PixelDepth.Sixteen, ImageForm? form = null)
    {
        if (file.IsEmpty) return "the file is empty";
        form ??= ImageForm.Usual;

        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(data);
            if (codec is null) return ForeignFormats.Name(file) ?? "not a PNG, JPEG, WebP or BMP, or damaged in its first bytes";
            if (Objection(codec.EncodedFormat, ending, file) is { } objection) return objection;

            if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg && !JpegEnd.IsThere(file)) return InWords(SKCodecResult.IncompleteInput);

            var (width, height) = (codec.Info.Width, codec.Info.Height);
            if ((long)width * height > MostPixels) return $"{width}×{height} pixels; at most {MostPixels / 1_000_000} million are read";

            var (size, isGray) = (width * height, codec.Info.ColorType == SKColorType.Gray8);
            var stored = isGray ? 1 : form.Channels;
            var planes = ArrayPool<byte>.Shared.Rent(stored * size);
            try
            {
                var result = isGray ? ReadGray(codec, planes) : ReadColour(codec, planes, stored);
                if (result != SKCodecResult.Success) return InWords(result);
                if (depth != PixelDepth.Sixteen && DeepPng.Is(file) && !DeepPng.ToPlanes(file, (int)depth - 8, planes, stored))
                    return InWords(SKCodecResult.ErrorInInput);

                var origin = codec.EncodedFormat == SKEncodedImageFormat.Png ? Orientation.OfPng(file) : codec.EncodedOrigin;
                for (var channel = 0; channel < form.Channels; channel++)
                {
                    var plane = pixels.Slice(channel * form.PlaneSize, form.PlaneSize);
                    if (channel >= stored)
                    {
                        pixels[..form.PlaneSize].CopyTo(plane); // gray in all three
                        continue;
                    }

                    GrayResize.ToSquare(planes.AsSpan(channel * size, size), width, height, plane, form.Side);
                    Orientation.Apply(origin, plane, form.Side);
                }

                return null;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(planes);
            }
        }
    }

    private static unsafe SKCodecResult ReadGray(SKCodec codec, byte[] gray)
    {
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        fixed (byte* pixels = gray) return codec.GetPixels(info, (nint)pixels, info.RowBytes, SKCodecOptions.Default);
    }

    /// <param name="count">Planes that are wanted: one of luma, or three of the colours.</param>
    private static unsafe SKCodecResult ReadColour(SKCodec codec, byte[] planes, int count)
    {
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha);
        var colour = ArrayPool<byte>.Shared.Rent(info.BytesSize);
        try
        {
            SKCodecResult result;
            fixed (byte* pixels = colour) result = codec.GetPixels(info, (nint)pixels, info.RowBytes, SKCodecOptions.Default);
            if (result == SKCodecResult.Success && count == 1) Luma(colour.AsSpan(0, info.BytesSize), planes);
            else if (result == SKCodecResult.Success) Split(colour.AsSpan(0, info.BytesSize), planes);
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(colour);
        }
    }

    private static string? Objection(SKEncodedImageFormat format, string ending, ReadOnlySpan<byte> file) => format switch
    {
        SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg => null,
        SKEncodedImageFormat.Webp => Misnamed("WebP", ".webp", ending),
        SKEncodedImageFormat.Bmp => Misnamed("BMP", ".bmp", ending),
        _ => ForeignFormats.Name(file) ?? $"a {format} image: convert it to PNG",
    };

    /// <summary>Under other names these were left out by the first versions, and what a run has learned from does not change.</summary>
    private static string? Misnamed(string kind, string own, string ending) => ending.Equals(own, StringComparison.OrdinalIgnoreCase)
        ? null
        : $"a {kind} image under the name of another kind ({ending}): rename it to {own}";

    /// <summary>
    /// ITU-R BT.601 in 16-bit fixed point; the three shares sum to 65536, so that equal components come back as they were.
    /// </summary>
    private static void Luma(ReadOnlySpan<byte> rgba, Span<byte> gray)
    {
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to++) gray[to] = Luma(rgba[from], rgba[from + 1], rgba[from + 2]);
    }

    private static void Split(ReadOnlySpan<byte> rgba, Span<byte> planes)
    {
        var size = rgba.Length / 4;
        for (int from = 0, to = 0; to < size; from += 4, to++)
            (planes[to], planes[size + to], planes[(2 * size) + to]) = (rgba[from], rgba[from + 1], rgba[from + 2]);
    }

    internal static byte Luma(byte red, byte green, byte blue) => (byte)(((19595 * red) + (38470 * green) + (7471 * blue) + 32768) >> 16);

    private static string InWords(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "the file is cut off before its last pixel",
        SKCodecResult.ErrorInInput => "the file is damaged",
        _ => $"the file cannot be decoded ({result})",
    };
}
