namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Brings a gray image of any size to 224×224: area-averaged along an axis that shrinks, bilinear along one that grows.</summary>
/// <remarks>The image is squeezed to a square, as by a plain resize; nothing is cut off. An image of 224×224 passes unchanged.</remarks>
internal static class GrayResize
{
    public const int Side = 224;
    public const int PixelCount = Side * Side;

    /// <param name="source">height × width, row by row.</param>
    /// <param name="target">224 × 224, row by row.</param>
    public static void ToSquare(ReadOnlySpan<byte> source, int width, int height, Span<byte> target)
    {
        if (width == Side && height == Side)
        {
            source[..PixelCount].CopyTo(target);
            return;
        }

        var rows = new Taps(height);
        var columns = new Taps(width);
        var row = new float[width];
        for (var y = 0; y < Side; y++)
        {
            Array.Clear(row);
            for (var tap = 0; tap < rows.Counts[y]; tap++)
                PixelRows.AddScaled(source.Slice((rows.Starts[y] + tap) * width, width), rows.Weights[(y * rows.Stride) + tap], row);

            for (var x = 0; x < Side; x++)
            {
                var sum = 0f;
                var weights = columns.Weights.AsSpan(x * columns.Stride, columns.Counts[x]);
                var pixels = row.AsSpan(columns.Starts[x], weights.Length);
                for (var tap = 0; tap < weights.Length; tap++) sum += weights[tap] * pixels[tap];
                target[(y * Side) + x] = (byte)Math.Clamp(sum + 0.5f, 0f, 255f);
            }
        }
    }

    /// <summary>For each of 224 places along an axis: the source pixels it is made of, and their shares, which sum to one.</summary>
    private sealed class Taps
    {
        public Taps(int length)
        {
            var scale = length / (double)Side;
            Stride = (int)Math.Ceiling(scale) + 1;
            Weights = new float[Side * Stride];
            for (var place = 0; place < Side; place++)
            {
                if (scale >= 1) Average(place, scale, length);
                else Interpolate(place, scale, length);
            }
        }

        public int Stride { get; }

        public int[] Starts { get; } = new int[Side];

        public int[] Counts { get; } = new int[Side];

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
