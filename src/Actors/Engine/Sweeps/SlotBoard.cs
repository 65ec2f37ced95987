using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>Who may train where: free slots by device, and who waits, first come first served. Pure.</summary>
/// <typeparam name="TWho">Whoever asks on behalf of runs.</typeparam>
internal sealed record SlotBoard<TWho>(
    ImmutableList<string> Free, ImmutableList<(TWho Who, RunId Run)> Waiting, ImmutableDictionary<RunId, (TWho Who, string Device)> Taken)
    where TWho : notnull
{
    /// <summary>Free slots that are not given away for now.</summary>
    public ImmutableList<string> Suspended { get; init; } = [];

    /// <summary>Runs in slots that are no more: what they return is nothing.</summary>
    public ImmutableHashSet<RunId> Withdrawn { get; init; } = [];

    /// <summary>Devices whose slots are not given away for now, as far as runs in them are concerned.</summary>
    private ImmutableHashSet<string> Silent { get; init; } = [];

    /// <param name="slots">The device of each, in the order in which they are given away.</param>
    public static SlotBoard<TWho> Of(IEnumerable<string> slots) => new([.. slots], [], ImmutableDictionary<RunId, (TWho, string)>.Empty);

    /// <summary>A run that waits or has a slot already changes nothing.</summary>
    public SlotBoard<TWho> Want(TWho who, RunId run) =>
        Taken.ContainsKey(run) || Waiting.Any(w => w.Run == run) ? this : this with { Waiting = Waiting.Add((who, run)) };

    public SlotBoard<TWho> Return(RunId run) => Taken.TryGetValue(run, out var slot)
        ? Back(run, slot.Device) with { Taken = Taken.Remove(run), Withdrawn = Withdrawn.Remove(run) }
        : this with { Waiting = Waiting.RemoveAll(w => w.Run == run) };

    /// <summary>Everything of one who is gone.</summary>
    public SlotBoard<TWho> Forget(TWho who) => Taken.Where(t => t.Value.Who.Equals(who)).Select(t => t.Key)
        .Aggregate(this with { Waiting = Waiting.RemoveAll(w => w.Who.Equals(who)) }, (board, run) => board.Return(run));

    /// <summary>More slots, behind those that are there.</summary>
    public SlotBoard<TWho> Add(IEnumerable<string> slots) => this with { Free = Free.AddRange(slots) };

    /// <summary>Slots that are given away before those that are there.</summary>
    public SlotBoard<TWho> AddInFront(IEnumerable<string> slots) => this with { Free = Free.InsertRange(0, slots) };

    /// <summary>Slots of devices that are gone for good. Runs in them keep them until they return them.</summary>
    public SlotBoard<TWho> Withdraw(Predicate<string> devices) => this with
    {
        Free = Free.RemoveAll(devices),
        Suspended = Suspended.RemoveAll(devices),
        Silent = Silent.Except(Silent.Where(device => devices(device))),
        Withdrawn = Withdrawn.Union(Taken.Where(taken => devices(taken.Value.Device)).Select(taken => taken.Key)),
    };

    /// <summary>Slots of devices that cannot be used for now.</summary>
    public SlotBoard<TWho> Suspend(Predicate<string> devices) => this with
    {
        Free = Free.RemoveAll(devices),
        Suspended = Suspended.AddRange(Free.FindAll(devices)),
        Silent = Silent.Union(Free.FindAll(devices)).Union(Taken.Values.Select(taken => taken.Device).Where(device => devices(device))),
    };

    /// <summary>They can be used again.</summary>
    public SlotBoard<TWho> Restore(Predicate<string> devices) => this with
    {
        Free = Free.AddRange(Suspended.FindAll(devices)),
        Suspended = Suspended.RemoveAll(devices),
        Silent = Silent.Except(Silent.Where(device => devices(device))),
    };

    /// <summary>
    /// Gives a slot to the first who waits and fits one that is free, the first such slot; null where there is no such pair.
    /// </summary>
    /// <param name="fits">Whether a run can train on a device; null: each can on each.</param>
    public (SlotBoard<TWho> Board, TWho Who, RunId Run, string Device)? Grant(Func<RunId, string, bool>? fits = null)
    {
        if (Free.IsEmpty) return null;
        foreach (var waits in Waiting)
        {
            var at = Free.FindIndex(device => fits?.Invoke(waits.Run, device) != false);
            if (at < 0) continue;
            var device = Free[at];
            return (
                this with { Free = Free.RemoveAt(at), Waiting = Waiting.Remove(waits), Taken = Taken.Add(waits.Run, (waits.Who, device)) },
                waits.Who, waits.Run, device);
        }

        return null;
    }

    private SlotBoard<TWho> Back(RunId run, string device) => Withdrawn.Contains(run) ? this
        : Silent.Contains(device) ? this with { Suspended = Suspended.Add(device) }
        : this with { Free = Free.Add(device) };
}
