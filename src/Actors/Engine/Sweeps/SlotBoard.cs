using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>Who may train where: free slots by device, and who waits, first come first served. Pure.</summary>
/// <typeparam name="TWho">Whoever asks on behalf of runs.</typeparam>
internal sealed record SlotBoard<TWho>(
    ImmutableList<string> Free, ImmutableList<(TWho Who, RunId Run)> Waiting, ImmutableDictionary<RunId, (TWho Who, string Device)> Taken)
    where TWho : notnull
{
    /// <param name="slots">The device of each, in the order in which they are given away.</param>
    public static SlotBoard<TWho> Of(IEnumerable<string> slots) => new([.. slots], [], ImmutableDictionary<RunId, (TWho, string)>.Empty);

    /// <summary>A run that waits or has a slot already changes nothing.</summary>
    public SlotBoard<TWho> Want(TWho who, RunId run) =>
        Taken.ContainsKey(run) || Waiting.Any(w => w.Run == run) ? this : this with { Waiting = Waiting.Add((who, run)) };

    public SlotBoard<TWho> Return(RunId run) => Taken.TryGetValue(run, out var slot)
        ? this with { Free = Free.Add(slot.Device), Taken = Taken.Remove(run) }
        : this with { Waiting = Waiting.RemoveAll(w => w.Run == run) };

    /// <summary>Everything of one who is gone.</summary>
    public SlotBoard<TWho> Forget(TWho who) => Taken.Where(t => t.Value.Who.Equals(who)).Select(t => t.Key)
        .Aggregate(this with { Waiting = Waiting.RemoveAll(w => w.Who.Equals(who)) }, (board, run) => board.Return(run));

    /// <summary>Gives the first free slot to the first who waits; null where nobody waits or nothing is free.</summary>
    public (SlotBoard<TWho> Board, TWho Who, RunId Run, string Device)? Grant()
    {
        if (Free.IsEmpty || Waiting.IsEmpty) return null;
        var ((who, run), device) = (Waiting[0], Free[0]);
        return (
            this with { Free = Free.RemoveAt(0), Waiting = Waiting.RemoveAt(0), Taken = Taken.Add(run, (who, device)) }, who, run, device);
    }
}
