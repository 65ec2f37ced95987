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
    public static EpochTally Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    public EpochTally With(StepFigures step) => new(
        Steps + 1,
        Samples + step.Samples,
        Correct + step.Correct,
        CrossEntropy + (step.CrossEntropy * step.Samples),
        GazeLoss + (step.GazeLoss ?? 0),
        GazeSteps + (step.GazeLoss is null ? 0 : 1),
        Math.Max(LargestGradient, step.LargestGradient),
        step.GazeWeight);

    public TrainingFigures Figures() =>
        new(CrossEntropy / Samples, GazeSteps == 0 ? null : GazeLoss / GazeSteps, (double)Correct / Samples, Samples, LargestGradient);
}
