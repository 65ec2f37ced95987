using static ActorGaze.Actors.Contracts.Runs.RunCommand;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>The run's rules for a checkpoint that its journal does not name.</summary>
internal static class CheckpointDecisions
{
    /// <summary>Adopts a checkpoint that is further than the newest one named, and with which no epoch's figures are missing.</summary>
    public static Decision<RunEvent> Adopt(RunState run, Adopt command, DateTimeOffset now)
    {
        var (at, epochs) = (command.Checkpoint.At, command.Epochs);
        if (run.Latest is { } latest && latest.At.CompareTo(at) >= 0) return Decision.Ignore<RunEvent>();
        if (at.EpochsDone > run.Spec!.Epochs) return Refuse(run, command, $"it is further than the run's {run.Spec.Epochs} epochs");
        if (!EpochHistory.Follow(epochs)) return Refuse(run, command, "its epochs do not follow one another");
        var gap = epochs.Count == 0
            ? at.EpochsDone > run.Epochs.Count
            : epochs[0].Epoch > run.Epochs.Count + 1 || epochs[^1].Epoch != at.EpochsDone;
        if (gap) return Refuse(run, command, "the figures of some epochs are missing");
        return Decision.Accept<RunEvent>(new RunEvent.CheckpointAdopted(command.Checkpoint, epochs, command.Why) { At = now });
    }

    private static Decision<RunEvent> Refuse(RunState run, Adopt command, string why) =>
        Decision.Refuse<RunEvent>($"{run.Spec!.Id} cannot go on from {command.Checkpoint.File}: {why}.");
}
