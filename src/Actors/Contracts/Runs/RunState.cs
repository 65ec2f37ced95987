using System.Collections.Immutable;
using System.Diagnostics;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn.Training;
using static ActorGaze.Actors.Contracts.Runs.RunEvent;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>One run, as its journal tells it. Pure: no clock, no disk, no actor.</summary>
public sealed record RunState
{
    public static RunState Initial { get; } = new();

    /// <summary>A run that was handed in and has no journal yet.</summary>
    public static RunState New(RunSpec spec) => Initial with { Phase = RunPhase.Queued, Spec = spec };

    public RunPhase Phase { get; init; } = RunPhase.Unknown;

    public RunSpec? Spec { get; init; }

    /// <summary>By epoch, from 1.</summary>
    public ImmutableList<EpochMetrics> Epochs { get; init; } = [];

    /// <summary>Those kept, sound as far as is known, newest last.</summary>
    public ImmutableList<CheckpointRef> Checkpoints { get; init; } = [];

    /// <summary>Crews started so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Forgivable faults since an epoch was last completed.</summary>
    public int FaultsInARow { get; init; }

    public Fault? LastFault { get; init; }

    /// <summary>Why it stands still or has ended.</summary>
    public string? Reason { get; init; }

    /// <summary>How it was told to try again, where it has neither ended nor been paused since; null otherwise.</summary>
    public bool? RetriedFromStart { get; init; }

    public string? WeightsSha256 { get; init; }

    public string? Device { get; init; }

    /// <summary>The newest file that was moved out of its checkpoints, as a path inside the state folder; null where none was.</summary>
    public string? LastSetAside { get; init; }

    /// <summary>Attempts made before it was last told to begin again from the start: their checkpoints are not gone on from.</summary>
    public int ForgottenAttempts { get; init; }

    /// <summary>What its images' labels are called; null before its first crew.</summary>
    public ClassNames? Classes { get; init; }

    /// <summary>The images it trains on; null before its first crew, and where a first version began it.</summary>
    public ImagesFacts? Images { get; init; }

    /// <summary>What the bits of its newest attempt depend on; null before its first crew, and where an older version started it.</summary>
    public BitFacts? Bits { get; init; }

    /// <summary>In words, where it went on under facts that give other bits, every time that it did; null where it never did.</summary>
    public string? OtherBits { get; init; }

    /// <summary>
    /// SHA-256 of the assembly that brings its network, where other bytes than its spec's were accepted; null where none were.
    /// </summary>
    public string? AcceptedPlugin { get; init; }

    /// <summary>The most bytes that the process of its newest completed epoch had held at once; null where it was the engine's.</summary>
    public long? Memory { get; init; }

    public CheckpointRef? Latest => Checkpoints.IsEmpty ? null : Checkpoints[^1];

    public bool Ended => Phase is RunPhase.Completed or RunPhase.Failed or RunPhase.Cancelled;

    /// <summary>Without the class mean gazes of its epochs, which are the greater part of it.</summary>
    public RunState WithoutGazes() => this with { Epochs = [.. Epochs.Select(EpochHistory.WithoutGazes)] };

    /// <summary>What a command would lead to.</summary>
    public Decision<RunEvent> Decide(RunCommand command, DateTimeOffset now) => RunDecisions.Decide(this, command, now);

    public RunState Apply(RunEvent @event) => @event switch
    {
        Submitted e => this with { Spec = e.Spec, Phase = RunPhase.Queued },
        // there is nothing to train for it
        Extended e when Phase == RunPhase.Completed && Spec!.Epochs == e.Spec.Epochs => this with { Spec = e.Spec },
        Extended e => this with { Spec = e.Spec, Phase = Phase == RunPhase.Completed ? RunPhase.Queued : Phase, WeightsSha256 = null },
        ImagesMoved e => this with { Spec = Spec! with { Data = e.To } },
        Started e => this with
        {
            Phase = RunPhase.Running,
            Attempts = e.Attempt,
            Device = e.Device,
            Classes = e.Classes ?? Classes,
            Images = e.Images ?? Images,
            Bits = e.Bits ?? Bits,
            OtherBits = e.OtherBits is { } other
                ? WithOther($"from {e.From?.At.ToString() ?? "the start"} on: {other}")
                : OtherBits,
            Reason = null,
        },
        CheckpointSaved e => Keeping(e.Checkpoint),
        CheckpointSetAside e =>
            this with { Checkpoints = Checkpoints.RemoveAll(c => c.File == e.Checkpoint.File), LastSetAside = e.To ?? LastSetAside },
        CheckpointAdopted e => (this with { Epochs = WithFrom(e.Epochs) }).Keeping(e.Checkpoint),
        FileSetAside e => this with { LastSetAside = e.To },
        EpochRedone e => (this with { Epochs = WithFrom([e.Metrics]), FaultsInARow = 0 }).Keeping(e.Checkpoint),
        EpochCompleted e => (this with { Epochs = Epochs.Add(e.Metrics), FaultsInARow = 0, Memory = e.Memory }).Keeping(e.Checkpoint),
        Faulted e => this with
        {
            LastFault = e.Fault,
            FaultsInARow = FaultsInARow + (FaultTable.CountsInARow(e.Fault.Class) ? 1 : 0),
            Phase = RunPhase.Recovering,
            Reason = e.Fault.Reason,
        },
        Paused e => (this with { Phase = RunPhase.Paused, Reason = e.Why, RetriedFromStart = null }).Keeping(e.Checkpoint),
        Requeued => this with { Phase = RunPhase.Queued, Reason = null },
        Completed e => this with { Phase = RunPhase.Completed, WeightsSha256 = e.WeightsSha256, Reason = null, RetriedFromStart = null },
        Failed e => this with { Phase = RunPhase.Failed, Reason = e.Reason, RetriedFromStart = null },
        Cancelled e => this with { Phase = RunPhase.Cancelled, Reason = e.Why, RetriedFromStart = null },
        PluginAccepted e => this with
        {
            AcceptedPlugin = e.Now,
            OtherBits = WithOther($"from {Latest?.At.ToString() ?? "the start"} on: {Path.GetFileName(e.File)} holds other bytes "
                + $"(SHA-256 {PluginRef.Short(e.Before)} before, {PluginRef.Short(e.Now)} now), which were accepted"),
        },
        Retried e when e.FromStart => Again(e) with { Epochs = [], Checkpoints = [], ForgottenAttempts = Attempts, OtherBits = null },
        Retried e => Again(e),
        _ => throw new UnreachableException($"No fold for {@event.GetType()}."),
    };

    /// <summary>The epochs before the first of these, and then these.</summary>
    private ImmutableList<EpochMetrics> WithFrom(ImmutableList<EpochMetrics> epochs) =>
        epochs.IsEmpty ? Epochs : [.. Epochs.Take(epochs[0].Epoch - 1), .. epochs];

    private string WithOther(string other) => $"{(OtherBits is null ? "" : OtherBits + "; ")}{other}";

    private RunState Again(Retried e) =>
        this with { Phase = RunPhase.Queued, FaultsInARow = 0, Reason = null, RetriedFromStart = e.FromStart };

    /// <summary>With one more checkpoint, and without those that need not be kept any longer.</summary>
    private RunState Keeping(CheckpointRef? checkpoint) => checkpoint is null || Checkpoints.Contains(checkpoint)
        ? this
        : this with { Checkpoints = Retention.Keep(Checkpoints.Add(checkpoint), Epochs) };
}
