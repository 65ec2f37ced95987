using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Telemetry;
using Akka.Actor;

namespace ActorGaze.Actors.Cluster;

/// <summary>The way between a run's crew in the engine and the crew's part on a node.</summary>
internal sealed class LinkActor : ReceiveActor
{
    /// <summary>How long a crew that is not needed any more, and has not told where it is, is waited for, so that it can be told.</summary>
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(30);

    private readonly IActorRef _node;
    private IActorRef _there = ActorRefs.Nobody;
    private CrewOrder.End? _end;
    private bool _isClosing;

    public LinkActor(IActorRef node, IActorRef crew)
    {
        _node = node;
        Receive<NodeOrder>(order => Pass(order, node));
        Receive<CrewOrder.End>(_ => _there.IsNobody(), order => _end = order);
        Receive<CrewOrder>(order => Pass(order, _there));
        Receive<Close>(_ =>
        {
            _isClosing = true;
            if (_there.IsNobody() && _end is not null) SetReceiveTimeout(LongestClosing);
            else Context.Stop(Self);
        });
        Receive<ReceiveTimeout>(_ => Context.Stop(Self));
        ReceiveAny(report => OnReport(report, crew));
    }

    public static Props Props(IActorRef node, IActorRef crew) => Akka.Actor.Props.Create(() => new LinkActor(node, crew));

    /// <summary>From the node that it leads to alone.</summary>
    private void OnReport(object report, IActorRef crew)
    {
        if (report is not (CrewReport or WorkerReport or NodeReport) || !Sender.Path.Address.Equals(_node.Path.Address))
        {
            Unhandled(report);
            return;
        }

        _there = Sender;
        if (_end is { } end) Pass(end, _there);
        if (_isClosing) Context.Stop(Self);
        else Pass(report, crew);
        _end = null;
    }

    private void Pass(object message, IActorRef to)
    {
        Instruments.NodeMessage();
        to.Tell(message, Self);
    }

    /// <summary>The crew here needs it no more.</summary>
    internal sealed record Close;
}
