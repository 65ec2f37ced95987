using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>
/// An epoch's training figures so far; part of a checkpoint, so that an epoch in two halves has the figures of a whole one.
/// </summary>
/// <param name="CrossEntropy">Summed over samples.</param>
/// <param name="GazeLoss">Summed over the steps that had one.</param>
internal sealed record EpochTally(
    int Steps, int Samples, int Correct, double CrossEntropy, double GazeLoss, int GazeSteps, double LargestGradient, double GazeWeight)
{
    /// <summary>Summed over steps; null where there is no loss term.</summary>
    public double? LossTerm { get; init; }

    /// <summary>Of the newest step; null where there is no loss term.</summary>
    public double? LossWeight { get; init; }

    public static EpochTally Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <param name="lossWeight">What the loss term was multiplied by.</param>
    public EpochTally With(StepFigures step, double lossWeight = 0) => new(
        Steps + 1,
        Samples + step.Samples,
        Correct + step.Correct,
        CrossEntropy + (step.CrossEntropy * step.Samples),
        GazeLoss + (step.GazeLoss ?? 0),
        GazeSteps + (step.GazeLoss is null ? 0 : 1),
        Math.Max(LargestGradient, step.LargestGradient),
        step.GazeWeight)
    {
        LossTerm = step.LossTerm is { } term ? (LossTerm ?? 0) + term : null,
        LossWeight = step.LossTerm is null ? null : lossWeight,
    };

    public TrainingFigures Figures() =>
        new(CrossEntropy / Samples, GazeSteps == 0 ? null : GazeLoss / GazeSteps, (double)Correct / Samples, Samples, LargestGradient)
        {
            LossTerm = LossTerm / Steps,
            LossWeight = LossWeight,
        };
}
