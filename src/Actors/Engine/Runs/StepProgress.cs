using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>What a crew's report of a step tells of its run. Pure.</summary>
internal static class StepProgress
{
    public static RunProgress Of(RunId run, RunSpec spec, CrewReport.StepTaken step) => new(
        run, step.Attempt, step.Activity, step.At.EpochsDone + 1, step.At.StepsIntoNext, step.StepsPerEpoch, step.ImagesPerSecond,
        step.CrossEntropy, step.GazeLoss, step.GazeWeight, SecondsLeft(spec, step))
    {
        Memory = step.Memory,
    };

    private static double? SecondsLeft(RunSpec spec, CrewReport.StepTaken step)
    {
        if (step.ImagesPerSecond <= 0) return null;
        var stepsLeft = ((spec.Epochs - step.At.EpochsDone) * (long)step.StepsPerEpoch) - step.At.StepsIntoNext;
        return stepsLeft * spec.Training.BatchSize / step.ImagesPerSecond;
    }
}
