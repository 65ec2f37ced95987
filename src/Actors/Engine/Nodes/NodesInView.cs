using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Nodes;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>The nodes of an engine, as they are now. The lab writes it; runs and the door read it, on their own threads.</summary>
internal sealed class NodesInView
{
    private volatile ImmutableSortedDictionary<string, Node> _now = ImmutableSortedDictionary<string, Node>.Empty;

    public ImmutableSortedDictionary<string, Node> Now
    {
        get => _now;
        set => _now = value;
    }

    public ImmutableArray<NodeFacts> Facts =>
        [.. Now.Values.Select(node => new NodeFacts(
            node.Name, node.Address, node.Since, node.IsReachable, node.Slots, node.Roots, [.. node.Lacks.Select(lack => $"{lack.Key}: {lack.Value}")]))];
}
