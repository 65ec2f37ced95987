using ActorGaze.Nn.Gaze;

namespace ActorGaze.Nn.Measures;

/// <summary>Which maps of a class say where the network looks, and which look like more than they are. Pure.</summary>
/// <param name="Zero">Zero everywhere.</param>
/// <param name="NearFlat">Not zero, with a range below <see cref="ImageGaze.FlatShare"/> of its greatest value.</param>
/// <param name="Collapsed">
/// Neither, with a range below <see cref="Share"/> of the class's median range: normalised, a map that has all but vanished looks like any
/// other.
/// </param>
/// <param name="MedianRange">Of the raw maps; null where there is none.</param>
/// <param name="Entropy">
/// Mean of the maps' entropies, by that of an even map: 0 for one cell, 1 for an even map; null where all are zero.
/// </param>
public sealed record MapsFound(int Samples, int Zero, int NearFlat, int Collapsed, double? MedianRange, double? Entropy)
{
    /// <summary>Of the class's median range.</summary>
    public const double Share = 0.05;

    /// <summary>Share of the maps that say nothing, in [0, 1]; null where there is no map.</summary>
    public double? Nothing => Samples == 0 ? null : (double)(Zero + NearFlat + Collapsed) / Samples;

    /// <param name="maps">Raw, of one class's correct samples; none of their values is negative.</param>
    public static MapsFound Of(IReadOnlyList<float[]> maps)
    {
        if (maps.Count == 0) return new MapsFound(0, 0, 0, 0, null, null);
        double[] ranges = [.. maps.Select(map => map.Max() - (double)map.Min())];
        var median = Median(ranges);
        var (zero, flat, collapsed) = (0, 0, 0);
        for (var n = 0; n < maps.Count; n++)
        {
            var greatest = maps[n].Max();
            if (greatest == 0) zero++;
            else if (ranges[n] < ImageGaze.FlatShare * greatest || ranges[n] < ImageGaze.FlatRange) flat++;
            else if (ranges[n] < Share * median) collapsed++;
        }

        double[] entropies = [.. maps.Select(map => GazeEntropy.Of([.. map.Select(value => (double)value)])).OfType<double>()];
        return new MapsFound(maps.Count, zero, flat, collapsed, median, entropies.Length == 0 ? null
            : entropies.Average() / Math.Log(maps[0].Length));
    }

    /// <summary>Of several classes together; the median range and the entropy are means over their samples.</summary>
    public static MapsFound Together(IReadOnlyCollection<MapsFound> classes)
    {
        MapsFound[] some = [.. classes.Where(found => found.Samples > 0)];
        return new MapsFound(
            some.Sum(found => found.Samples), some.Sum(found => found.Zero), some.Sum(found => found.NearFlat),
                some.Sum(found => found.Collapsed),
            Mean(some, found => found.MedianRange), Mean(some, found => found.Entropy));
    }

    private static double? Mean(MapsFound[] classes, Func<MapsFound, double?> of)
    {
        var known = classes.Where(found => of(found) is not null).ToArray();
        return known.Length == 0 ? null : known.Sum(found => found.Samples * of(found)!.Value) / known.Sum(found => found.Samples);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
