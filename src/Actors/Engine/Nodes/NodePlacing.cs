using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Storage;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>Which slots of nodes there are, and what may train there. Pure.</summary>
/// <param name="Devices">The setting <c>engine.devices</c>.</param>
/// <param name="DataRoots">The engine's names for data folders.</param>
internal sealed record NodePlacing(ImmutableArray<string> Devices, ImmutableSortedDictionary<string, string> DataRoots)
{
    /// <summary>The board after nodes have come, gone, or are not heard.</summary>
    public SlotBoard<T> Of<T>(SlotBoard<T> board, ImmutableSortedDictionary<string, Node> before, ImmutableSortedDictionary<string, Node> now)
        where T : notnull
    {
        foreach (var (name, node) in before)
        {
            if (now.TryGetValue(name, out var still) && still.Ref.Equals(node.Ref) && still.IsReachable == node.IsReachable) continue;
            board = !now.ContainsKey(name) || !still!.Ref.Equals(node.Ref) ? board.Withdraw(IsOf(name)) : still.IsReachable ? board : board.Suspend(IsOf(name));
        }

        foreach (var (name, node) in now)
        {
            var had = before.TryGetValue(name, out var earlier) && earlier.Ref.Equals(node.Ref);
            if (!had) board = board.Add(node.Slots.Where(slot => DevicePlace.Of(slot).IsTakenBy(Devices)));
            else if (node.IsReachable && !earlier!.IsReachable) board = board.Restore(IsOf(name));
        }

        return board;
    }

    /// <summary>Whether a run of a data set can be given a device.</summary>
    /// <param name="data">Null: not known yet.</param>
    public bool Fits(string? data, string device, ImmutableSortedDictionary<string, Node> nodes)
    {
        if (DevicePlace.Of(device).Node is not { } name) return true;
        if (data is null || !nodes.TryGetValue(name, out var node) || node.Lacks.ContainsKey(data)) return false;
        return DataFolders.IsPhantoms(data) || (NamedData.Of(data, DataRoots) is { } named && node.Roots.Contains(named.Root));
    }

    private static Predicate<string> IsOf(string node) => device => DevicePlace.Of(device).Node == node;
}
