using System.Numerics;
using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Arithmetic on rows of pixels, many at a time.</summary>
/// <remarks>Multiplication and addition are never fused, so that every processor gives the same bits.</remarks>
internal static class PixelRows
{
    /// <summary>sums[x] += weight · pixels[x].</summary>
    public static void AddScaled(ReadOnlySpan<byte> pixels, float weight, Span<float> sums)
    {
        var x = 0;
        var weights = new Vector<float>(weight);
        for (; x <= pixels.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var four = MemoryMarshal.Cast<float, Vector<float>>(sums.Slice(x, Vector<byte>.Count));
            Widen(new Vector<byte>(pixels[x..]), out var a, out var b, out var c, out var d);
            four[0] += a * weights;
            four[1] += b * weights;
            four[2] += c * weights;
            four[3] += d * weights;
        }

        for (; x < pixels.Length; x++) sums[x] += pixels[x] * weight;
    }

    /// <summary>mixed[x] = upper[x] + (lower[x] − upper[x]) · share.</summary>
    public static void Mix(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, float share, Span<float> mixed)
    {
        var x = 0;
        var shares = new Vector<float>(share);
        for (; x <= upper.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var four = MemoryMarshal.Cast<float, Vector<float>>(mixed.Slice(x, Vector<byte>.Count));
            Widen(new Vector<byte>(upper[x..]), out var a, out var b, out var c, out var d);
            Widen(new Vector<byte>(lower[x..]), out var e, out var f, out var g, out var h);
            four[0] = a + ((e - a) * shares);
            four[1] = b + ((f - b) * shares);
            four[2] = c + ((g - c) * shares);
            four[3] = d + ((h - d) * shares);
        }

        for (; x < upper.Length; x++) mixed[x] = upper[x] + ((lower[x] - (float)upper[x]) * share);
    }

    private static void Widen(Vector<byte> bytes, out Vector<float> a, out Vector<float> b, out Vector<float> c, out Vector<float> d)
    {
        Vector.Widen(bytes, out var low, out var high);
        Vector.Widen(low, out var lowest, out var lower);
        Vector.Widen(high, out var higher, out var highest);
        a = Vector.ConvertToSingle(Vector.AsVectorInt32(lowest));
        b = Vector.ConvertToSingle(Vector.AsVectorInt32(lower));
        c = Vector.ConvertToSingle(Vector.AsVectorInt32(higher));
        d = Vector.ConvertToSingle(Vector.AsVectorInt32(highest));
    }
}
