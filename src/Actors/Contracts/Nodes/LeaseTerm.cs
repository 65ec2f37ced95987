using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>
/// A lease as its worker sees it: it may train for a lease's length after it <em>asked</em> for the newest one that it was given. So it
/// ends before the engine's own count of the same lease does, which begins later. Pure.
/// </summary>
/// <param name="Length">Of a lease.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Asked">When those were asked for that were not granted yet, by number.</param>
/// <param name="Last">The number of the newest that was asked for; 0: none was.</param>
/// <param name="LastAsked">When that was.</param>
/// <param name="Held">True once one was granted.</param>
public sealed record LeaseTerm(
    TimeSpan Length, TimeSpan Until, ImmutableSortedDictionary<long, TimeSpan> Asked, long Last, TimeSpan LastAsked, bool Held)
{
    /// <summary>How often in a lease's length it is asked for.</summary>
    private const int AsksInLength = 4;

    /// <summary>Nothing is granted yet; where nothing ever is, it ends too.</summary>
    public static LeaseTerm Begun(TimeSpan length, TimeSpan now) =>
        new(length, now + length, ImmutableSortedDictionary<long, TimeSpan>.Empty, 0, default, false);

    public bool IsOver(TimeSpan now) => now >= Until;

    /// <summary>The number of the lease that is to be asked for now, and the term once that is done; null: it is not time to ask.</summary>
    public (LeaseTerm Next, long? Ask) Ticked(TimeSpan now)
    {
        if (Last > 0 && now - LastAsked < Length / AsksInLength) return (this, null);
        var open = Asked.RemoveRange(Asked.Where(of => now - of.Value >= Length).Select(of => of.Key));
        return (this with { Asked = open.Add(Last + 1, now), Last = Last + 1, LastAsked = now }, Last + 1);
    }

    /// <summary>The engine has granted one. A term that is over stays over.</summary>
    public LeaseTerm Granted(long number, TimeSpan now) => IsOver(now) || !Asked.TryGetValue(number, out var asked)
        ? this
        : this with { Until = asked + Length > Until
            ? asked + Length
            : Until, Asked = Asked.RemoveRange(Asked.Keys.Where(of => of <= number)), Held = true };
}
