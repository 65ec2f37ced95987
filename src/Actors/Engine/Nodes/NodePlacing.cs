using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>Which slots of nodes there are, and what may train there. Pure.</summary>
/// <param name="Devices">The setting <c>engine.devices</c>.</param>
/// <param name="DataRoots">The engine's names for data folders.</param>
internal sealed record NodePlacing(ImmutableArray<string> Devices, ImmutableSortedDictionary<string, string> DataRoots)
{
    /// <summary>The board after nodes have come, gone, or are not heard.</summary>
    public SlotBoard<T> Of<T>(SlotBoard<T> board, ImmutableSortedDictionary<string, Node> before,
        ImmutableSortedDictionary<string, Node> now)
        where T : notnull
    {
        foreach (var (name, node) in before)
        {
            if (now.TryGetValue(name, out var still) && still.Ref.Equals(node.Ref) && still.TakesRuns == node.TakesRuns) continue;
            board = !now.ContainsKey(name) || !still!.Ref.Equals(node.Ref) ? board.Withdraw(IsOf(name)) : still.TakesRuns ? board
                : board.Suspend(IsOf(name));
        }

        foreach (var (name, node) in now)
        {
            var had = before.TryGetValue(name, out var earlier) && earlier.Ref.Equals(node.Ref);
            if (!had) board = board.Add(node.Slots.Where(slot => DevicePlace.Of(slot).IsTakenBy(Devices)));
            else if (node.TakesRuns && !earlier!.TakesRuns) board = board.Restore(IsOf(name));
        }

        return board;
    }

    /// <summary>Whether a run can be given a device.</summary>
    /// <param name="run">Null: not known yet.</param>
    public bool Fits(RunSpec? run, string device, ImmutableSortedDictionary<string, Node> nodes)
    {
        var place = DevicePlace.Of(device);
        if (place.Node is not { } name) return true;
        return run is not null && nodes.TryGetValue(name, out var node) && Objection(run.Data, node) is null
            && Precisions.Objection(run.Training.Precision, place.Device) is null;
    }

    /// <summary>Why a node cannot train on a data set; null where it may.</summary>
    public string? Objection(string data, Node node) =>
        node.Lacks.TryGetValue(data, out var told) ? told
        : DataFolders.IsPhantoms(data) ? null
        : NamedData.Of(data, DataRoots) is not { } named ? "the engine's data.roots names no folder that holds it"
        : node.Roots.Contains(named.Root) ? null
        : $"data.roots has no {named.Root} there";

    private static Predicate<string> IsOf(string node) => device => DevicePlace.Of(device).Node == node;
}
