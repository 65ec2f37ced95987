using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Nn.Training;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Which command leads to which events in which phase: the run's rules, read top to bottom.</summary>
internal static class RunDecisions
{
    public static Decision<RunEvent> Decide(RunState run, RunCommand command, DateTimeOffset now) => command switch
    {
        Submit c => Submit(run, c.Spec, now),
        _ when run.Spec is null => Refuse($"There is no such run: {command.GetType().Name} needs one that was submitted."),
        Start c => run.Phase is RunPhase.Queued or RunPhase.Running ? Start(run, c, now) : NotPossible(run, command),
        CloseEpoch c => CloseEpoch(run, c, now),
        KeepCheckpoint c => run.Phase != RunPhase.Running ? NotPossible(run, command)
            : run.Checkpoints.Contains(c.Checkpoint) ? Ignore()
            : Accept(new RunEvent.CheckpointSaved(c.Checkpoint, c.Why) { At = now }),
        SetAside c => run.Checkpoints.Contains(c.Checkpoint) ? SetAside(run, c, now) : Ignore(),
        Adopt c => CheckpointDecisions.Adopt(run, c, now),
        DropMissing c => Accept(c.Checkpoints.Where(run.Checkpoints.Contains)
            .Select(gone => new RunEvent.CheckpointSetAside(gone, "there is no such file") { At = now })),
        NoteSetAside c => run.LastSetAside == c.To ? Ignore() : Accept(new RunEvent.FileSetAside(c.File, c.To, c.Why) { At = now }),
        Finish => run.Phase == RunPhase.Completed ? Ignore()
            : run.Phase == RunPhase.Running && run.Epochs.Count == run.Spec.Epochs && run.Latest is { } latest
                ? Accept(new RunEvent.Completed(latest.WeightsSha256) { At = now })
                : NotPossible(run, command),
        HandleFault c => run.Phase is RunPhase.Running or RunPhase.Queued ? HandleFault(run, c, now) : NotPossible(run, command),
        TryAgain c => run.Phase == RunPhase.Recovering ? Accept(new RunEvent.Requeued(c.Why) { At = now }) : Ignore(),
        Pause c => run.Phase switch
        {
            RunPhase.Paused => Ignore(),
            RunPhase.Queued or RunPhase.Recovering or RunPhase.Running => Accept(new RunEvent.Paused(c.Why, run.Latest) { At = now }),
            _ => NotPossible(run, command),
        },
        FinishPause c => run.Phase switch
        {
            RunPhase.Paused => Ignore(),
            RunPhase.Running => Accept(new RunEvent.Paused(c.Why, c.Checkpoint ?? run.Latest) { At = now }),
            _ => NotPossible(run, command),
        },
        Resume { AcceptedPlugin: not null } or Retry { AcceptedPlugin: not null } when run.Spec.Plugin is null =>
            Refuse($"{run.Spec.Id} trains {run.Spec.Network.Name}, and the program itself has all of its parts: there is no assembly to "
                + "accept."),
        Resume c => run.Phase switch
        {
            RunPhase.Paused => Accept([.. Accepted(run, c.AcceptedPlugin, now), new RunEvent.Requeued("resumed") { At = now }]),
            RunPhase.Queued or RunPhase.Running => Ignore(),
            _ => NotPossible(run, command),
        },
        Cancel c => run.Phase == RunPhase.Cancelled ? Ignore()
            : run.Ended ? NotPossible(run, command)
            : Accept(new RunEvent.Cancelled(c.Why) { At = now }),
        Retry c when run.RetriedFromStart == c.FromStart => Ignore(), // retold by someone who did not hear the answer
        Retry { FromStart: false } when run is { Phase: RunPhase.Failed or RunPhase.Cancelled, Checkpoints.IsEmpty: true,
            Epochs.IsEmpty: false } =>
            Refuse($"{run.Spec.Id} is {run.Phase} and has no sound checkpoint left. Put one back into its folder of checkpoints, or let "
                + "'retry --from-start' begin it again."),
        Retry c => run.Phase is RunPhase.Failed or RunPhase.Cancelled
            ? Accept([.. Accepted(run, c.AcceptedPlugin, now), new RunEvent.Retried(c.FromStart) { At = now }])
            : NotPossible(run, command),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {command.GetType()}."),
    };

    private static IEnumerable<RunEvent> Accepted(RunState run, string? sha256, DateTimeOffset now)
    {
        if (run.Spec!.Plugin is { } plugin && sha256 is not null && (run.AcceptedPlugin ?? plugin.Sha256) is var before && before != sha256)
            yield return new RunEvent.PluginAccepted(plugin.File, before, sha256) { At = now };
    }

    private static Decision<RunEvent> Submit(RunState run, RunSpec spec, DateTimeOffset now) =>
        run.Spec is null ? Accept(new RunEvent.Submitted(spec) { At = now })
        : run.Spec == spec ? Ignore()
        : Extension.Difference(run.Spec, spec) is { } difference ? Refuse($"{spec.Id} was submitted before, and {difference}")
        : Accept([.. MovedOrExtended(run.Spec, spec, now)]);

    /// <summary>
    /// What the spec asks for now: its images are in another place, it asks for more epochs, it keeps or reads other gazes, or several of
    /// these.
    /// </summary>
    private static IEnumerable<RunEvent> MovedOrExtended(RunSpec before, RunSpec asked, DateTimeOffset now)
    {
        if (before.Data != asked.Data) yield return new RunEvent.ImagesMoved(before.Data, asked.Data) { At = now };
        if (before with { Data = asked.Data } != asked) yield return new RunEvent.Extended(asked) { At = now };
    }

    private static Decision<RunEvent> Start(RunState run, Start c, DateTimeOffset now)
    {
        var other = c.Bits is not null && run.Latest?.Bits?.Differences(c.Bits) is { Count: > 0 } differences
            ? string.Join("; ", differences)
            : null;
        if (other is not null && c.Strict)
        {
            return Accept(new RunEvent.Paused(
                $"engine.bits = strict, and from here on the bits would be others: {other}. Bring back what it was, or set engine.bits = "
                + "tell, and resume", run.Latest) { At = now });
        }

        return Accept(new RunEvent.Started(run.Attempts + 1, c.Device, run.Latest)
        {
            At = now, Classes = c.Classes, Images = c.Images == run.Images ? null : c.Images, Bits = c.Bits, OtherBits = other,
        });
    }

    private static Decision<RunEvent> CloseEpoch(RunState run, CloseEpoch c, DateTimeOffset now) =>
        run.Phase != RunPhase.Running ? NotPossible(run, c)
        : c.Metrics.Epoch <= run.Epochs.Count ? Retold(run, c, now)
        : c.Metrics.Epoch == run.Epochs.Count + 1
            ? Accept(new RunEvent.EpochCompleted(c.Metrics, c.Checkpoint) { At = now, Memory = c.Memory })
        : Refuse($"{run.Spec!.Id} is {run.Phase}: epoch {c.Metrics.Epoch} cannot follow epoch {run.Epochs.Count}.");

    /// <summary>An epoch counts once; but where it was done again because its checkpoint was lost, the new checkpoint is kept.</summary>
    private static Decision<RunEvent> Retold(RunState run, CloseEpoch c, DateTimeOffset now) =>
        run.Latest is { } latest && latest.At.CompareTo(c.Checkpoint.At) >= 0
            ? Ignore()
            : EpochHistory.SameFigures(run.Epochs[c.Metrics.Epoch - 1], c.Metrics)
                ? Accept(new RunEvent.CheckpointSaved(c.Checkpoint, $"epoch {c.Metrics.Epoch}, done again") { At = now })
                // as it happens on a GPU: old figures must not stand beside new weights
                : Accept(new RunEvent.EpochRedone(c.Metrics, c.Checkpoint) { At = now });

    /// <summary>A run that learned something and has no sound checkpoint left begins again only when it is told to.</summary>
    private static Decision<RunEvent> SetAside(RunState run, SetAside c, DateTimeOffset now)
    {
        var setAside = new RunEvent.CheckpointSetAside(c.Checkpoint, c.Why) { At = now, To = c.To };
        if (run.Checkpoints.Count > 1 || run.Phase != RunPhase.Running) return Accept(setAside);

        var fault = new Fault(
            FaultClass.Final,
            "No sound checkpoint is left. Put one back into its folder of checkpoints and retry, or let 'retry --from-start' begin again.",
            c.Checkpoint.At);
        return Accept(setAside, new RunEvent.Faulted(run.Attempts, fault) { At = now }, new RunEvent.Failed(fault.Reason) { At = now });
    }

    private static Decision<RunEvent> HandleFault(RunState run, HandleFault c, DateTimeOffset now)
    {
        var faulted = new RunEvent.Faulted(run.Attempts, c.Fault) { At = now };
        return FaultTable.ActionFor(c.Fault, InARow(run, c.Fault), c.MaxInARow) switch
        {
            FaultAction.TryAgain or FaultAction.WaitFor => Accept(faulted),
            _ => Accept(faulted, new RunEvent.Failed(Reason(run, c)) { At = now }),
        };
    }

    /// <summary>A loss that is not finite is forgiven once in itself, whatever disks and memory did before it.</summary>
    private static int InARow(RunState run, Fault fault) =>
        fault.Class == FaultClass.OnceForgivable && run.LastFault?.Class != FaultClass.OnceForgivable
        ? 1
        : run.FaultsInARow + 1;

    private static string Reason(RunState run, HandleFault c) => c.Fault.Class == FaultClass.Forgivable
        ? $"{c.Fault.Reason} ({run.FaultsInARow + 1} faults in a row)"
        : c.Fault.Reason;

    private static Decision<RunEvent> NotPossible(RunState run, RunCommand command) =>
        Refuse($"{run.Spec!.Id} is {run.Phase}: it cannot {Words(command)}.");

    private static string Words(RunCommand command) => command switch
    {
        Pause or FinishPause => "be paused",
        Resume => "be resumed",
        Cancel => "be cancelled",
        Retry => "be retried",
        RunCommand.Start => "start",
        Finish => "be completed",
        RunCommand.CloseEpoch => "complete an epoch",
        KeepCheckpoint => "keep a checkpoint",
        RunCommand.HandleFault => "have a fault",
        _ => $"take {command.GetType().Name}",
    };

    private static Decision<RunEvent> Accept(params IEnumerable<RunEvent> events) => Decision.Accept(events);

    private static Decision<RunEvent> Ignore() => Decision.Ignore<RunEvent>();

    private static Decision<RunEvent> Refuse(string reason) => Decision.Refuse<RunEvent>(reason);
}
