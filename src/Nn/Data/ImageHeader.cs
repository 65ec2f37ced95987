using System.Buffers.Binary;

namespace ActorGaze.Nn.Data;

/// <summary>What an image file says of itself before its pixels.</summary>
/// <param name="Width">Pixels as stored, before any EXIF rotation.</param>
/// <param name="Height">As the width.</param>
/// <param name="Mode">For instance 'gray 8-bit JPEG', 'palette 8-bit PNG'.</param>
internal sealed record ImageHeader(int Width, int Height, string Mode)
{
    /// <returns>Null where the bytes are no PNG or JPEG, or end before they say.</returns>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 26 && IsPng(file)) return ReadPng(file);
        return file.Length >= 4 && file[0] == 0xFF && file[1] == 0xD8 ? ReadJpeg(file) : null;
    }

    private static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[137, 80, 78, 71, 13, 10, 26, 10]);

    private static ImageHeader ReadPng(ReadOnlySpan<byte> file)
    {
        var colour = file[25] switch { 0 => "gray", 2 => "RGB", 3 => "palette", 4 => "gray with alpha", 6 => "RGBA", _ => "unknown" };
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        return new ImageHeader(width, height, $"{colour} {file[24]}-bit PNG");
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
                var (width, height) = (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
                return new ImageHeader(width, height, $"{colour} {file[at + 4]}-bit JPEG");
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }
}
