using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Statistics;

/// <summary>
/// Intervals from drawing a sample again, with replacement (Efron, "Bootstrap methods", Annals of Statistics 7(1), 1979).
/// </summary>
public static class Bootstrap
{
    /// <summary>Samples drawn for an interval of up to a hundred values; of more, fewer are enough.</summary>
    public const int Resamples = 10_000;

    private const int FewestResamples = 1_000;
    private const int MostDrawn = 1_000_000; // values, in all samples

    private const int Fewest = 3; // values: of two, no interval says anything

    /// <summary>
    /// The mean's 95 % interval: the 2.5 % and 97.5 % quantiles of the means of <see cref="Resamples"/> samples, interpolated. The same
    /// values, and the same seed give the same interval, always. With few values it is too narrow. Null with fewer than three values, or
    /// where one is not finite.
    /// </summary>
    public static Interval? OfMean(IReadOnlyList<double> values, long seed)
    {
        if (values.Count < Fewest || !values.All(double.IsFinite)) return null;

        var random = RandomStream.Named("bootstrap", seed);
        var means = new double[Math.Clamp(MostDrawn / values.Count, FewestResamples, Resamples)];
        for (var i = 0; i < means.Length; i++)
        {
            var sum = 0.0;
            for (var drawn = 0; drawn < values.Count; drawn++) sum += values[random.NextInt(values.Count)];
            means[i] = sum / values.Count;
        }

        Array.Sort(means);
        return new Interval(Quantile(means, 0.025), Quantile(means, 0.975));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
