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
    private string _challenge = "";
    private NodeOrder.Prove? _toJoin;
    private bool _hasJoined;
    private IActorRef? _leaver;
    private bool _mayGo;

    public NodeActor(NodeWiring wiring)
    {
        _wiring = wiring;
        _images = Context.ActorOf(wiring.Images, "images");
        Receive<ClusterEvent.MemberUp>(member => member.Member.Address.Equals(wiring.Engine), _ => Hello());
        Receive<ClusterEvent.IClusterDomainEvent>(_ => { });
        Receive<HelloNow>(_ => Hello());
        Receive<NodeOrder>(_ => !Sender.Path.Address.Equals(wiring.Engine), order =>
            _log.Warning("{Address} is not the engine; what it told is dropped", Sender.Path.Address));
        Receive<NodeOrder.Prove>(OnProve);
        Receive<NodeOrder.Welcome>(_ =>
        {
            (_challenge, _hasJoined) = ("", true);
            Timers.Cancel(nameof(HelloNow));
            _wiring.Told(new NodeNews.Joined($"{wiring.Engine.Host}:{wiring.Engine.Port}"));
        });
        Receive<NodeOrder.Refuse>(refused =>
            _wiring.Told(refused.ForNow ? new NodeNews.Waits(refused.Reason) : new NodeNews.Refused(refused.Reason)));
        Receive<NodeOrder.StartCrew>(Start);
        Receive<Terminated>(_ =>
        {
            JoinWhenEmpty();
            GoWhenEmpty();
        });
        Receive<Leave>(_ => BeginToLeave());
        Receive<NodeOrder.Farewell>(_ => LetGo());
        Receive<TimeIsUp>(_ =>
        {
            _log.Warning("Not every run was saved within {Timeout}; what was not goes on from its last checkpoint", _wiring.LongestLeave);
            foreach (var crew in Crews) Context.Stop(crew);
            LetGo();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeWiring wiring) => Akka.Actor.Props.Create(() => new NodeActor(wiring));

    /// <summary>A crew falls for good; what opens images begins anew.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new CrewsStop(_images);

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

    private IEnumerable<IActorRef> Crews => Context.GetChildren().Where(child => !child.Equals(_images));

    private void Hello()
    {
        _challenge = Challenge.New();
        TellEngine(new NodeReport.Hello(WorkerReport.ProgramVersion, _challenge, _wiring.Process, _wiring.Age()));
        Timers.StartSingleTimer(nameof(HelloNow), new HelloNow(), HelloAgain);
    }

    private void TellEngine(NodeReport report) =>
        Context.ActorSelection(new RootActorPath(_wiring.Engine) / "user" / Transport.EngineActor).Tell(report);

    /// <summary>Before it joins, whatever it trained for an engine before is ended.</summary>
    private void OnProve(NodeOrder.Prove order)
    {
        if (_challenge.Length == 0) return; // it has joined
        var (peer, refusal) = _wiring.Check.Of(order.Proof, JoinText.Of("engine", $"{_wiring.Engine}", _challenge));
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
            TellEngine(JoinAnswer.Of(order, _wiring, Akka.Cluster.Cluster.Get(Context.System).SelfAddress));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _wiring.Told(new NodeNews.Waits($"checkpoints.folder: {_wiring.Folder.Checkpoints} cannot be used: {e.Message}"));
        }
    }

    /// <summary>The engine has the runs saved and stopped. Where it is not heard, nothing that is saved would be known to it.</summary>
    private void BeginToLeave()
    {
        _leaver = Sender;
        if (_hasJoined && !Akka.Cluster.Cluster.Get(Context.System).State.Unreachable.Any(member => member.Address.Equals(_wiring.Engine)))
        {
            _wiring.Told(new NodeNews.Leaves(Crews.Count()));
            TellEngine(new NodeReport.Leaving());
            Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(), _wiring.LongestLeave);
            return;
        }

        foreach (var crew in Crews) Context.Stop(crew);
        LetGo();
    }

    private void LetGo()
    {
        _mayGo = true;
        GoWhenEmpty();
    }

    private void GoWhenEmpty()
    {
        if (_mayGo && !Crews.Any()) _leaver?.Tell(new MayGo());
    }

    private void Start(NodeOrder.StartCrew order)
    {
        var name = $"crew-{Contracts.Runs.NameRule.PathStep(order.Begin.Spec.Id.Value)}-{order.Begin.Attempt}";
        if (!Context.Child(name).IsNobody()) return; // told twice
        Context.Watch(Context.ActorOf(NodeCrewActor.Props(order, Sender, _images, _wiring), name));
    }

    private sealed class CrewsStop(IActorRef images) : OneForOneStrategy(_ => Directive.Stop)
    {
        protected override Directive Handle(IActorRef child, Exception exception) =>
            child.Equals(images) ? Directive.Restart : base.Handle(child, exception);
    }

    private sealed record HelloNow;

    private sealed record TimeIsUp;

    /// <summary>Leave, when the runs here are saved. Answered with <see cref="MayGo"/>.</summary>
    internal sealed record Leave;

    /// <summary>No crew is left.</summary>
    internal sealed record MayGo;
}

/// <summary>What a node works with.</summary>
/// <param name="Engine">Where the engine is.</param>
/// <param name="Process">Stands for this process.</param>
/// <param name="Age">Of this process.</param>
/// <param name="Images">Opens its copies of data sets.</param>
/// <param name="Slots">A device for each run at once.</param>
/// <param name="LongestLeave">How long it waits for its runs to be saved when it is to leave.</param>
/// <param name="Told">Is told what becomes of the node.</param>
internal sealed record NodeWiring(
    Identity Own, PeerCheck Check, Address Engine, string Process, Func<TimeSpan> Age, StateFolder Folder, Workers.WorkerPool Pool,
    Props Images, ImmutableArray<string> Slots,
    ImmutableSortedDictionary<string, BitFacts> Devices, ImmutableSortedDictionary<string, string> DataRoots, TimeSpan LongestLeave,
    Action<NodeNews> Told);

/// <summary>What becomes of a node.</summary>
public abstract record NodeNews
{
    private NodeNews() { }

    public sealed record Joined(string Engine) : NodeNews;

    /// <summary>The engine does not take it, or it cannot join.</summary>
    public sealed record Refused(string Reason) : NodeNews;

    /// <summary>It cannot join for now, and asks again.</summary>
    public sealed record Waits(string Reason) : NodeNews;

    /// <summary>It was asked to stop, and leaves when its runs are saved.</summary>
    public sealed record Leaves(int Runs) : NodeNews;

    /// <summary>It is no member any more, and tries to become one again.</summary>
    public sealed record Parted : NodeNews;
}
