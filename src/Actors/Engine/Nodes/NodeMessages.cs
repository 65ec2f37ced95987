using System.Collections.Immutable;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>A machine that trains for this engine.</summary>
/// <param name="Address">Where it is reached, for people.</param>
/// <param name="Slots">A device for each run at once, as <c>NODE/DEVICE</c>.</param>
/// <param name="Devices">What bits depend on there, by <c>NODE/DEVICE</c>.</param>
/// <param name="Roots">The names of its data roots.</param>
internal sealed record Node(
    string Name, IActorRef Ref, string Address, DateTimeOffset Since, ImmutableArray<string> Slots,
    ImmutableSortedDictionary<string, BitFacts> Devices,
    ImmutableArray<string> Roots)
{
    /// <param name="peer">Who it is.</param>
    public static Node Of(Peer peer, IActorRef itself, NodeReport.Hello hello, NodeReport.Joining joining, DateTimeOffset since)
    {
        var address = itself.Path.Address;
        return new Node(
            peer.Name, itself, $"{address.Host}:{address.Port}", since, [.. joining.Slots.Select(InFull)],
            joining.Devices.ToImmutableSortedDictionary(of => InFull(of.Key), of => of.Value, StringComparer.Ordinal), joining.Roots)
        {
            Peer = peer, Process = hello.Process,
        };

        string InFull(string device) => $"{new DevicePlace(peer.Name, device)}";
    }

    /// <summary>Why it cannot train on a data set, by the data set's name here.</summary>
    public ImmutableSortedDictionary<string, string> Lacks { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>By its certificate.</summary>
    public required Peer Peer { get; init; }

    /// <summary>Stands for its process.</summary>
    public required string Process { get; init; }

    /// <summary>The engine hears of it.</summary>
    public bool IsReachable { get; init; } = true;

    /// <summary>It was asked to stop.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>It gets new runs.</summary>
    public bool TakesRuns => IsReachable && !IsLeaving;
}

/// <summary>What nodes there are. Nodes → lab, whenever that changes.</summary>
internal sealed record NodesChanged(ImmutableSortedDictionary<string, Node> Nodes);

/// <summary>Asks to be told (<see cref="RunIsFree"/>) when nothing on another machine may be training a run any more.</summary>
/// <param name="Before">The node of its attempt before, as the journal tells; null where there was none.</param>
internal sealed record AwaitFree(RunId Run, string? Before);

internal sealed record RunIsFree;

/// <summary>Asks for a node. Answered with <see cref="NodeFound"/>.</summary>
internal sealed record FindNode(string Name);

/// <param name="Node">Null: it is not here, leaves, or is not to be heard.</param>
internal sealed record NodeFound(Node? Node);

/// <summary>A lease is about to be granted. Crew → nodes, before the node is told.</summary>
/// <param name="Process">Stands for the node's process.</param>
internal sealed record LeaseIsGranted(RunId Run, int Attempt, string Process);

/// <summary>A crew on a node is gone.</summary>
internal sealed record LeaseIsOver(RunId Run, int Attempt);

/// <summary>On the event stream: a node was asked to stop. It has been taken out of the slots.</summary>
internal sealed record NodeLeaves(string Node);

/// <summary>A node cannot train on a data set, until it joins again.</summary>
internal sealed record NodeLacks(string Node, string Data, string Reason);

/// <summary>On the event stream: a node is no member any more, or it has joined anew.</summary>
/// <param name="Cleared">The process of the node in which nothing of before trains any more; null: nothing is known of that.</param>
internal sealed record NodeGone(string Node, string? Cleared);
