namespace ActorGaze.Nn.Gaze;

/// <summary>
/// How far a data set's correct samples look from where their class looks on average: Σ ‖gaze − class mean‖²/hw over D⁺, divided by |D⁺|.
/// </summary>
/// <param name="Overall">In [0, 1] where the gazes are; 0 where nothing is correct.</param>
/// <param name="PerClass">The same over each class alone; null for a class with nothing correct.</param>
/// <param name="Counts">|D⁺_c| per class.</param>
/// <param name="Means">Mean gaze per class, row-major; null for a class with nothing correct.</param>
public sealed record GazeDeviation(
    double Overall, IReadOnlyList<double?> PerClass, IReadOnlyList<int> Counts, IReadOnlyList<double[]?> Means)
{
    /// <summary>Two passes in double precision: the means, then the deviations from them.</summary>
    /// <param name="gazes">Per class, its correct samples' normalised maps, row-major and of one length.</param>
    public static GazeDeviation Of(IReadOnlyList<IReadOnlyList<double[]>> gazes)
    {
        var means = gazes.Select(Mean).ToArray();
        var sums = gazes.Select((samples, label) => samples.Sum(gaze => Deviation(gaze, means[label]!))).ToArray();
        var counts = gazes.Select(samples => samples.Count).ToArray();
        var total = counts.Sum();
        return new GazeDeviation(
            total == 0 ? 0 : sums.Sum() / total,
            [.. sums.Select((sum, label) => counts[label] == 0 ? (double?)null : sum / counts[label])],
            counts,
            means);
    }

    private static double[]? Mean(IReadOnlyList<double[]> samples)
    {
        if (samples.Count == 0) return null;
        var mean = new double[samples[0].Length];
        foreach (var gaze in samples)
        {
            for (var i = 0; i < mean.Length; i++) mean[i] += gaze[i];
        }

        for (var i = 0; i < mean.Length; i++) mean[i] /= samples.Count;
        return mean;
    }

    private static double Deviation(double[] gaze, double[] mean)
    {
        var sum = 0.0;
        for (var i = 0; i < mean.Length; i++) sum += (gaze[i] - mean[i]) * (gaze[i] - mean[i]);
        return sum / mean.Length;
    }
}
