namespace ActorGaze.Nn.Measures;

/// <summary>
/// How alike the gazes of a class are, pair by pair, after C-Score (Elangovan and Ting, arXiv 2604.08502): the confidence-weighted mean
/// soft intersection over union of the maps of correctly classified samples, in which great values count more. Pure.
/// </summary>
/// <remarks>
/// The paper's abstract says so much; that great values are emphasised by squaring, and that a pair weighs the product of its two
/// probabilities, is this program's choice. A pair of maps that are both zero everywhere says nothing and is left out; a zero map and any
/// other have 0.
/// </remarks>
public static class ConsistencyScore
{
    /// <summary>In [0, 1], 1 where all maps are equal; null where no pair says anything.</summary>
    /// <param name="gazes">In [0, 1], of one class's correct samples.</param>
    /// <param name="confidences">The probability of the class, for each of them.</param>
    public static double? Of(IReadOnlyList<float[]> gazes, IReadOnlyList<double> confidences)
    {
        double[][] emphasised = [.. gazes.Select(gaze => gaze.Select(value => (double)value * value).ToArray())];
        double sum = 0, weights = 0;
        for (var i = 0; i < emphasised.Length; i++)
            for (var j = i + 1; j < emphasised.Length; j++)
            {
                if (Similarity.SoftIou(emphasised[i], emphasised[j]) is not { } alike) continue;
                var weight = confidences[i] * confidences[j];
                (sum, weights) = (sum + (weight * alike), weights + weight);
            }

        return weights == 0 ? null : sum / weights;
    }
}
