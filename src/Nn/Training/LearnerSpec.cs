using ActorGaze.Nn.Gaze;

namespace ActorGaze.Nn.Training;

/// <summary>What a learner is made from; equal specs make equal learners, to the bit.</summary>
public sealed record LearnerSpec
{
    /// <summary>1 to 5.</summary>
    public required int Level { get; init; }

    /// <summary>At least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>Of the initial weights and of dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>As libtorch names it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    public TrainingSpec Training { get; init; } = new();

    public GazeSpec Gaze { get; init; } = new();
}

/// <summary>The answer to a step's gazes: what to compare them with, and how much that counts.</summary>
/// <param name="Means">The moving class means with this step's gazes folded in; the <c>batch</c> reference takes no notice of them.</param>
/// <param name="Weight">λ, of any sign.</param>
public sealed record GazeTarget(MovingClassMeans? Means, double Weight);

/// <summary>What one training step came to.</summary>
/// <param name="Applied">False where the loss or a gradient was not finite: then nothing was changed.</param>
/// <param name="CrossEntropy">Mean over the samples.</param>
/// <param name="GazeLoss">Before λ; null where there was no target.</param>
/// <param name="GazeWeight">λ; 0 where there was no target.</param>
/// <param name="Correct">Samples predicted right, before the update.</param>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="LargestGradient">Greatest absolute gradient of any weight; NaN where there is none to speak of.</param>
public sealed record StepFigures(
    bool Applied, double CrossEntropy, double? GazeLoss, double GazeWeight, int Correct, int Samples, double LargestGradient);
