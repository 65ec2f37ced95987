using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;

namespace ActorGaze.Tui.Rendering;

/// <summary>What an actor does, in a few words, as the runs' lines tell it. Pure.</summary>
internal static class CensusWords
{
    /// <param name="above">The actor that it is a child of; null for the root.</param>
    /// <param name="line">Finds a run's line; null where there is none.</param>
    /// <returns>Null where there is nothing to tell.</returns>
    public static string? Doing(CensusNode node, CensusNode? above, Frame frame, Func<RunId, RunLine?> line)
    {
        if (CensusNode.SweepOf(node.Name) is { } name) return frame.Sweeps.FirstOrDefault(sweep => sweep.Name == name) is { } sweep
            ? string.Join(", ", sweep.PhaseCounts().Select(phase => $"{phase.Runs} {phase.Text}"))
            : null;
        if (CensusNode.RunOf(node.Name) is { } run) return line(run) is { } told ? Doing(told) : "reading its journal";
        if (CensusNode.NodeOf(node.Name) is { } machine) return Nodes(machine, frame);
        return CensusNode.IsCrew(node.Name) && above is not null && CensusNode.RunOf(above.Name) is { } owner
            ? Training(line(owner))
            : null;
    }

    private static string Nodes(string machine, Frame frame)
    {
        var runs = frame.Runs.Where(run => run.Doing is not null && run.Device is { } device && DevicePlace.Of(device).Node == machine)
            .ToList();
        return runs.Count == 0 ? "trains nothing" : $"trains {string.Join(", ", runs.Select(run => run.Id))}";
    }

    private static string Doing(RunLine run) =>
        Training(run) ?? (run.Waiting is { } waiting ? $"{run.PhaseText}, waits for {waiting.Words()}" : run.PhaseText);

    private static string? Training(RunLine? run) =>
        run?.Doing is { } doing ? $"{doing}, epoch {run.Epoch} step {run.Step}/{run.StepsPerEpoch}" : null;
}
