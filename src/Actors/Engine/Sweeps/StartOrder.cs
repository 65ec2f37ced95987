using System.Collections.Immutable;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>What is known of a run that has no slot.</summary>
internal enum StartWish
{
    /// <summary>It does not want to train, or has a slot.</summary>
    None,

    /// <summary>Its journal has not been read yet.</summary>
    Unknown,

    /// <summary>It was training when its engine went away.</summary>
    Interrupted,

    /// <summary>It waits for its turn.</summary>
    Queued,
}

/// <summary>In which order a sweep's runs get slots: those that were interrupted first, then the plan's order. Pure.</summary>
/// <remarks>While the journal of an earlier run is still being read, later runs wait: it may be an interrupted one.</remarks>
internal sealed record StartOrder
{
    public static StartOrder Empty { get; } = new();

    private ImmutableSortedSet<int> Unknown { get; init; } = [];

    private ImmutableSortedSet<int> Interrupted { get; init; } = [];

    private ImmutableSortedSet<int> Queued { get; init; } = [];

    /// <param name="place">The run's place in the plan.</param>
    public StartOrder With(int place, StartWish wish) => new()
    {
        Unknown = wish == StartWish.Unknown ? Unknown.Add(place) : Unknown.Remove(place),
        Interrupted = wish == StartWish.Interrupted ? Interrupted.Add(place) : Interrupted.Remove(place),
        Queued = wish == StartWish.Queued ? Queued.Add(place) : Queued.Remove(place),
    };

    public StartWish Of(int place) =>
        Unknown.Contains(place) ? StartWish.Unknown
        : Interrupted.Contains(place) ? StartWish.Interrupted
        : Queued.Contains(place) ? StartWish.Queued
        : StartWish.None;

    /// <summary>The place of the run that starts next; null where none does.</summary>
    public int? Next() => !Interrupted.IsEmpty && (Unknown.IsEmpty || Interrupted.Min < Unknown.Min) ? Interrupted.Min
        : Unknown.IsEmpty && !Queued.IsEmpty ? Queued.Min
        : null;
}
