using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;

namespace ActorGaze.Actors.Contracts.Sweeps;

/// <summary>What has happened to a sweep. Past tense, journalled, never changed: only added to.</summary>
public abstract record SweepEvent
{
    private SweepEvent() { }

    public required DateTimeOffset At { get; init; }

    public sealed record Submitted(SweepSpec Spec) : SweepEvent;

    /// <summary>The sweep's file asks for more than before: more runs, or more epochs of runs there are.</summary>
    public sealed record Extended(SweepSpec Spec) : SweepEvent;

    /// <summary>The sweep's file names another folder with the same images.</summary>
    public sealed record ImagesMoved(SweepSpec Spec) : SweepEvent;

    /// <summary>A run of the sweep opened a data set for the first time: every later run of it trains on the same images.</summary>
    public sealed record ImagesPinned(OpenImages Data, ImagesFacts Images) : SweepEvent;
}
