using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Faults;
using Akka.Actor;

namespace ActorGaze.Actors.Contracts.Images;

/// <summary>Who asked for a data set, and how.</summary>
internal sealed record Asker(IActorRef Who, OpenImages Request);

/// <summary>A data set that is being opened: who asked, and how long nothing has come from it. Pure.</summary>
/// <param name="LastWord">When the last sign of life came.</param>
/// <param name="IsSilent">Nothing has come for longer than a step may take.</param>
/// <param name="Attempts">How often it was begun; those that hang cannot be stopped.</param>
internal sealed record Opening(ImmutableHashSet<Asker> Askers, Watchdog Watchdog, DateTimeOffset LastWord, bool IsSilent, int Attempts)
{
    /// <summary>Each attempt that hangs keeps its threads.</summary>
    private const int MostAttempts = 4;

    public static Opening Of(Asker asker, TimeSpan limit, TimeSpan now, DateTimeOffset wall) =>
        new([asker], Watchdog.Of(limit, now), wall, false, 1);

    public Opening With(Asker asker) => this with { Askers = Askers.Add(asker) };

    /// <summary>A second or so has passed.</summary>
    /// <param name="moved">It has come further since the last tick.</param>
    /// <returns>Whether its askers are to be told that nothing comes, and whether it is to be begun once more.</returns>
    public (Opening Next, bool TellSilence, bool BeginAgain) Ticked(bool moved, TimeSpan now, DateTimeOffset wall)
    {
        if (moved) return (this with { Watchdog = Watchdog.Heard(now), LastWord = wall }, false, false);
        var waited = Watchdog.Ticked(now);
        if (!waited.IsOver) return (this with { Watchdog = waited }, false, false);
        var again = Attempts < MostAttempts;
        var longer = Watchdog.Of(Watchdog.Limit * 2, now);
        return (this with { Watchdog = longer, IsSilent = true, Attempts = Attempts + (again ? 1 : 0) }, true, again);
    }
}
