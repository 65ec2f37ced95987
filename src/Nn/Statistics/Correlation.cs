namespace ActorGaze.Nn.Statistics;

/// <summary>How far two series rise and fall together.</summary>
public static class Correlation
{
    /// <summary>
    /// Pearson's r, in [−1, 1]; null where it is undefined: fewer than two points, a constant series, a value that is not finite.
    /// </summary>
    /// <exception cref="ArgumentException">Series of different lengths.</exception>
    public static double? Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"{x.Count} values cannot be paired with {y.Count}.", nameof(y));
        if (x.Count < 2 || !x.All(double.IsFinite) || !y.All(double.IsFinite)) return null;

        // Constancy is asked of the values: a mean may round, and then no deviation is exactly zero.
        if (x.All(v => v == x[0]) || y.All(v => v == y[0])) return null;

        // Scaled deviations: r has no unit, and values near the limits of double neither overflow nor vanish.
        var (dx, dy) = (Deviations(x), Deviations(y));
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < dx.Length; i++)
        {
            xx += dx[i] * dx[i];
            yy += dy[i] * dy[i];
            xy += dx[i] * dy[i];
        }

        var r = xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
        return double.IsFinite(r) ? Math.Clamp(r, -1, 1) : null;
    }

    /// <summary>
    /// Spearman's ρ: Pearson's r of the ranks, in [−1, 1]; values that are equal share the mean of their ranks. Null where Pearson's is.
    /// </summary>
    /// <exception cref="ArgumentException">Series of different lengths.</exception>
    public static double? Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        x.All(double.IsFinite) && y.All(double.IsFinite) ? Pearson(Ranks(x), Ranks(y)) : null;

    /// <summary>
    /// The mean of correlations through Fisher's z: tanh of the mean of atanh r. Null where there is none, and where one is ±1, whose z is
    /// infinite.
    /// </summary>
    public static double? FisherMean(IReadOnlyCollection<double> correlations) =>
        correlations.Count > 0 && correlations.All(r => Math.Abs(r) < 1) ? Math.Tanh(correlations.Average(Math.Atanh)) : null;

    /// <summary>From 1, in the values' order; equal values share the mean of their ranks.</summary>
    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length;)
        {
            var next = first + 1;
            while (next < order.Length && values[order[next]] == values[order[first]]) next++;
            for (var i = first; i < next; i++) ranks[order[i]] = (first + next + 1) / 2.0;
            first = next;
        }

        return ranks;
    }

    /// <summary>Deviations from the mean, divided by the greatest of them.</summary>
    private static double[] Deviations(IReadOnlyList<double> values)
    {
        var scale = values.Max(Math.Abs);
        var mean = values.Sum(v => v / scale) / values.Count;
        double[] deviations = [.. values.Select(v => (v / scale) - mean)];
        var greatest = deviations.Max(Math.Abs);
        return [.. deviations.Select(d => d / greatest)];
    }
}
