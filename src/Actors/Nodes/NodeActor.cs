using System.Collections.Immutable;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace ActorGaze.Actors.Nodes;

/// <summary>Joins the engine, and has a child for each crew that the engine starts here.</summary>
internal sealed class NodeActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan HelloAgain = TimeSpan.FromSeconds(3);

    private readonly NodeWiring _wiring;
    private readonly IActorRef _images;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Address? _engine;
    private string _challenge = "";
    private NodeOrder.Prove? _toJoin;

    public NodeActor(NodeWiring wiring)
    {
        _wiring = wiring;
        _images = Context.ActorOf(wiring.Images, "images");
        Receive<ClusterEvent.MemberUp>(member => member.Member.HasRole("engine"), member => Hello(member.Member.Address));
        Receive<ClusterEvent.IClusterDomainEvent>(_ => { });
        Receive<HelloNow>(_ => Hello(_engine!));
        Receive<NodeOrder.Prove>(OnProve);
        Receive<NodeOrder.Welcome>(_ =>
        {
            Timers.Cancel(nameof(HelloNow));
            _wiring.Told(new NodeNews.Joined($"{_engine!.Host}:{_engine.Port}"));
        });
        Receive<NodeOrder.Refuse>(refused => _wiring.Told(new NodeNews.Refused(refused.Reason)));
        Receive<NodeOrder.StartCrew>(Start);
        Receive<Terminated>(_ => JoinWhenEmpty());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeWiring wiring) => Akka.Actor.Props.Create(() => new NodeActor(wiring));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

    private IEnumerable<IActorRef> Crews => Context.GetChildren().Where(child => !child.Equals(_images));

    private void Hello(Address engine)
    {
        (_engine, _challenge) = (engine, JoinAnswer.NewChallenge());
        TellEngine(new NodeReport.Hello(WorkerReport.ProgramVersion, _challenge));
        Timers.StartSingleTimer(nameof(HelloNow), new HelloNow(), HelloAgain);
    }

    private void TellEngine(NodeReport report) =>
        Context.ActorSelection(new RootActorPath(_engine!) / "user" / Transport.EngineActor).Tell(report);

    /// <summary>Before it joins, whatever it trained for an engine before is ended.</summary>
    private void OnProve(NodeOrder.Prove order)
    {
        var (peer, refusal) = _wiring.Check.Of(order.Proof, _challenge);
        if (peer is not { Role: MemberRole.Engine })
        {
            _log.Warning("{Address} is no engine of this cluster: {Reason}", Sender.Path.Address, refusal ?? "it has a node's identity");
            return;
        }

        _toJoin = order;
        foreach (var crew in Crews) Context.Stop(crew);
        JoinWhenEmpty();
    }

    private void JoinWhenEmpty()
    {
        if (_toJoin is not { } order || Crews.Any()) return;
        _toJoin = null;
        try
        {
            TellEngine(JoinAnswer.Of(order, _wiring));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _wiring.Told(new NodeNews.Refused($"checkpoints.folder: {_wiring.Folder.Checkpoints} cannot be used: {e.Message}"));
        }
    }

    private void Start(NodeOrder.StartCrew order)
    {
        var name = $"crew-{Contracts.Runs.NameRule.PathStep(order.Begin.Spec.Id.Value)}-{order.Begin.Attempt}";
        if (!Context.Child(name).IsNobody()) return; // told twice
        Context.Watch(Context.ActorOf(NodeCrewActor.Props(order, Sender, _images, _wiring), name));
    }

    private sealed record HelloNow;
}

/// <summary>What a node works with.</summary>
/// <param name="Images">Opens its copies of data sets.</param>
/// <param name="Slots">A device for each run at once.</param>
/// <param name="Told">Is told what becomes of the node.</param>
internal sealed record NodeWiring(
    Identity Own, PeerCheck Check, StateFolder Folder, Workers.WorkerPool Pool, Props Images, ImmutableArray<string> Slots,
    ImmutableSortedDictionary<string, BitFacts> Devices, ImmutableSortedDictionary<string, string> DataRoots, Action<NodeNews> Told);

/// <summary>What becomes of a node.</summary>
public abstract record NodeNews
{
    private NodeNews() { }

    public sealed record Joined(string Engine) : NodeNews;

    /// <summary>The engine does not take it, or it cannot join.</summary>
    public sealed record Refused(string Reason) : NodeNews;

    /// <summary>It is no member any more, and tries to become one again.</summary>
    public sealed record Parted : NodeNews;
}
