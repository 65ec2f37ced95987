using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Crews;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>What <see cref="LeasedCrewActor"/> works with.</summary>
/// <param name="Nodes">Knows the nodes and the leases.</param>
/// <param name="Link">Makes a way between a node and the crew; null where the cluster ends just now.</param>
/// <param name="Local">The crew, where it is to live on this machine.</param>
/// <param name="Lease">How long one lasts.</param>
/// <param name="DataRoots">This machine's.</param>
internal sealed record LeasedCrew(
    CrewOrder.Begin Begin, IActorRef Nodes, Func<IActorRef, IActorRef, IActorRef?> Link, Props Local, TimeSpan Lease,
    ImmutableSortedDictionary<string, string> DataRoots, TimeProvider Clock);
