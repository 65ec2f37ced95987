using System.Collections.Immutable;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Actors.Sweeps;

/// <summary>What has happened to a sweep. Past tense, journalled, never changed: only added to.</summary>
public abstract record SweepEvent
{
    private SweepEvent() { }

    public required DateTimeOffset At { get; init; }

    public sealed record Submitted(SweepSpec Spec) : SweepEvent;

    /// <summary>The sweep's file asks for more than before: more runs, or more epochs of runs there are.</summary>
    public sealed record Extended(SweepSpec Spec) : SweepEvent;
}
