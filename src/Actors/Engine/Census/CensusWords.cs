using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Engine.Census;

/// <summary>Says in the census what the scoreboard knows: what a run does, how often it lost its crew, and why. Pure.</summary>
internal static class CensusWords
{
    private const string Run = "run-";
    private const string Sweep = "sweep-";

    public static CensusNode Over(CensusNode node, Scoreboard board)
    {
        var told = node.Name switch
        {
            var name when name.StartsWith(Run, StringComparison.Ordinal) => OverRun(node, board),
            var name when name.StartsWith(Sweep, StringComparison.Ordinal) => node with { Doing = Words(board.Tallies.GetValueOrDefault(name[Sweep.Length..])) },
            _ => node,
        };
        return told with { Children = [.. told.Children.Select(child => Over(child, board))] };
    }

    private static CensusNode OverRun(CensusNode node, Scoreboard board)
    {
        if (!board.Runs.TryGetValue(RunId.Known(node.Name[Run.Length..]), out var score)) return node with { Doing = "reading its journal" };
        var (run, progress) = (score.Summary, score.Progress);
        var crew = progress is null ? null : $"{EnumWords.Of(progress.Activity)}, epoch {progress.Epoch} step {progress.Step}/{progress.StepsPerEpoch}";
        return node with
        {
            Doing = crew ?? (score.Waiting is { } what ? $"{score.Phase.Word()}, waits for {what.Words()}" : score.Phase.Word()),
            Restarts = Math.Max(0, run.Attempts - 1),
            LastReason = run.LastFault,
            Children = [.. node.Children.Select(child => child.Name == $"crew-{run.Attempts}" ? child with { Doing = crew } : child)],
        };
    }

    private static string? Words(SweepTally? sweep) =>
        sweep is null ? null : string.Join(", ", sweep.Phases.Select(phase => $"{phase.Value} {phase.Key.Word()}"));
}
