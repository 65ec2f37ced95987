using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Tui.Cli;

/// <summary>What <c>wait</c> makes of a frame.</summary>
internal abstract record Waited
{
    private Waited() { }

    public sealed record GoesOn : Waited;

    /// <summary>Nothing is left to wait for: the engine's sweeps are at rest, and so are those that it does not work on.</summary>
    public sealed record Over : Waited;

    /// <summary>The engine does not work on these sweeps, which are not at rest.</summary>
    public sealed record NotHere(IReadOnlyList<string> Sweeps) : Waited;
}

/// <summary>The sweeps that are waited for, and since when the engine tells nothing of one of them. Pure: time is an argument.</summary>
/// <param name="Names">Those that the journal knows.</param>
internal sealed record WaitedSweeps(IReadOnlyCollection<string> Names)
{
    /// <summary>An engine that starts, or whose keeper of the score does, has its sweeps back by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private DateTimeOffset? MissingSince { get; init; }

    /// <summary>Whether each missing sweep is at rest: read once, for it takes long.</summary>
    private IReadOnlyDictionary<string, bool>? RestOfMissing { get; init; }

    /// <param name="sweeps">Those of the frame that are waited for.</param>
    /// <param name="isAtRest">Whether a sweep is at rest by its journal.</param>
    public (WaitedSweeps Next, Waited Now) On(IReadOnlyList<SweepLine> sweeps, DateTimeOffset now, Func<string, bool> isAtRest)
    {
        string[] missing = [.. Names.Except(sweeps.Select(sweep => sweep.Name))];
        var allAtRest = sweeps.All(sweep => sweep.AtRest);
        if (missing.Length == 0) return (new WaitedSweeps(Names), allAtRest ? new Waited.Over() : new Waited.GoesOn());
        var next = this with { MissingSince = MissingSince ?? now };
        if (!allAtRest) return (next, new Waited.GoesOn());

        next = next with { RestOfMissing = RestOfMissing ?? missing.ToDictionary(name => name, isAtRest) };
        string[] open = [.. missing.Where(name => !next.RestOfMissing.GetValueOrDefault(name))];
        if (open.Length == 0) return (next, new Waited.Over());
        return (next, now - next.MissingSince >= Grace ? new Waited.NotHere(open) : new Waited.GoesOn());
    }
}
