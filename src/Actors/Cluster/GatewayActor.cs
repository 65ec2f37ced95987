using ActorGaze.Actors.Contracts.Nodes;
using Akka.Actor;
using Akka.Cluster;

namespace ActorGaze.Actors.Cluster;

/// <summary>What nodes speak to first. It passes on what they tell, and what becomes of members.</summary>
internal sealed class GatewayActor : ReceiveActor
{
    public GatewayActor(IActorRef nodes)
    {
        Receive<NodeReport>(report => nodes.Tell(report, Sender));
        Receive<ClusterEvent.IClusterDomainEvent>(happened => nodes.Tell(happened, Self));
    }

    public static Props Props(IActorRef nodes) => Akka.Actor.Props.Create(() => new GatewayActor(nodes));

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent),
        typeof(ClusterEvent.IReachabilityEvent));
}
