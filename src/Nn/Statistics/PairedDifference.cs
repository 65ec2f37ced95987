namespace ActorGaze.Nn.Statistics;

/// <summary>An interval, both ends included.</summary>
public sealed record Interval(double Low, double High)
{
    public bool Holds(double value) => Low <= value && value <= High;
}

/// <summary>How far apart the trials of two settings lie, trial by trial: a − b.</summary>
/// <param name="Pairs">How many trials both have.</param>
/// <param name="Mean">Mean difference; null where there is no pair, or a value is not finite.</param>
/// <param name="Interval95">The mean's 95 % interval by Student's t; null with fewer than two pairs.</param>
public sealed record PairedDifference(int Pairs, double? Mean, Interval? Interval95)
{
    /// <summary>
    /// Two-sided, of Student's paired t test against a mean difference of 0; null with fewer than two pairs, and where all differences are
    /// equal.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>
    /// Cohen's d_z: the mean difference over the differences' sample standard deviation; null where <see cref="PValue"/> is.
    /// </summary>
    public double? EffectSize { get; init; }

    /// <exception cref="ArgumentException">Series of different lengths.</exception>
    public static PairedDifference Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count != b.Count) throw new ArgumentException($"{a.Count} values cannot be paired with {b.Count}.", nameof(b));

        double[] differences = [.. a.Zip(b, (one, other) => one - other)];
        var n = differences.Length;
        if (n == 0 || !differences.All(double.IsFinite)) return new PairedDifference(n, null, null);

        var mean = differences.Average();
        if (n < 2) return new PairedDifference(n, mean, null);

        var deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (n - 1));
        var half = StudentT.HalfWidth(0.95, n - 1) * deviation / Math.Sqrt(n);
        var found = new PairedDifference(n, mean, new Interval(mean - half, mean + half));
        if (differences.All(d => d == differences[0])) return found; // asked of the values: a mean may round

        var effect = mean / deviation;
        return found with { EffectSize = effect, PValue = 1 - StudentT.ShareWithin(Math.Abs(effect) * Math.Sqrt(n), n - 1) };
    }
}
