using System.Diagnostics;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Telemetry;
using Akka.Actor;

namespace ActorGaze.Actors.Workers;

/// <summary>The run's place in a worker process: starts the crew, passes orders down and reports up, and ends the system with it.</summary>
internal sealed class WorkerActor : ReceiveActor
{
    private IActorRef _crew = ActorRefs.Nobody;

    public WorkerActor(WorkerLine line, WorkerCounts counts, EngineObserver? observer)
    {
        Receive<CrewOrder.Begin>(begin => _crew = Context.Watch(Context.ActorOf(CrewActor.Props(begin, TimeProvider.System, observer), "crew")));
        Receive<CrewOrder.SaveAndStop>(order => _crew.Tell(order));
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

    private static long? PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 is > 0 and var bytes ? bytes : null; // macOS does not tell
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
}
