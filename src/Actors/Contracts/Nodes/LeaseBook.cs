using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>
/// Which runs may be training on another machine, as the engine counts: until a lease's length and a little more after the last one that it
/// granted. Nobody starts such a run anew before. Pure.
/// </summary>
/// <param name="Length">Of a lease.</param>
/// <param name="Start">When this engine began. One before it may have granted leases until then.</param>
/// <param name="Held">By run: the node, and when its lease ends here.</param>
/// <param name="Cleared">Nodes that have told this engine that nothing of an engine before trains there.</param>
public sealed record LeaseBook(
    TimeSpan Length, TimeSpan Start, ImmutableDictionary<RunId, (string Node, int Attempt, TimeSpan Until)> Held, ImmutableHashSet<string> Cleared)
{
    /// <summary>Clocks of two machines run at slightly different speeds.</summary>
    public const double Margin = 1.1;

    public static LeaseBook Begun(TimeSpan length, TimeSpan now) => new(length, now, ImmutableDictionary<RunId, (string, int, TimeSpan)>.Empty, []);

    /// <summary>A lease is granted: this is to be known before the node is told.</summary>
    public LeaseBook Granted(RunId run, int attempt, string node, TimeSpan now) =>
        this with { Held = Held.SetItem(run, (node, attempt, now + (Length * Margin))) };

    /// <summary>The node has told that the crew is gone.</summary>
    public LeaseBook Ended(RunId run, int attempt) =>
        Held.TryGetValue(run, out var held) && held.Attempt == attempt ? this with { Held = Held.Remove(run) } : this;

    /// <summary>A node has joined: it has no crews of before.</summary>
    public LeaseBook Joined(string node) => this with
    {
        Held = Held.RemoveRange(Held.Where(held => held.Value.Node == node).Select(held => held.Key)),
        Cleared = Cleared.Add(node),
    };

    /// <summary>How long a run must not be started yet; zero or less: it may be.</summary>
    /// <param name="before">Where its attempt before trained, as the journal tells; null: on the engine's machine, or nowhere.</param>
    public TimeSpan Wait(RunId run, string? before, TimeSpan now)
    {
        if (Held.TryGetValue(run, out var held)) return held.Until - now;
        return before is null || Cleared.Contains(before) ? TimeSpan.Zero : Start + (Length * Margin) - now;
    }
}
