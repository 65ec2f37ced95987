using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace ActorGaze.Tests.Nn.Data.Decoding;

/// <summary>Image files made byte by byte, so that what is read can be compared with what was meant.</summary>
internal static class TestImages
{
    public static readonly byte[] Text = Encoding.UTF8.GetBytes("This is not an image, whatever its name says.");

    public static byte[] Gray(int width, int height, Func<int, int, int> pixel) => Png(width, height, 8, 0, (x, y) => [pixel(x, y)]);

    public static byte[] Plain(int value, int side = 224) => Gray(side, side, (_, _) => value);

    /// <param name="depth">Bits per component, 8 or 16.</param>
    /// <param name="colour">PNG's colour type: 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGBA.</param>
    public static byte[] Png(int width, int height, int depth, int colour, Func<int, int, int[]> pixel, byte[]? palette = null)
    {
        using var raw = new MemoryStream();
        for (var y = 0; y < height; y++)
        {
            raw.WriteByte(0);
            for (var x = 0; x < width; x++)
            {
                foreach (var value in pixel(x, y))
                {
                    if (depth == 16) raw.WriteByte((byte)(value >> 8));
                    raw.WriteByte((byte)value);
                }
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(raw.ToArray());

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = ((byte)depth, (byte)colour);
        return [137, 80, 78, 71, 13, 10, 26, 10, .. Chunk("IHDR", head), .. palette is null ? [] : Chunk("PLTE", palette), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Jpeg(int width, int height, Func<int, int, SKColor> pixel)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) bitmap.SetPixel(x, y, pixel(x, y));
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        return data.ToArray();
    }

    /// <summary>An 8×8 JPEG of four components, every block plain: all zero differences, so every sample is 128.</summary>
    public static byte[] CmykJpeg()
    {
        byte[] quantisation = [0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)];
        byte[] frame = [0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0];
        byte[] directCodes = [0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0];
        byte[] alternatingCodes = [0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0];
        byte[] scan = [0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0, 0b0000_0000];
        return [0xFF, 0xD8, .. quantisation, .. frame, .. directCodes, .. alternatingCodes, .. scan, 0xFF, 0xD9];
    }

    public static byte[] Chunk(string name, byte[] content)
    {
        var body = Encoding.ASCII.GetBytes(name).Concat(content).ToArray();
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Check(body));
        return [.. length, .. body, .. check];
    }

    private static uint Check(byte[] bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
