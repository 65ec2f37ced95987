using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Settings;

/// <summary>What two keys of a run say together and must not. Pure.</summary>
internal static class RunConflicts
{
    /// <summary>The key that is wrong, and what it may be; null where all fit.</summary>
    public static (string Path, string Allowed)? First(RunSpec run)
    {
        var (training, course) = (run.Training, run.Curriculum);
        var epochs = training.ScheduleEpochs ?? run.Epochs;
        if (course.From > course.To) return ("curriculum.from", FormattableString.Invariant($"at most curriculum.to, which is {course.To}"));
        if (training is { Optimiser: Optimiser.Sgd, Nesterov: true, Momentum: 0 })
            return ("training.nesterov", "false where training.momentum is 0: there is no momentum to look ahead along");
        if (training.LeastRate > training.LearningRate)
            return ("training.least-rate", FormattableString.Invariant($"at most training.learning-rate, which is {training.LearningRate}"));
        if (training.Schedule == LearningSchedule.Cosine && training.WarmupEpochs >= epochs)
            return ("training.warmup-epochs", FormattableString.Invariant($"less than the {epochs} epochs of the cosine"));
        return null;
    }
}
