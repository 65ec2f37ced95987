using ActorGaze.Nn.Gaze;

namespace ActorGaze.Nn.Training;

/// <summary>One evaluated batch, as plain numbers in the batch's order.</summary>
/// <param name="Labels">True classes.</param>
/// <param name="Predictions">Classes of the greatest scores.</param>
/// <param name="CrossEntropies">Per sample.</param>
/// <param name="Height">Rows of a gaze.</param>
/// <param name="Width">Columns of a gaze.</param>
/// <param name="Gazes">Per sample its normalised map, row-major; null where the prediction is wrong.</param>
public sealed record EvaluationChunk(int[] Labels, int[] Predictions, double[] CrossEntropies, int Height, int Width, double[]?[] Gazes)
{
    public int Samples => Labels.Length;

    /// <summary>The maps of all samples, right or wrong, one after the other; empty where they were not kept.</summary>
    public ReadOnlyMemory<double> AllGazes { get; init; }

    /// <summary>The same gazes read in other ways; empty where they were not asked for.</summary>
    public IReadOnlyList<ReadGazes> Readings { get; init; } = [];

    /// <summary>Summed over the samples, in their order.</summary>
    public double CrossEntropySum => CrossEntropies.Sum();
}
