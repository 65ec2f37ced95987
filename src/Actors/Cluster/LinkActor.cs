using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Telemetry;
using Akka.Actor;

namespace ActorGaze.Actors.Cluster;

/// <summary>The way between a run's crew in the engine and the crew's part on a node.</summary>
internal sealed class LinkActor : ReceiveActor
{
    private IActorRef _there = ActorRefs.Nobody;

    public LinkActor(IActorRef node, IActorRef crew)
    {
        Receive<NodeOrder>(order => Pass(order, node));
        Receive<CrewOrder>(order => Pass(order, _there));
        ReceiveAny(report =>
        {
            if (report is not (CrewReport or WorkerReport or NodeReport))
            {
                Unhandled(report);
                return;
            }

            _there = Sender;
            Pass(report, crew);
        });
    }

    public static Props Props(IActorRef node, IActorRef crew) => Akka.Actor.Props.Create(() => new LinkActor(node, crew));

    private void Pass(object message, IActorRef to)
    {
        Instruments.NodeMessage();
        to.Tell(message, Self);
    }
}
