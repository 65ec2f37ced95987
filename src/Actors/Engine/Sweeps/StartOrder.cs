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

    /// <param name="wishes">By the run's place in the plan. Of two for one run the later counts.</param>
    public StartOrder With(params IEnumerable<(int Place, StartWish Wish)> wishes)
    {
        var (unknown, interrupted, queued) = (Unknown.ToBuilder(), Interrupted.ToBuilder(), Queued.ToBuilder());
        foreach (var (place, wish) in wishes)
        {
            Keep(unknown, place, wish == StartWish.Unknown);
            Keep(interrupted, place, wish == StartWish.Interrupted);
            Keep(queued, place, wish == StartWish.Queued);
        }

        return new() { Unknown = unknown.ToImmutable(), Interrupted = interrupted.ToImmutable(), Queued = queued.ToImmutable() };
    }

    public StartWish Of(int place) =>
        Unknown.Contains(place) ? StartWish.Unknown
        : Interrupted.Contains(place) ? StartWish.Interrupted
        : Queued.Contains(place) ? StartWish.Queued
        : StartWish.None;

    /// <summary>The place of the run that starts next; null where none does.</summary>
    public int? Next() => !Interrupted.IsEmpty && (Unknown.IsEmpty || Interrupted.Min < Unknown.Min) ? Interrupted.Min
        : Unknown.IsEmpty && !Queued.IsEmpty ? Queued.Min
        : null;

    private static void Keep(ImmutableSortedSet<int>.Builder places, int place, bool kept)
    {
        if (kept) places.Add(place);
        else if (places.Count > 0) places.Remove(place);
    }
}
