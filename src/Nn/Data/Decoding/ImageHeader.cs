using System.Buffers.Binary;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>What an image file says of itself before its pixels.</summary>
/// <param name="Width">Pixels as stored, before any EXIF rotation.</param>
/// <param name="Height">As the width.</param>
/// <param name="Format">PNG, JPEG, WebP or BMP.</param>
/// <param name="Colour">For instance gray, RGB, palette; empty where the format has one kind alone.</param>
/// <param name="Bits">Per component; in a BMP per pixel.</param>
internal sealed record ImageHeader(int Width, int Height, string Format, string Colour, int Bits)
{
    private const int PngLength = 29; // up to the byte that tells of interlacing

    /// <summary>For instance 'gray 8-bit JPEG', 'palette 8-bit PNG'.</summary>
    public string Mode => Colour.Length == 0 ? $"{Bits}-bit {Format}" : $"{Colour} {Bits}-bit {Format}";

    /// <returns>Null where the bytes are no PNG, JPEG, WebP or BMP, or end before they say.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length >= PngLength && PngChunks.IsPng(file)) return ReadPng(file);
        if (file.Length >= 30 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBPVP8"u8)) return ReadWebp(file);
        if (file.Length >= 30 && file.StartsWith("BM"u8)) return ReadBmp(file);
        return file.Length >= 4 && file[0] == 0xFF && file[1] == 0xD8 ? ReadJpeg(file) : null;
    }

    private static ImageHeader ReadWebp(ReadOnlySpan<byte> file)
    {
        const int Fourteen = 0x3FFF;
        var (lossy, lossless) = (BinaryPrimitives.ReadUInt32LittleEndian(file[26..]), BinaryPrimitives.ReadUInt32LittleEndian(file[21..]));
        var (width, height) = file[15] switch
        {
            (byte)' ' => ((int)lossy & Fourteen, (int)(lossy >> 16) & Fourteen),
            (byte)'L' => (((int)lossless & Fourteen) + 1, ((int)(lossless >> 14) & Fourteen) + 1),
            _ => ((file[24] | (file[25] << 8) | (file[26] << 16)) + 1, (file[27] | (file[28] << 8) | (file[29] << 16)) + 1),
        };
        return new ImageHeader(width, height, "WebP", "", 8);
    }

    private static ImageHeader ReadBmp(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadInt32LittleEndian(file[14..]) == 12
        ? Bmp(BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]), file[24])
        : Bmp(BinaryPrimitives.ReadInt32LittleEndian(file[18..]), Rows(BinaryPrimitives.ReadInt32LittleEndian(file[22..])), file[28]);

    private static ImageHeader Bmp(int width, int height, int bits) => new(width, height, "BMP", "", bits);

    /// <summary>A BMP's height is negative where its upper row comes first.</summary>
    private static int Rows(int height) => height == int.MinValue ? 0 : Math.Abs(height);

    private static ImageHeader ReadPng(ReadOnlySpan<byte> file)
    {
        var colour = file[25] switch { 0 => "gray", 2 => "RGB", 3 => "palette", 4 => "gray with alpha", 6 => "RGBA", _ => "unknown" };
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        return new ImageHeader(width, height, "PNG", colour, file[24]);
    }

    private static ImageHeader? ReadJpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 10 <= file.Length)
        {
            var marker = file[at + 1];
            if (file[at] != 0xFF) return null;
            if (marker == 0xFF)
            {
                at++; // a fill byte
                continue;
            }

            // Frame headers are C0 to CF but for three that share the range.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var colour = file[at + 9] switch { 1 => "gray", 3 => "RGB", 4 => "CMYK", _ => "unknown" };
                var (width, height) = (
                    BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
                return new ImageHeader(width, height, "JPEG", colour, file[at + 4]);
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }
}
