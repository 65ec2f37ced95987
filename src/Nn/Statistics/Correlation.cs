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
