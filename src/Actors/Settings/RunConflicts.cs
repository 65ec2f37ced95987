using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Settings;

/// <summary>What two keys of a run say together and must not. Pure.</summary>
internal static class RunConflicts
{
    /// <summary>The key that is wrong, and what it may be; null where all fit.</summary>
    public static (string Path, string Allowed)? First(RunSpec run)
    {
        var (training, course, ofTerm) = (run.Training, run.Curriculum, run.Loss.Curriculum);
        var epochs = training.ScheduleEpochs ?? run.Epochs;
        if (course.From > course.To)
            return ("curriculum.from", FormattableString.Invariant($"at most curriculum.to, which is {course.To}"));
        if (ofTerm.From > ofTerm.To) return ("loss.from", FormattableString.Invariant($"at most loss.to, which is {ofTerm.To}"));
        if (training is { Optimiser: Optimiser.Sgd, Nesterov: true, Momentum: 0 })
            return ("training.nesterov", "false where training.momentum is 0: there is no momentum to look ahead along");
        if (training.LeastRate > training.LearningRate)
            return ("training.least-rate", FormattableString.Invariant(
                $"at most training.learning-rate, which is {training.LearningRate}"));
        if (training.Schedule == LearningSchedule.Cosine && training.WarmupEpochs >= epochs)
            return ("training.warmup-epochs", FormattableString.Invariant($"less than the {epochs} epochs of the cosine"));
        return ImageConflicts.First(run);
    }

    /// <summary>What the assemblies of a run's parts say together and must not; null where they fit.</summary>
    public static string? OfAssemblies(RunSpec run)
    {
        var files = run.Plugins().Select(plugin => plugin.File).ToArray();
        return files.Length <= 1
            ? null
            : $"found parts of {string.Join(" and ", files)} in one run; allowed: one assembly for all of a run's parts that are not the "
                + "program's own.";
    }
}
