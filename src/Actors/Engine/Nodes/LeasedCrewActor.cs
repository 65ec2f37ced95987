using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>
/// A run's crew where another machine has a part in it. It waits until nothing of the run trains elsewhere, and then the crew lives on a
/// node, or on this machine. It stops when the crew is gone, or can no longer train because its lease is over.
/// </summary>
internal sealed class LeasedCrewActor : ReceiveActor, IWithTimers, IWithStash
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    private readonly LeasedCrew _crew;
    private readonly CrewOrder.Begin _begin;
    private readonly DevicePlace _place;
    private readonly long _start;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _link = ActorRefs.Nobody;
    private string _process = "";
    private bool _isThere;
    private TrainingPosition? _at;
    private TimeSpan? _granted;
    private TimeSpan _asked;
    private bool _hasFailed;
    private bool _ending;

    public LeasedCrewActor(LeasedCrew crew)
    {
        (_crew, _begin, _place, _start) = (crew, crew.Begin, DevicePlace.Of(crew.Begin.Device), crew.Clock.GetTimestamp());
        Become(Waiting);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public static Props Props(LeasedCrew crew) => Akka.Actor.Props.Create(() => new LeasedCrewActor(crew));

    private TimeSpan Now => _crew.Clock.GetElapsedTime(_start);

    private string Node => _place.Node!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(NodeGone));
        Context.System.EventStream.Subscribe(Self, typeof(NodeLeaves));
        Timers.StartPeriodicTimer(nameof(Tick), new Tick(), TimeSpan.FromMilliseconds(Math.Min(1000, _crew.Lease.TotalMilliseconds / 10)));
        _crew.Nodes.Tell(new AwaitFree(_begin.Spec.Id, _begin.DeviceBefore is { } before ? DevicePlace.Of(before).Node : null));
    }

    /// <summary>A crew on a node that is not known to be gone is told to end. If that does not arrive, its lease ends it.</summary>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _link.Tell(new CrewOrder.End(_begin.Attempt));
        _link.Tell(new LinkActor.Close());
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <summary>Until nothing of the run trains elsewhere, and its node is found.</summary>
    private void Waiting()
    {
        Receive<RunIsFree>(_ =>
        {
            if (_place.Node is { } node) _crew.Nodes.Tell(new FindNode(node));
            else Become(Here);
        });
        Receive<NodeFound>(found =>
        {
            if (found.Node is { } node && _crew.Link(node.Ref, Self) is { } link) StartOn(node, link);
            else Displace("has left, or is not heard"); // nothing was trained: that is no fault
        });
        Receive<NodeLeaves>(OnNodeLeaves);
        Receive<CrewOrder.End>(_ => Context.Stop(Self));
        Receive<CrewOrder.SaveAndStop>(_ => Context.Stop(Self)); // nothing was trained
        Receive<NodeGone>(_ => { });
        Receive<Tick>(_ => Prepares());
        ReceiveAny(_ => Stash.Stash());
    }

    /// <summary>The crew lives on this machine.</summary>
    private void Here()
    {
        Timers.Cancel(nameof(Tick));
        var crew = Context.Watch(Context.ActorOf(_crew.Local, "local"));
        Receive<CrewOrder>(order => crew.Tell(order));
        Receive<CrewReport>(report => Context.Parent.Tell(report));
        Receive<Terminated>(_ => Context.Stop(Self));
        Receive<NodeGone>(_ => { });
        Receive<NodeLeaves>(_ => { });
        Receive<Tick>(_ => { });
        Stash.UnstashAll();
    }

    private void StartOn(Node node, IActorRef link)
    {
        (_link, _process, _asked) = (link, node.Process, Now);
        var images = _begin.Images!;
        link.Tell(new NodeOrder.StartCrew(
            _begin with { Device = _place.Device }, images.Request.Alone(), images.Facts, NamedData.Of(_begin.Spec.Data, _crew.DataRoots),
            _crew.Lease)
        {
            FirstDecoded = images.Request.FirstDecoded,
        });
        Become(There);
        Stash.UnstashAll();
    }

    /// <summary>The crew lives on a node.</summary>
    private void There()
    {
        Receive<NodeReport.Starting>(starting =>
        {
            Found();
            _log.At(_begin.Attempt, _begin.From?.At).Info("{Node} {Doing}", Node, starting.Doing);
        });
        Receive<CrewReport>(Report);
        Receive<WorkerReport.LeaseWanted>(Grant);
        Receive<WorkerReport.Counted>(Workers.WorkerTold.Count);
        Receive<WorkerReport.Logged>(line => Workers.WorkerTold.Log(_log.At(_begin.Attempt, _at ?? _begin.From?.At), line));
        Receive<NodeReport.ImagesRefused>(refused =>
        {
            if (refused.Lasting) _crew.Nodes.Tell(new NodeLacks(Node, _begin.Spec.Data, refused.Reason));
            Fail($"{Node}: {refused.Reason}");
        });
        Receive<NodeReport.CrewGone>(_ => Gone());
        Receive<CrewOrder.End>(End);
        Receive<CrewOrder>(order =>
        {
            if (_isThere) _link.Tell(order);
            else Stash.Stash();
        });
        Receive<NodeLeaves>(OnNodeLeaves);
        Receive<NodeGone>(gone => gone.Node == Node, OnNodeGone);
        Receive<NodeGone>(_ => { });
        Receive<Tick>(_ => OnTick());
    }

    /// <summary>The node has a part of the crew: orders have somewhere to go.</summary>
    private void Found()
    {
        if (_isThere) return;
        _isThere = true;
        Stash.UnstashAll();
    }

    private void Report(CrewReport report)
    {
        Found();
        if (FileOf(report) is { } file && !CheckpointFolder.IsName(file))
        {
            Fail($"{Node} named the checkpoint '{Nn.ReasonText.Escaped(file)}', which is no file's name");
            return;
        }

        _at = report.Where is { } at && at.CompareTo(_at) > 0 ? at : _at;
        if (report is CrewReport.Failed) _hasFailed = true;
        Context.Parent.Tell(report);
    }

    private static string? FileOf(CrewReport report) => report switch
    {
        CrewReport.Saved r => r.Checkpoint.File,
        CrewReport.EpochClosed r => r.Checkpoint.File,
        CrewReport.Damaged r => r.Checkpoint.File,
        _ => null,
    };

    /// <summary>The run's watchdog is told that there is a crew, though it does not train yet.</summary>
    private void Prepares() => Context.Parent.Tell(new CrewReport.Preparing { Attempt = _begin.Attempt });

    /// <summary>The book has it first. A crew that is to end gets none any more.</summary>
    private void Grant(WorkerReport.LeaseWanted wanted)
    {
        Found();
        if (_ending) return;
        _granted = Now;
        _crew.Nodes.Tell(new LeaseIsGranted(_begin.Spec.Id, _begin.Attempt, _process));
        _link.Tell(new CrewOrder.LeaseGranted(_begin.Attempt, wanted.Number));
    }

    private void End(CrewOrder.End end)
    {
        _ending = true;
        if (_isThere) _link.Tell(end);
        else Context.Stop(Self); // no lease was ever granted
    }

    private void OnNodeLeaves(NodeLeaves leaves)
    {
        if (leaves.Node == Node) Displace("leaves");
    }

    /// <summary>The run decides what follows: it has the crew save and stop, and gives its slot back.</summary>
    private void Displace(string why) => Context.Parent.Tell(new CrewReport.Displaced($"{Node} {why}") { Attempt = _begin.Attempt });

    private void OnNodeGone(NodeGone gone)
    {
        if (gone.Cleared == _process) Fail($"{Node} has joined anew; what it trained is ended");
        else if (gone.Cleared is null && _granted is null) Fail($"{Node} has left");
    }

    /// <summary>The lease is over a little later here than on the node.</summary>
    private void OnTick()
    {
        if (_granted is { } granted)
        {
            if (Now - granted > LeaseBook.Counted(_crew.Lease))
                Fail(
                    FormattableString.Invariant(
                    $"{Node} was not heard for {(Now - granted).TotalSeconds:0} s, and the lease of this attempt is over"));
            return;
        }

        Prepares();
        if (!_isThere && Now - _asked > LongestAnswer)
            Fail(FormattableString.Invariant($"{Node} did not answer for {LongestAnswer.TotalSeconds:0} s"));
    }

    private void Fail(string reason)
    {
        if (!_hasFailed && !_ending)
        {
            _log.At(_begin.Attempt, _at ?? _begin.From?.At).Error("The crew is lost: {Reason}", reason);
            Context.Parent.Tell(new CrewReport.Failed(new Fault(FaultClass.Forgivable, reason, _at)) { Attempt = _begin.Attempt });
        }

        Context.Stop(Self);
    }

    private void Gone()
    {
        _crew.Nodes.Tell(new LeaseIsOver(_begin.Spec.Id, _begin.Attempt));
        Context.Stop(Self);
    }

    private sealed record Tick;
}
