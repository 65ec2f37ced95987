using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Nn.Training;

/// <summary>What a learner is made from; equal specs make equal learners, to the bit.</summary>
public sealed record LearnerSpec
{
    public required NetworkSpec Network { get; init; }

    /// <summary>At least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>Of the images that it learns from.</summary>
    public ImageForm Form { get; init; } = ImageForm.Usual;

    /// <summary>Of the initial weights and of dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>As libtorch names it: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    public TrainingSpec Training { get; init; } = new();

    /// <summary>By class, above 0, as <see cref="ClassWeights.Of"/> gives them; null: none.</summary>
    public ImmutableArray<double>? ClassWeights { get; init; }

    public GazeSpec Gaze { get; init; } = new();

    /// <summary>Whether evaluations also read the gazes in the other ways, see <see cref="GazeReading"/>. It decides no bits.</summary>
    public bool Readings { get; init; }

    /// <summary>A term of the loss beside cross entropy and gaze loss; null: none.</summary>
    public PartSpec? LossTerm { get; init; }

    /// <summary>Whether the gaze term is taken with tensor operations alone; null: on a CUDA device. For tests.</summary>
    internal bool? TensorsOnly { get; init; }
}

/// <summary>What one training step came to.</summary>
/// <param name="Applied">False where the loss or a gradient was not finite: weights, moments and means are then as before.</param>
/// <param name="CrossEntropy">Mean over the samples, with class weights and label smoothing.</param>
/// <param name="GazeLoss">Before λ; null where no gaze was taken.</param>
/// <param name="GazeWeight">λ; 0 where no gaze was taken.</param>
/// <param name="Correct">Samples predicted right, before the update.</param>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="LargestGradient">Greatest absolute gradient of any weight; NaN where there is none to speak of.</param>
public sealed record StepFigures(
    bool Applied, double CrossEntropy, double? GazeLoss, double GazeWeight, int Correct, int Samples, double LargestGradient)
{
    /// <summary>Before its weight; null where there is none.</summary>
    public double? LossTerm { get; init; }
}
