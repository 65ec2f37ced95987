using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Metrics;

namespace ActorGaze.Actors.Engine.Census;

/// <summary>Adds to a census what the scoreboard knows: how often a run lost its crew, and why. Pure.</summary>
internal static class CensusOfRuns
{
    public static CensusNode Over(CensusNode node, Scoreboard board)
    {
        var run = CensusNode.RunOf(node.Name) is { } id ? board.Runs.GetValueOrDefault(id)?.Summary : null;
        return node with
        {
            Restarts = run is null ? node.Restarts : Math.Max(0, run.Attempts - 1),
            LastReason = run is null ? node.LastReason : run.LastFault,
            Children = [.. node.Children.Select(child => Over(child, board))],
        };
    }
}
