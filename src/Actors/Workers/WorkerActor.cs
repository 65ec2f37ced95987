using System.Diagnostics;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Workers;

/// <summary>The run's place in a worker process: starts the crew, passes orders down and reports up, and ends the system with it.</summary>
internal sealed class WorkerActor : ReceiveActor
{
    private readonly WorkerLine _line;
    private readonly EngineObserver? _observer;
    private IActorRef _crew = ActorRefs.Nobody;
    private CrewOrder.Begin? _waiting;
    private CrewOrder.SaveAndStop? _toStop;
    private WorkerLease? _lease;

    public WorkerActor(WorkerLine line, WorkerCounts counts, EngineObserver? observer)
    {
        (_line, _observer) = (line, observer);
        Receive<CrewOrder.Begin>(Begin);
        Receive<CrewOrder.LeaseGranted>(granted =>
        {
            if (_lease?.Grant(granted.Number) == true) Start(_waiting!);
        });
        Receive<CrewOrder.SaveAndStop>(order =>
        {
            if (_crew.IsNobody()) _toStop = order; // it waits for its first lease
            else _crew.Tell(order);
        });
        Receive<CrewReport>(report =>
        {
            if (report is not CrewReport.StepTaken) counts.Tell(); // it may be the crew's last
            line.Tell(report switch
            {
                CrewReport.StepTaken step => step with { Memory = PeakMemory() },
                CrewReport.EpochClosed epoch => epoch with { Memory = PeakMemory() },
                _ => report,
            });
        });
        Receive<Terminated>(_ => Context.System.Terminate());
    }

    public static Props Props(WorkerLine line, WorkerCounts counts, EngineObserver? observer) =>
        Akka.Actor.Props.Create(() => new WorkerActor(line, counts, observer));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PostStop() => _lease?.Dispose();

    /// <summary>With a lease, nothing begins before the engine has granted the first.</summary>
    private void Begin(CrewOrder.Begin begin)
    {
        if (begin.Lease is not { } length)
        {
            Start(begin);
            return;
        }

        _waiting = begin;
        _lease = new WorkerLease(length, number => _line.Tell(new WorkerReport.LeaseWanted(begin.Attempt, number)), () =>
            EndProcess(begin, length));
    }

    private void Start(CrewOrder.Begin begin)
    {
        _crew = Context.Watch(Context.ActorOf(CrewActor.Props(begin, TimeProvider.System, _lease is { } lease ? Under(lease) : _observer),
            "crew"));
        if (_toStop is { } order) _crew.Tell(order);
    }

    /// <summary>After the lease no other step is taken, and a save that would become visible does not.</summary>
    private EngineObserver Under(WorkerLease lease)
    {
        var observer = _observer ?? new EngineObserver();
        return observer with
        {
            Stepped = (run, at) =>
            {
                if (!lease.IsHeld) EndProcess(_waiting!, lease.Length);
                observer.Stepped?.Invoke(run, at);
            },
            Saving = stage =>
            {
                if (stage != SaveStage.Renamed && !lease.IsHeld)
                    throw new IOException("The lease of this attempt is over: what it would save belongs to another.");
                observer.Saving?.Invoke(stage);
            },
        };
    }

    /// <summary>The engine was not heard for so long that it may have given the run to another. Nothing more is saved.</summary>
    private static void EndProcess(CrewOrder.Begin begin, TimeSpan length)
    {
        Console.Error.WriteLine(
            FormattableString.Invariant(
            $"{begin.Spec.Id}: the engine granted no lease for {length.TotalSeconds:0.#} s; attempt {begin.Attempt} gives up."));
        Process.GetCurrentProcess().Kill();
    }

    private static long? PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 is > 0 and var bytes ? bytes : null; // macOS does not tell
    }
}
