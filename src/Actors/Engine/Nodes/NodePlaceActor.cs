using Akka.Actor;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>Stands for a node in the live tree. It is told nothing.</summary>
internal sealed class NodePlaceActor : UntypedActor
{
    public static Props Props { get; } = Akka.Actor.Props.Create<NodePlaceActor>();

    protected override void OnReceive(object message) => Unhandled(message);
}
