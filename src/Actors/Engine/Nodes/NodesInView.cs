using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Nodes;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>The nodes of an engine, as they are now. The lab writes it; runs and the door read it, on their own threads.</summary>
internal sealed class NodesInView
{
    private volatile ImmutableSortedDictionary<string, Node> _now = ImmutableSortedDictionary<string, Node>.Empty;
    private volatile ImmutableSortedSet<string> _data = [];
    private volatile NodePlacing? _placing;

    public ImmutableSortedDictionary<string, Node> Now
    {
        get => _now;
        set => _now = value;
    }

    /// <summary>The data sets of all runs.</summary>
    public ImmutableSortedSet<string> Data
    {
        get => _data;
        set => _data = value;
    }

    public NodePlacing Placing
    {
        set => _placing = value;
    }

    public ImmutableArray<NodeFacts> Facts => [.. Now.Values.Select(node => new NodeFacts(
        node.Name, node.Address, node.Since, node.IsReachable, node.Slots, node.Roots,
        [.. Data.Select(data => (Data: data, Why: _placing?.Objection(data, node))).Where(of => of.Why is not null)
            .Select(of => $"{of.Data}: {of.Why}")]))];
}
