using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>Answered with <see cref="RunsStanding"/>.</summary>
internal sealed record GetPhases;

/// <summary>How runs stand, as their sweeps know it.</summary>
/// <param name="Runs">In the order of sweeps and their plans.</param>
/// <param name="AllRead">False while journals are still read; then runs are missing.</param>
internal sealed record RunsStanding(ImmutableList<(RunId Run, RunPhase Phase)> Runs, bool AllRead)
{
    public static RunsStanding None { get; } = new([], AllRead: true);

    /// <summary>Those of another sweep behind these.</summary>
    public RunsStanding And(RunsStanding others) => new(Runs.AddRange(others.Runs), AllRead && others.AllRead);
}

/// <summary>A question that goes from sweep to sweep: each adds how its runs stand, and the last answers whoever asked.</summary>
/// <param name="Sweeps">Those that are still to be asked.</param>
/// <param name="Told">By those that were.</param>
internal sealed record PhasesRound(ImmutableQueue<IActorRef> Sweeps, RunsStanding Told)
{
    /// <param name="asker">Who is answered in the end.</param>
    public void GoOn(IActorRef asker)
    {
        if (Sweeps.IsEmpty) asker.Tell(Told);
        else Sweeps.Peek().Tell(this with { Sweeps = Sweeps.Dequeue() }, asker);
    }
}
