using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Engine.Images;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Nodes;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine;

/// <summary>The engine's root: deals slots, routes commands, and lets nobody leave before all is saved.</summary>
public sealed class LabActor : ReceiveActor, IWithTimers
{
    private readonly Dictionary<string, IActorRef> _sweeps = [];
    private readonly Dictionary<RunId, IActorRef> _sweepOf = [];
    private readonly Dictionary<RunId, RunSpec> _specOf = [];
    private readonly IActorRef _metrics;
    private readonly RunWiring _wiring;
    private readonly NodePlacing _placing;
    private SlotBoard<IActorRef> _slots;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private volatile ImmutableSortedDictionary<string, BitFacts>? _devices; // of the workers; read by runs
    private readonly NodesInView _nodes;
    private readonly WorkerPool? _pool; // null: crews live in this process
    private bool _warmsUp;
    private bool _isPlanned; // one that was restarted before may be told twice
    private bool _startsRuns;
    private IActorRef? _leaver;

    public LabActor(LabSettings settings, StateFolder folder, LabServices services, Task<SlotPlan> plan)
    {
        var census = Context.ActorOf(CensusActor.Props(services.Clock), "census"); // first, so that it sees everyone start
        _metrics = Context.ActorOf(MetricsActor.Props(folder, services.Projection), "metrics");
        var images = Context.ActorOf(ImagesActor.Props(new ImagesWiring(settings, folder, _metrics,
            services.Clock) { Export = services.Plugins.Sources.Folder }), "images");
        var nodes = Context.ActorOf(NodesActor.Props(settings.Cluster, folder, services.Cluster, services.Clock), "nodes");
        Props CrewHere(CrewOrder.Begin begin) =>
            services.Pool is { } pool ? WorkerCrewActor.Props(begin, pool) : CrewActor.Props(begin, services.Clock, services.Observer);
        _wiring = new RunWiring(
            settings, folder, images, _metrics, services.Clock,
            begin => IsOfThisMachine(begin.Device) && IsOfThisMachine(begin.DeviceBefore)
                ? CrewHere(begin)
                : LeasedCrewActor.Props(new LeasedCrew(begin, nodes, (node, crew) => services.Cluster?.Link(node, crew), CrewHere(begin),
                    settings.Cluster.Lease, settings.DataRoots, services.Clock)))
        {
            Observer = services.Observer,
            Bits = BitsOf,
        };
        _slots = SlotBoard<IActorRef>.Of([]);
        plan.PipeTo(Self, success: it => new SlotsPlanned(it.Slots), failure: _ => new SlotsPlanned([])); // where it fails, the engine ends
        (_nodes, _placing) = (services.Nodes, new NodePlacing(settings.Devices, settings.DataRoots));
        _nodes.Placing = _placing;
        (_pool, _startsRuns) = (services.Pool, services.Pool is null);
        _pool?.Facts.PipeTo(Self);

        Receive<SweepSpec>(Submit);
        Receive<SweepStatus>(Note);
        Receive<SweepRefused>(_metrics.Forward);
        Receive<SweepsRemembered>(_metrics.Forward);
        Receive<WarmsUp>(_ => WarmUp());
        Receive<ForRun>(Route);
        Receive<GetPhases>(_ => new PhasesRound(
            [.. _sweeps.OrderBy(sweep => sweep.Key, StringComparer.Ordinal).Select(sweep => sweep.Value)], RunsStanding.None).GoOn(Sender));
        Receive<GetScoreboard>(_metrics.Forward);
        Receive<GetCensus>(census.Forward);
        Receive<NodesChanged>(changed => Deal(_placing.Of(_slots, _nodes.Now, _nodes.Now = changed.Nodes)));
        Receive<SlotsPlanned>(planned =>
        {
            if (!_isPlanned) Deal(_slots.AddInFront(planned.Slots));
            _isPlanned = true;
        });
        Receive<SlotWanted>(wanted =>
        {
            WarmUp();
            Deal(_slots.Want(Sender, wanted.Run));
        });
        Receive<SlotReturned>(returned => Deal(_slots.Return(returned.Run)));
        Receive<WorkerReport.Up>(up => StartRuns(up.Devices));
        Receive<NoWorker>(lost =>
        {
            _log.Error("{Reason}", lost.Reason);
            StartRuns(_devices); // each run tries, and tells why it cannot; where one comes up, its devices are known
        });
        Receive<Leave>(_ => BeginShutdown());
        Receive<Terminated>(gone => SweepGone(gone.ActorRef));
        Receive<WakeSweep>(wake =>
        {
            if (_leaver is null) SweepNamed(wake.Name);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LabSettings settings, StateFolder folder, LabServices services, Task<SlotPlan> plan) =>
        Akka.Actor.Props.Create(() => new LabActor(settings, folder, services, plan));

    protected override SupervisorStrategy SupervisorStrategy() => new SweepsStop();

    /// <summary>Has a first worker wait, and runs start when it is up.</summary>
    private void WarmUp()
    {
        if (_pool is null || _warmsUp || _leaver is not null) return;
        _warmsUp = true;
        EngineWorkers.FirstUpAsync(_pool, _wiring.Settings.StepTimeout, _wiring.Clock) // that it is up is told twice, without harm
            .PipeTo(Self, failure: e => new NoWorker(e.Message));
    }

    private void Submit(SweepSpec sweep)
    {
        if (_leaver is not null) Sender.Tell(new Answer.Refused("The engine is shutting down.", Refusal.TryAgain));
        else if (Objection(sweep) is { } reason) Sender.Tell(new Answer.Refused(reason));
        else SweepNamed(sweep.Name).Forward(sweep);
    }

    /// <summary>A run has one journal, and so one sweep.</summary>
    private string? Objection(SweepSpec sweep)
    {
        var owners = sweep.Runs.Select(run => (run.Id, Sweep: _sweepOf.GetValueOrDefault(run.Id)));
        return owners.FirstOrDefault(o => _sweeps.Any(s => s.Value.Equals(o.Sweep) && s.Key != sweep.Name)) is { Sweep: not null } taken
            ? $"The run {taken.Id} of {sweep.Name} belongs to another sweep."
            : null;
    }

    private IActorRef SweepNamed(string name)
    {
        if (_sweeps.TryGetValue(name, out var sweep)) return sweep;
        return _sweeps[name] = Context.Watch(Context.ActorOf(SweepActor.Props(name, _wiring), $"sweep-{name}"));
    }

    private void Note(SweepStatus stands)
    {
        foreach (var run in stands.Spec.Runs) (_sweepOf[run.Id], _specOf[run.Id]) = (Sender, run);
        _nodes.Data = [.. _nodes.Data.Union(stands.Spec.Runs.Select(run => run.Data))];
    }

    private void Route(ForRun command)
    {
        if (_sweepOf.TryGetValue(command.Run, out var sweep)) sweep.Forward(command);
        else Sender.Tell(new Answer.Refused($"There is no run {command.Run} here.", Refusal.WrongInput));
    }

    private void Deal(SlotBoard<IActorRef> board)
    {
        _slots = board;
        while (_startsRuns && _leaver is null && _slots.Grant(Fits) is { } granted)
        {
            _slots = granted.Board;
            granted.Who.Tell(new SlotGranted(granted.Run, granted.Device));
        }
    }

    /// <summary>Whether a run can train on a device: a node has to have its data.</summary>
    private bool Fits(RunId run, string device) => _placing.Fits(_specOf.GetValueOrDefault(run), device, _nodes.Now);

    private static bool IsOfThisMachine(string? device) => device is null || DevicePlace.Of(device).Node is null;

    /// <summary>What the devices are is known, so that runs may start on them.</summary>
    private void StartRuns(ImmutableSortedDictionary<string, BitFacts>? devices)
    {
        (_devices, _startsRuns) = (devices, true);
        Deal(_slots);
    }

    /// <summary>What the bits of a run on a device depend on; null where no worker could tell.</summary>
    private BitFacts? BitsOf(RunSpec spec, string device)
    {
        var node = DevicePlace.Of(device).Node;
        if (node is null && _pool is null) return BitFacts.Of(device, spec.Threads, spec.Training.Precision);
        var devices = node is null ? _devices : _nodes.Now.GetValueOrDefault(node)?.Devices;
        return devices?.GetValueOrDefault(device) is { } facts
            ? facts with { Threads = spec.Threads, Precision = spec.Training.Precision }
            : null;
    }

    private void SweepGone(IActorRef sweep)
    {
        var name = _sweeps.First(pair => pair.Value.Equals(sweep)).Key;
        _sweeps.Remove(name);
        Deal(_slots.Forget(sweep));
        if (_leaver is null) Timers.StartSingleTimer(name, new WakeSweep(name), Backoff.Delay(_wiring.Settings.Retry, 1, 0));
        else if (_sweeps.Count == 0) _leaver.Tell(new Answer.Accepted("All is saved."));
    }

    private void BeginShutdown()
    {
        _leaver = Sender;
        if (_sweeps.Count == 0) _leaver.Tell(new Answer.Accepted("Nothing was running."));
        foreach (var sweep in _sweeps.Values) sweep.Tell(new Leave());
    }

    /// <summary>A sweep that fails is stopped, so that its slots are given back, and begun again. Any other child is restarted.</summary>
    private sealed class SweepsStop() : OneForOneStrategy(_ => Directive.Restart)
    {
        protected override Directive Handle(IActorRef child, Exception exception) =>
            child.Path.Name.StartsWith("sweep-", StringComparison.Ordinal) ? Directive.Stop : base.Handle(child, exception);
    }

    /// <summary>To the lab: a first worker is to be ready.</summary>
    internal sealed record WarmsUp;

    private sealed record NoWorker(string Reason);

    /// <summary>The slots of this machine.</summary>
    private sealed record SlotsPlanned(ImmutableArray<string> Slots);

    /// <summary>A sweep's actor falls when its journal cannot be written; it comes back and reads what is on disk.</summary>
    private sealed record WakeSweep(string Name);
}
