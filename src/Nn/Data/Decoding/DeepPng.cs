using System.Buffers.Binary;
using System.IO.Compression;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>
/// Reads PNG files of 16 bits per component with all their bits. The decoder keeps the upper eight: four of a 12-bit image.
/// </summary>
internal static class DeepPng
{
    private delegate void RowReader(ReadOnlySpan<byte> row, RowPlace place);

    /// <summary>Where a row's pixels belong: at (X + n · Step, Y).</summary>
    private readonly record struct RowPlace(int Y, int X, int Step, int Count);

    // Adam7: seven coarse images, each of every Dx-th pixel of every Dy-th row.
    private static readonly (int X, int Y, int Dx, int Dy)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static bool Is(ReadOnlySpan<byte> file) => ImageHeader.Read(file) is { Format: "PNG", Bits: 16 };

    /// <summary>The largest value of any gray or colour component, transparency aside; null where the file is damaged.</summary>
    public static int? Brightest(ReadOnlySpan<byte> file)
    {
        var brightest = 0;
        var channels = Channels(file);
        var colours = channels >= 3 ? 3 : 1;
        return Read(file, (row, _) =>
        {
            for (var at = 0; at < row.Length; at += 2 * channels)
                for (var n = at; n < at + (2 * colours); n += 2) brightest = Math.Max(
                    brightest, BinaryPrimitives.ReadUInt16BigEndian(row[n..]));
        }) ? brightest : null;
    }

    /// <summary>Pixels row by row: value / 2^shift, at most 255, over black.</summary>
    /// <param name="planes">One plane: colour as luma. Three of them, one after the other: red, green and blue.</param>
    /// <returns>False where the file is damaged.</returns>
    public static bool ToPlanes(ReadOnlySpan<byte> file, int shift, byte[] planes, int count)
    {
        var channels = Channels(file);
        var transparent = PngChunks.First(file, "tRNS"u8).ToArray();
        var width = BinaryPrimitives.ReadInt32BigEndian(file[16..]);
        var size = width * BinaryPrimitives.ReadInt32BigEndian(file[20..]);
        return Read(file, (row, place) =>
        {
            for (var n = 0; n < place.Count; n++)
            {
                var pixel = row.Slice(n * 2 * channels, 2 * channels);
                var alpha = channels is 2 or 4 ? pixel[^2] : transparent.Length > 0 && pixel.SequenceEqual(transparent) ? 0 : 255;
                var at = (place.Y * width) + place.X + (n * place.Step);
                var first = Eight(pixel, shift, alpha);
                var (second, third) = channels >= 3 ? (Eight(pixel[2..], shift, alpha), Eight(pixel[4..], shift, alpha)) : (first, first);
                if (count == 3) (planes[at], planes[size + at], planes[(2 * size) + at]) = (first, second, third);
                else planes[at] = channels >= 3 ? ImageDecoder.Luma(first, second, third) : first;
            }
        });
    }

    private static byte Eight(ReadOnlySpan<byte> value, int shift, int alpha) =>
        (byte)(((Math.Min(255, BinaryPrimitives.ReadUInt16BigEndian(value) >> shift) * alpha) + 127) / 255);

    private static int Channels(ReadOnlySpan<byte> file) => file[25] switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };

    private static bool Read(ReadOnlySpan<byte> file, RowReader reader)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        if (width <= 0 || height <= 0 || (long)width * height > ImageDecoder.MostPixels) return false;

        using var packed = PngChunks.ImageData(file);
        using var data = new ZLibStream(packed, CompressionMode.Decompress);
        var step = 2 * Channels(file);
        try
        {
            foreach (var (x, y, dx, dy) in file[28] == 0 ? [(0, 0, 1, 1)] : Passes)
                ReadPass(data, step, new RowPlace(y, x, dx, (width - x + dx - 1) / dx), dy, height, reader);
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    private static void ReadPass(ZLibStream data, int step, RowPlace first, int dy, int height, RowReader reader)
    {
        if (first.Count <= 0) return;
        var (above, row) = (new byte[first.Count * step], new byte[first.Count * step]);
        for (var y = first.Y; y < height; y += dy)
        {
            var filter = data.ReadByte();
            data.ReadExactly(row);
            Unfilter(filter, row, above, step);
            reader(row, first with { Y = y });
            (above, row) = (row, above);
        }
    }

    /// <summary>PNG's five filters: a byte is told as its difference from the one to the left, the one above, or both.</summary>
    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        if (filter is < 0 or > 4) throw new InvalidDataException("no such filter");
        for (var i = 0; filter > 0 && i < row.Length; i++)
        {
            var (left, up, corner) = (i >= step ? row[i - step] : 0, (int)above[i], i >= step ? above[i - step] : 0);
            row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
