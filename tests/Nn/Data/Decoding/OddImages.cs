using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ActorGaze.Tests.Nn.Data.Decoding;

/// <summary>One picture, 64×64, a slope with a bright square, stored in every way a PNG allows; and files that are no picture.</summary>
internal static class OddImages
{
    public const int Side = 64;

    private static readonly byte[] Signature = [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>The picture's value at a place; a multiple of 17, so that four bits hold it.</summary>
    public static int At(int x, int y) => x is >= 7 and < 23 && y is >= 7 and < 23 ? 255 : x * 15 / Side * 17;

    public static byte[] Gray8 => Png(8, 0, v => [v]);

    /// <summary>The same picture as <see cref="Gray8"/>.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Same { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["gray8"] = () => Gray8,
        ["gray4"] = () => Png(4, 0, Packed),
        ["gray16"] = () => Png(16, 0, v => [v, v]),
        ["graya"] = () => Png(8, 4, v => [v, 255]),
        ["rgb"] = () => Png(8, 2, v => [v, v, v]),
        ["rgb16"] = () => Png(16, 2, v => [v, v, v, v, v, v]),
        ["rgba"] = () => Png(8, 6, v => [v, v, v, 255]),
        ["pal"] = () => Png(8, 3, v => [v], TestImages.Chunk("PLTE", Ramp)),
        ["pal4"] = () => Png(4, 3, Packed, TestImages.Chunk("PLTE", [.. Enumerable.Range(0, 16).SelectMany(i => Enumerable.Repeat((byte)(i * 17), 3))])),
        ["adam7"] = () => Interlaced(8, 0, v => [v]),
        ["gama"] = () => Png(8, 0, v => [v], TestImages.Chunk("gAMA", [0, 1, 134, 160])),
        ["text"] = () => Png(8, 0, v => [v], TestImages.Chunk("tEXt", Encoding.ASCII.GetBytes($"Comment\0{new string('x', 4000)}"))),
        ["apng"] = Animated,
        ["trailing"] = () => [.. Gray8, .. new byte[5000]],
        ["splitidat"] = () => File(8, 0, 0, [.. Zipped(Rows(v => [v])).SelectMany(b => TestImages.Chunk("IDAT", [b]))]),
    };

    /// <summary>What is no picture, and what its reason says.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> File, string Reason)> Broken { get; } = new Dictionary<string, (Func<byte[]>, string)>
    {
        ["empty"] = (() => [], "the file is empty"),
        ["giant"] = (() => Sized(60000, 60000, new byte[1000]), "60000×60000 pixels; at most 50 million are read"),
        ["zeroside"] = (() => Sized(0, 64, []), "a PNG whose header says that it has no pixels"),
        ["cut"] = (() => Gray8[..^60], "the file is cut off before its last pixel"),
        ["badcrc"] = (BadCheckSum, "the file is damaged"),
        ["shortidat"] = (() => File(8, 0, 0, TestImages.Chunk("IDAT", Zipped(Rows(v => [v])[..2000]))), "the file is cut off before its last pixel"),
        ["crlf"] = (() => [.. Gray8.SelectMany(b => b == '\n' ? "\r\n"u8.ToArray() : [b])], "a PNG damaged by a copy in text mode"),
        ["cgbi"] = (() => [.. Signature, .. TestImages.Chunk("CgBI", [0x50, 0, 0x20, 2]), .. Gray8[8..]], "a PNG in Apple's own form (CgBI)"),
        ["lfs"] = (() => Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{new string('0', 64)}\nsize 12345\n"), "a Git LFS pointer"),
        ["html"] = (() => "<!DOCTYPE html><html><body>429 Too Many Requests</body></html>\n"u8.ToArray(), "an HTML page"),
        ["dicom"] = (() => [.. new byte[128], .. "DICM\u0002\0\0\0UL\u0004\0"u8, .. new byte[200]], "DICOM: convert it to PNG"),
        ["gif"] = (() => [.. "GIF89a\u0001\0\u0001\0"u8, 128, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B], "a GIF: convert it to PNG"),
        ["bmp"] = (() => Bmp, "a BMP image under the name of another kind (.png): rename it to .bmp"),
        ["webp"] = (() => Webp, "a WebP image under the name of another kind (.png): rename it to .webp"),
        ["zip"] = (() => [.. "PK\u0005\u0006"u8, .. new byte[18]], "an empty ZIP archive"),
        ["full zip"] = (() => [.. "PK\u0003\u0004"u8, .. new byte[40]], "a ZIP archive: unpack it"),
        ["tiff"] = (() => [.. "II*\0"u8, .. new byte[40]], "a TIFF: convert it to PNG"),
        ["tiff of the other order"] = (() => [.. "MM\0*"u8, .. new byte[40]], "a TIFF: convert it to PNG"),
        ["gzip"] = (() => [0x1F, 0x8B, 8, 0, 0, 0], "a gzip archive: unpack it"),
        ["nifti"] = (() => [.. new byte[344], .. "n+1\0"u8, .. new byte[40]], "NIfTI"),
        ["heic"] = (() => [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]], "a HEIC image"),
        ["annex"] = (() => "/annex/objects/MD5E-s123--0123.png\n"u8.ToArray(), "a git-annex pointer"),
        ["json"] = (() => "{\"error\": \"not found\"}"u8.ToArray(), "a JSON text"),
        ["xml"] = (() => "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"u8.ToArray(), "an XML text"),
        ["text alone"] = (() => TestImages.Text, "a text"),
        ["zeros"] = (() => new byte[5000], "zero bytes at its beginning"),
        ["noise"] = (() => [0xC3, 0x28, 1, 2, 3, 4, 5, 6, 7, 8], "not a PNG, JPEG, WebP or BMP, or damaged in its first bytes"),
        ["cut in its header"] = (() => Gray8[..20], "a PNG cut off in its first bytes"),
        ["12-bit JPEG"] = (() => [0xFF, 0xD8, 0xFF, 0xC1, 0, 11, 12, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xFF, 0xD9], "a JPEG of 12 bits"),
    };

    /// <summary>One pixel.</summary>
    public static byte[] Webp =>
        [.. "RIFF\u001A\0\0\0WEBPVP8L\u000D\0\0\0"u8, 0x2F, 0, 0, 0, 0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xFE, 0x07, 0];

    /// <summary>One pixel wide and three high, black.</summary>
    public static byte[] Bmp => [.. "BM"u8, 66, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 12, 0, 0, 0, .. new byte[28]];

    /// <param name="pixel">The bytes of a value.</param>
    /// <param name="extra">Chunks between header and image.</param>
    public static byte[] Png(int depth, int colour, Func<byte, byte[]> pixel, byte[]? extra = null) =>
        File(depth, colour, 0, [.. extra ?? [], .. TestImages.Chunk("IDAT", Zipped(depth == 4 ? FourBits() : Rows(pixel)))]);

    /// <param name="rows">As they are packed, each behind the number of its filter.</param>
    public static byte[] Raw(int depth, int colour, byte[] rows) => File(depth, colour, 0, TestImages.Chunk("IDAT", Zipped(rows)));

    /// <summary>Stored as seven coarse pictures, each finer than the last.</summary>
    public static byte[] Interlaced(int depth, int colour, Func<byte, byte[]> pixel)
    {
        var raw = new List<byte>();
        foreach (var (x0, y0, dx, dy) in new[] { (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2) })
        {
            for (var y = y0; y < Side; y += dy)
            {
                raw.Add(0);
                for (var x = x0; x < Side; x += dx) raw.AddRange(pixel((byte)At(x, y)));
            }
        }

        return File(depth, colour, 1, TestImages.Chunk("IDAT", Zipped([.. raw])));
    }

    /// <summary>An eXIf chunk that asks for an orientation, in either order of bytes.</summary>
    public static byte[] Exif(int orientation, bool bigEndian) => TestImages.Chunk("eXIf", bigEndian
        ? [.. "MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8, (byte)orientation, 0, 0, 0, 0, 0, 0]
        : [.. "II*\0\u0008\0\0\0\u0001\0\u0012\u0001\u0003\0\u0001\0\0\0"u8, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]);

    private static byte[] Ramp => [.. Enumerable.Range(0, 256).SelectMany(i => Enumerable.Repeat((byte)i, 3))];

    private static byte[] Packed(byte value) => throw new InvalidOperationException($"{value} is packed with its neighbour.");

    private static byte[] Rows(Func<byte, byte[]> pixel) =>
        [.. Enumerable.Range(0, Side).SelectMany(y => Enumerable.Range(0, Side).SelectMany(x => pixel((byte)At(x, y))).Prepend((byte)0))];

    private static byte[] FourBits() =>
        [.. Enumerable.Range(0, Side).SelectMany(y => Enumerable.Range(0, Side / 2)
            .Select(x => (byte)((At(2 * x, y) & 0xF0) | (At((2 * x) + 1, y) >> 4))).Prepend((byte)0))];

    private static byte[] Animated()
    {
        byte[] Control(byte number, byte delay) => TestImages.Chunk("fcTL", [0, 0, 0, number, 0, 0, 0, Side, 0, 0, 0, Side, .. new byte[8], 0, 1, 0, delay, 0, 0]);

        return File(8, 0, 0,
        [
            .. TestImages.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), .. Control(0, 10), .. TestImages.Chunk("IDAT", Zipped(Rows(v => [v]))),
            .. Control(1, 10), .. TestImages.Chunk("fdAT", [0, 0, 0, 2, .. Zipped(Rows(_ => [0]))]),
        ]);
    }

    private static byte[] BadCheckSum()
    {
        var data = TestImages.Chunk("IDAT", Zipped(Rows(v => [v])));
        data[^1] ^= 1;
        return File(8, 0, 0, data);
    }

    private static byte[] File(int depth, int colour, int interlace, byte[] chunks) => [.. Signature, .. Header(Side, Side, depth, colour, interlace), .. chunks, .. TestImages.Chunk("IEND", [])];

    private static byte[] Sized(int width, int height, byte[] raw) =>
        [.. Signature, .. Header(width, height, 8, 0, 0), .. TestImages.Chunk("IDAT", Zipped(raw)), .. TestImages.Chunk("IEND", [])];

    private static byte[] Header(int width, int height, int depth, int colour, int interlace)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[12]) = ((byte)depth, (byte)colour, (byte)interlace);
        return TestImages.Chunk("IHDR", head);
    }

    private static byte[] Zipped(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(raw);
        return packed.ToArray();
    }
}
