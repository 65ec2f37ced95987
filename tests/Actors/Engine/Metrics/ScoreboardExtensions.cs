using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Tests.Actors.Engine.Metrics;

/// <summary>Says shortly what sweeps and runs tell a scoreboard.</summary>
internal static class ScoreboardExtensions
{
    /// <summary>A sweep of whose runs nothing is known yet.</summary>
    public static Scoreboard With(this Scoreboard board, SweepSpec sweep) => board.With(sweep, _ => null);

    public static Scoreboard With(this Scoreboard board, RunState run, WaitingFor? waiting = null, string? refusal = null) =>
        board.With(
            new RunStatus(run, 1, waiting) { Refusal = refusal },
            board.Sweeps.Values.SelectMany(sweep => sweep.Runs).FirstOrDefault(spec => spec.Id == run.Spec?.Id));
}
