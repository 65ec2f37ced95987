using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>
/// Which runs may be training on another machine, as the engine counts: until a lease's length and a little more after the last one that it
/// granted. Nobody starts such a run anew before. Pure.
/// </summary>
/// <param name="Length">Of a lease.</param>
/// <param name="Before">Until when leases may last that an engine before this one has granted.</param>
/// <param name="Held">By run: the process of the node, and when its lease ends here.</param>
/// <param name="Cleared">Nodes that have told this engine that nothing of an engine before trains there.</param>
public sealed record LeaseBook(
    TimeSpan Length, TimeSpan Before, ImmutableDictionary<RunId, (string Process, int Attempt, TimeSpan Until)> Held,
    ImmutableHashSet<string> Cleared)
{
    private const double Slower = 1.1;
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <summary>How long the engine counts a lease: clocks of two machines run at slightly different speeds, and a busy machine ends a
    /// process a little late.</summary>
    public static TimeSpan Counted(TimeSpan length) => length == TimeSpan.Zero ? length : (length * Slower) + Late;

    /// <param name="before">The length of the leases of an engine before.</param>
    public static LeaseBook Begun(TimeSpan length, TimeSpan before, TimeSpan now) =>
        new(length, now + Counted(before), ImmutableDictionary<RunId, (string, int, TimeSpan)>.Empty, []);

    /// <summary>A lease is granted: this is to be known before the node is told.</summary>
    /// <param name="process">Stands for the process of the node.</param>
    public LeaseBook Granted(RunId run, int attempt, string process, TimeSpan now) =>
        this with { Held = Held.SetItem(run, (process, attempt, now + Counted(Length))) };

    /// <summary>The node has told that the crew is gone.</summary>
    public LeaseBook Ended(RunId run, int attempt) =>
        Held.TryGetValue(run, out var held) && held.Attempt == attempt ? this with { Held = Held.Remove(run) } : this;

    /// <summary>A node has joined: its process has ended whatever crews it had.</summary>
    /// <param name="old">The process was there before this engine was, so that it speaks for what an engine before has started.</param>
    public LeaseBook Joined(string node, string process, bool old) => this with
    {
        Held = Held.RemoveRange(Held.Where(held => held.Value.Process == process).Select(held => held.Key)),
        Cleared = old ? Cleared.Add(node) : Cleared,
    };

    /// <summary>How long a run must not be started yet; zero or less: it may be.</summary>
    /// <param name="before">The node of its attempt before, as the journal tells; null: on the engine's machine, or nowhere.</param>
    public TimeSpan Wait(RunId run, string? before, TimeSpan now)
    {
        if (Held.TryGetValue(run, out var held)) return held.Until - now;
        return before is null || Cleared.Contains(before) ? TimeSpan.Zero : Before - now;
    }
}
