using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Tui.Reports;

/// <summary>What a run's journal tells of its time: how long it took, and what came between. Pure.</summary>
/// <param name="First">The first event's time; null where there is none.</param>
/// <param name="Last">The newest event's time; null where there is none.</param>
/// <param name="Training">How long a crew was at work, in all attempts; of one that vanished, up to its last event.</param>
/// <param name="Attempts">Crews started.</param>
/// <param name="Pauses">Times that it was paused.</param>
/// <param name="Faults">In the order in which they happened.</param>
internal sealed record RunHistory(
    DateTimeOffset? First, DateTimeOffset? Last, TimeSpan Training, int Attempts, int Pauses, ImmutableArray<Fault> Faults)
{
    public static RunHistory None { get; } = new(null, null, TimeSpan.Zero, 0, 0, []);

    /// <summary>From the first event to the newest.</summary>
    public TimeSpan Wall => Last - First ?? TimeSpan.Zero;

    /// <summary>When the crew that is at work was started; null where there is none.</summary>
    private DateTimeOffset? AtWorkSince { get; init; }

    public static RunHistory Of(IEnumerable<RunEvent> events) =>
        events.Aggregate(None, (history, @event) => history.Apply(@event)).Closed();

    private RunHistory Apply(RunEvent @event)
    {
        var before = @event is RunEvent.Started ? Closed() : this; // a crew that is followed by another had vanished
        var now = before with { First = First ?? @event.At, Last = @event.At };
        return @event switch
        {
            RunEvent.Started => now with { Attempts = Attempts + 1, AtWorkSince = @event.At },
            RunEvent.Faulted fallen => now.Closed() with { Faults = Faults.Add(fallen.Fault) },
            RunEvent.Paused => now.Closed() with { Pauses = Pauses + 1 },
            RunEvent.Completed or RunEvent.Failed or RunEvent.Cancelled => now.Closed(),
            _ => now,
        };
    }

    private RunHistory Closed() =>
        AtWorkSince is { } since ? this with { Training = Training + (Last!.Value - since), AtWorkSince = null } : this;
}
