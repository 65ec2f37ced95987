using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Nn.Training;

/// <summary>Everything one epoch is remembered by. Equal runs have equal metrics: no clock is read for them.</summary>
public sealed record EpochMetrics
{
    /// <summary>From 1.</summary>
    public required int Epoch { get; init; }

    public required TrainingFigures Training { get; init; }

    public required EvaluationFigures Evaluation { get; init; }

    /// <summary>Of this epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The curriculum's λ at this epoch's last step.</summary>
    public required double GazeWeight { get; init; }
}

/// <summary>Sums over one epoch's training samples, as means.</summary>
/// <param name="CrossEntropy">Mean over samples of what training minimises: with class weights and label smoothing.</param>
/// <param name="GazeLoss">Mean over steps, before λ; null where no gaze was taken (λ₀ = 0).</param>
/// <param name="Accuracy">In [0, 1], of the predictions made while training.</param>
/// <param name="Samples">Samples seen.</param>
/// <param name="LargestGradient">Greatest absolute gradient of any weight in any step.</param>
public sealed record TrainingFigures(double CrossEntropy, double? GazeLoss, double Accuracy, int Samples, double LargestGradient)
{
    /// <summary>Of the loss term, mean over steps, before its weight; null where the run has none.</summary>
    public double? LossTerm { get; init; }

    /// <summary>What the loss term was multiplied by at the epoch's last step; null where the run has none.</summary>
    public double? LossWeight { get; init; }
}

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationFigures
{
    /// <summary>Mean over samples, without class weights and label smoothing; the plateau scheduler watches it.</summary>
    public required double CrossEntropy { get; init; }

    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>In [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>Cohen's, in [−1, 1].</summary>
    public required double Kappa { get; init; }

    /// <summary>Mean squared distance per pixel of correct samples' gazes from their class's mean; 0 where nothing is correct.</summary>
    public required double GazeDeviation { get; init; }

    /// <summary>The same per class; null for a class with nothing correct.</summary>
    public required ImmutableArray<double?> GazeDeviationPerClass { get; init; }

    /// <summary>|D⁺_c| per class.</summary>
    public required ImmutableArray<int> CorrectPerClass { get; init; }

    /// <summary>Share of correct samples whose gaze is zero everywhere; null where nothing is correct.</summary>
    public required double? ZeroGazeShare { get; init; }

    /// <summary>
    /// Mean Shannon entropy, in nats, of correct samples' gazes as distributions (zero maps left out); null where there is none.
    /// </summary>
    public required double? GazeEntropy { get; init; }

    /// <summary>Mean gaze per class over D⁺.</summary>
    public required ClassMeanGazes Gazes { get; init; }

    /// <summary>
    /// The gaze deviation read in other ways too; null where they were not asked for. Not written then: figures of versions without it stay
    /// what they were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<GazeReading>? Readings { get; init; }

    public bool Equals(EvaluationFigures? other) =>
        other is not null && CrossEntropy.Equals(other.CrossEntropy) && Confusion.Equals(other.Confusion) && Accuracy.Equals(other.Accuracy)
        && Kappa.Equals(other.Kappa) && GazeDeviation.Equals(other.GazeDeviation)
            && GazeDeviationPerClass.SequenceEqual(other.GazeDeviationPerClass)
        && CorrectPerClass.SequenceEqual(other.CorrectPerClass) && Nullable.Equals(ZeroGazeShare, other.ZeroGazeShare)
        && Nullable.Equals(GazeEntropy, other.GazeEntropy) && Gazes.Equals(other.Gazes)
        && (Readings ?? []).SequenceEqual(other.Readings ?? []);

    public override int GetHashCode() => HashCode.Combine(CrossEntropy, Confusion, GazeDeviation, Gazes);
}
