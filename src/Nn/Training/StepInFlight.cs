using ActorGaze.Nn.Gaze;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>A training step between its forward and its backward pass. Disposed unfinished, it leaves its learner as it was before.</summary>
public sealed class StepInFlight : IDisposable
{
    private readonly Action<StepInFlight> _abandon;

    internal StepInFlight(Action<StepInFlight> abandon, Tensor crossEntropy, Tensor? gazes)
    {
        _abandon = abandon;
        LossSoFar = crossEntropy;
        GazesInGraph = gazes;
    }

    /// <summary>Sums and counts of the correct samples' gazes, as plain numbers; null where the step was taken without.</summary>
    public BatchGazes? Gazes { get; internal init; }

    /// <summary>Mean over the samples.</summary>
    public required double CrossEntropy { get; init; }

    /// <summary>Samples predicted right.</summary>
    public int Correct => Labels.Zip(Predictions, (label, prediction) => label == prediction).Count(right => right);

    /// <summary>Samples in the batch.</summary>
    public int Samples => Labels.Count;

    /// <summary>True classes.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>Classes of the greatest scores; −1 throughout where the cross entropy is not finite.</summary>
    public required IReadOnlyList<int> Predictions { get; init; }

    /// <summary>Cross entropy with its graph, ().</summary>
    internal Tensor LossSoFar { get; }

    /// <summary>Normalised gazes with their graph, (N,h,w).</summary>
    internal Tensor? GazesInGraph { get; }

    public void Dispose() => _abandon(this);

    internal void Release()
    {
        LossSoFar.Dispose();
        GazesInGraph?.Dispose();
    }
}
