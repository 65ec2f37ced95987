namespace ActorGaze.Nn.Data.Decoding;

/// <summary>
/// Brings a gray image, or one channel of another, from any size to a square: area-averaged along an axis that shrinks, bilinear along one
/// that grows.
/// </summary>
/// <remarks>
/// The image is squeezed to the square, as by a plain resize; nothing is cut off. One that has its size passes unchanged.
/// </remarks>
internal static class GrayResize
{
    /// <summary>Of the images of the paper.</summary>
    public const int Side = ImageForm.UsualSide;
    public const int PixelCount = Side * Side;

    /// <param name="source">height × width, row by row.</param>
    /// <param name="target">side × side, row by row.</param>
    public static void ToSquare(ReadOnlySpan<byte> source, int width, int height, Span<byte> target, int side = Side)
    {
        if (width == side && height == side)
        {
            source[..(side * side)].CopyTo(target);
            return;
        }

        var rows = new Taps(height, side);
        var columns = new Taps(width, side);
        var row = new float[width];
        for (var y = 0; y < side; y++)
        {
            Array.Clear(row);
            for (var tap = 0; tap < rows.Counts[y]; tap++)
                PixelRows.AddScaled(source.Slice((rows.Starts[y] + tap) * width, width), rows.Weights[(y * rows.Stride) + tap], row);

            for (var x = 0; x < side; x++)
            {
                var sum = 0f;
                var weights = columns.Weights.AsSpan(x * columns.Stride, columns.Counts[x]);
                var pixels = row.AsSpan(columns.Starts[x], weights.Length);
                for (var tap = 0; tap < weights.Length; tap++) sum += weights[tap] * pixels[tap];
                target[(y * side) + x] = (byte)Math.Clamp(sum + 0.5f, 0f, 255f);
            }
        }
    }

    /// <summary>For each place along an axis of the square: the source pixels it is made of, and their shares, which sum to one.</summary>
    private sealed class Taps
    {
        public Taps(int length, int side)
        {
            var scale = length / (double)side;
            Stride = (int)Math.Ceiling(scale) + 1;
            (Starts, Counts, Weights) = (new int[side], new int[side], new float[side * Stride]);
            for (var place = 0; place < side; place++)
            {
                if (scale >= 1) Average(place, scale, length);
                else Interpolate(place, scale, length);
            }
        }

        public int Stride { get; }

        public int[] Starts { get; }

        public int[] Counts { get; }

        public float[] Weights { get; }

        private void Average(int place, double scale, int length)
        {
            var (from, to) = (place * scale, (place + 1) * scale);
            var start = (int)from;
            Starts[place] = start;
            Counts[place] = Math.Min((int)Math.Ceiling(to), length) - start;
            for (var tap = 0; tap < Counts[place]; tap++)
            {
                var covered = Math.Min(to, start + tap + 1) - Math.Max(from, start + tap);
                Weights[(place * Stride) + tap] = (float)(Math.Max(covered, 0) / scale);
            }
        }

        private void Interpolate(int place, double scale, int length)
        {
            var at = Math.Clamp(((place + 0.5) * scale) - 0.5, 0, length - 1);
            var start = Math.Min((int)at, Math.Max(length - 2, 0));
            Starts[place] = start;
            Counts[place] = Math.Min(2, length);
            Weights[place * Stride] = length == 1 ? 1 : (float)(1 - (at - start));
            if (length > 1) Weights[(place * Stride) + 1] = (float)(at - start);
        }
    }
}
