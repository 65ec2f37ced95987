using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Workers;
using Akka.Actor;

namespace ActorGaze.Actors.Nodes;

/// <summary>A crew on this node: opens its images, starts its worker, and passes orders down and reports up.</summary>
internal sealed class NodeCrewActor : ReceiveActor
{
    private readonly NodeOrder.StartCrew _order;
    private readonly IActorRef _run;
    private readonly IActorRef _images;
    private readonly NodeWiring _wiring;
    private IActorRef _crew = ActorRefs.Nobody;

    public NodeCrewActor(NodeOrder.StartCrew order, IActorRef run, IActorRef images, NodeWiring wiring)
    {
        (_order, _run, _images, _wiring) = (order, run, images, wiring);
        Receive<ImagesOpened>(Begin);
        Receive<ImagesFailed>(failed => Refuse(failed.Fault.Reason, lasting: failed.Fault.Class == FaultClass.Final));
        Receive<ImagesSilent>(silent => Refuse($"{silent.Request.Data} does not answer", lasting: false));
        Receive<CrewReport>(report => _run.Tell(report));
        Receive<WorkerReport>(report => _run.Tell(report));
        Receive<CrewOrder.End>(_ =>
        {
            if (_crew.IsNobody()) Context.Stop(Self);
            else Context.Stop(_crew);
        });
        Receive<CrewOrder.SaveAndStop>(_ => _crew.IsNobody(), _ => Context.Stop(Self)); // it has done nothing yet
        Receive<CrewOrder>(order => _crew.Tell(order));
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    public static Props Props(NodeOrder.StartCrew order, IActorRef run, IActorRef images, NodeWiring wiring) =>
        Akka.Actor.Props.Create(() => new NodeCrewActor(order, run, images, wiring));

    private int Attempt => _order.Begin.Attempt;

    /// <summary>Its last word, however it ends.</summary>
    protected override void PostStop() => _run.Tell(new NodeReport.CrewGone(Attempt));

    protected override void PreStart()
    {
        _run.Tell(new NodeReport.Starting(Attempt, "opens the images"));
        var data = _order.Data is { } named ? named.PathIn(_wiring.DataRoots) : Storage.DataFolders.IsPhantoms(_order.Images.Data)
            ? _order.Images.Data : null;
        if (data is null) Refuse(_order.Data is { } missing
            ? $"data.roots has no {missing.Root} here"
            : $"the engine's data.roots names no folder that holds {_order.Images.Data}", lasting: true);
        else _images.Tell(_order.Images with { Data = data, Pinned = _order.Pinned, FirstDecoded = _order.FirstDecoded });
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Begin(ImagesOpened images)
    {
        var begin = _order.Begin with
        {
            ImageStoreFile = images.StoreFile, CheckpointFolder = _wiring.Folder.CheckpointsOf(_order.Begin.Spec.Id), Lease = _order.Lease,
        };
        _crew = Context.Watch(Context.ActorOf(WorkerCrewActor.Props(begin, _wiring.Pool, passesOn: true), "crew"));
        _run.Tell(new NodeReport.Starting(Attempt, "starts the worker"));
    }

    private void Refuse(string reason, bool lasting)
    {
        _run.Tell(new NodeReport.ImagesRefused(Attempt, reason, lasting));
        Context.Stop(Self);
    }
}
