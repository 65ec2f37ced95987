namespace ActorGaze.Nn.Statistics;

/// <summary>
/// Corrects p-values of several comparisons, so that the chance of one false finding or more stays below the level (Holm, "A simple
/// sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6(2), 1979).
/// </summary>
public static class Holm
{
    /// <summary>
    /// Adjusted p-values, in [0, 1], in the given order. Those that are undefined stay so and do not count as comparisons.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A p-value outside of [0, 1].</exception>
    public static double?[] Adjusted(IReadOnlyList<double?> values)
    {
        foreach (var value in values)
            if (value is not (null or (>= 0 and <= 1)))
                throw new ArgumentOutOfRangeException(nameof(values), value, "Allowed: p-values from 0 to 1.");

        int[] order = [.. Enumerable.Range(0, values.Count).Where(i => values[i] is not null).OrderBy(i => values[i])];
        var adjusted = new double?[values.Count];
        var least = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            least = Math.Max(least, Math.Min(1, (order.Length - rank) * values[order[rank]]!.Value));
            adjusted[order[rank]] = least;
        }

        return adjusted;
    }
}
