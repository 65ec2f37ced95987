namespace ActorGaze.Nn.Measures;

/// <summary>How alike two maps are. Pure.</summary>
public static class Similarity
{
    /// <summary>Side of SSIM's window, in cells; less where a map is smaller.</summary>
    public const int Window = 7;

    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>
    /// Mean structural similarity (Wang et al. 2004; uniform windows that lie wholly inside, population variances, dynamic range 1), in
    /// [−1, 1]; 1 for equal maps.
    /// </summary>
    /// <param name="a">height × width, in [0, 1], row by row.</param>
    /// <param name="b">The same.</param>
    public static double Ssim(IReadOnlyList<float> a, IReadOnlyList<float> b, int height, int width)
    {
        var (tall, wide) = (Math.Min(Window, height), Math.Min(Window, width));
        var (sum, windows) = (0.0, 0);
        for (var top = 0; top + tall <= height; top++)
            for (var left = 0; left + wide <= width; left++)
            {
                double sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
                for (var y = top; y < top + tall; y++)
                    for (var x = left; x < left + wide; x++)
                    {
                        double one = a[(y * width) + x], other = b[(y * width) + x];
                        (sumA, sumB) = (sumA + one, sumB + other);
                        (squaresA, squaresB, products) = (squaresA + (one * one), squaresB + (other * other), products + (one * other));
                    }

                var count = tall * wide;
                var (meanA, meanB) = (sumA / count, sumB / count);
                var (varianceA, varianceB, covariance) = ((squaresA / count) - (meanA * meanA), (squaresB / count) - (meanB * meanB),
                    (products / count) - (meanA * meanB));
                sum += ((2 * meanA * meanB) + C1) * ((2 * covariance)
                    + C2) / (((meanA * meanA) + (meanB * meanB) + C1) * (varianceA + varianceB + C2));
                windows++;
            }

        return sum / windows;
    }

    /// <summary>
    /// Soft intersection over union: Σ min(a, b) / Σ max(a, b), in [0, 1]; null where both maps are zero everywhere.
    /// </summary>
    /// <param name="a">None of its values is negative.</param>
    /// <param name="b">The same, as many values.</param>
    public static double? SoftIou(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double shared = 0, either = 0;
        for (var i = 0; i < a.Length; i++)
        {
            shared += Math.Min(a[i], b[i]);
            either += Math.Max(a[i], b[i]);
        }

        return either == 0 ? null : shared / either;
    }
}
