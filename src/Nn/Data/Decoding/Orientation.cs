using System.Buffers.Binary;
using SkiaSharp;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Turns a square image the way its EXIF tag asks for.</summary>
internal static class Orientation
{
    private const int Tag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>What the eXIf chunk of a PNG asks for; Skia tells it of JPEG and WebP alone.</summary>
    public static SKEncodedOrigin OfPng(ReadOnlySpan<byte> file)
    {
        var exif = PngChunks.First(file, "eXIf"u8);
        if (exif.Length < 8) return SKEncodedOrigin.Default;
        var bigEndian = exif.StartsWith("MM\0*"u8);
        if (!bigEndian && !exif.StartsWith("II*\0"u8)) return SKEncodedOrigin.Default;

        long at = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(exif[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]);
        if (at + 2 > exif.Length) return SKEncodedOrigin.Default;
        var entries = Number(exif, at);
        for (at += 2; entries > 0 && at + EntryLength <= exif.Length; at += EntryLength, entries--)
        {
            if (Number(exif, at) != Tag) continue;
            return Number(exif, at + 8) is >= 1 and <= 8 and var origin ? (SKEncodedOrigin)origin : SKEncodedOrigin.Default;
        }

        return SKEncodedOrigin.Default;

        int Number(ReadOnlySpan<byte> data, long place) => bigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(data[(int)place..])
            : BinaryPrimitives.ReadUInt16LittleEndian(data[(int)place..]);
    }

    /// <param name="pixels">One channel, side × side, row by row.</param>
    public static void Apply(SKEncodedOrigin origin, Span<byte> pixels, int side = GrayResize.Side)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default) return;

        var last = side - 1;
        var stored = pixels.ToArray();
        for (var y = 0; y <= last; y++)
        {
            for (var x = 0; x <= last; x++)
            {
                var (fromX, fromY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (last - x, y),
                    SKEncodedOrigin.BottomRight => (last - x, last - y),
                    SKEncodedOrigin.BottomLeft => (x, last - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, last - x),
                    SKEncodedOrigin.RightBottom => (last - y, last - x),
                    SKEncodedOrigin.LeftBottom => (last - y, x),
                    _ => (x, y),
                };
                pixels[(y * side) + x] = stored[(fromY * side) + fromX];
            }
        }
    }
}
