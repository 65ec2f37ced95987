using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Crews;

/// <summary>Everything of a run that can break. Falls together and is never restarted in place: the run hires another.</summary>
internal sealed class CrewActor : ReceiveActor
{
    private readonly CrewOrder.Begin _begin;
    private readonly TimeProvider _clock;
    private readonly EngineObserver? _observer;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private TrainingPosition? _at;
    private ImageStore? _store;
    private IActorRef _trainer = ActorRefs.Nobody;

    public CrewActor(CrewOrder.Begin begin, TimeProvider clock, EngineObserver? observer)
    {
        _begin = begin;
        _clock = clock;
        _observer = observer;

        Receive<BuildCrew>(_ =>
        {
            try
            {
                StartChildren();
            }
            catch (Exception e) // whatever it is, the run is told
            {
                Fall(e);
            }
        });
        Receive<CrewOrder.SaveAndStop>(order =>
        {
            // An order that overtook the start waits behind it: whoever gave it is owed an answer.
            if (_trainer.IsNobody()) Self.Forward(order);
            else _trainer.Forward(order);
        });
        Receive<CrewOrder.End>(_ => Context.Stop(Self));
        Receive<CrewReport>(Report);
        Receive<ChildFell>(fell => Fall(fell.Cause));
    }

    public static Props Props(CrewOrder.Begin begin, TimeProvider clock, EngineObserver? observer = null) =>
        Akka.Actor.Props.Create(() => new CrewActor(begin, clock, observer));

    protected override void PreStart() => Self.Tell(new BuildCrew());

    protected override void PostStop() => _store?.Dispose();

    protected override SupervisorStrategy SupervisorStrategy()
    {
        var self = Self;
        return new OneForOneStrategy(-1, -1, cause =>
        {
            self.Tell(new ChildFell(cause));
            return Directive.Stop;
        }, loggingEnabled: false); // the crew tells of its fall itself, and of where it stood
    }

    private void StartChildren()
    {
        _store = ImageStore.Open(_begin.ImageStoreFile);
        var spec = _begin.Spec;
        var source = BatchSource.Of(spec, _store);
        var plan = source.Plan;
        var classes = _store.Classes.Length;

        var loader = Context.ActorOf(LoaderActor.Props(new LoaderWiring(_begin.Attempt, source, _begin.ReadAhead)), "loader");
        var cams = Context.ActorOf(CamsActor.Props(_begin.Attempt, spec.Accepting(_begin.AcceptedPlugin), classes, plan.TrainingSteps),
            "cams");
        _trainer = Context.ActorOf(TrainerActor.Props(new TrainerWiring(_begin, source, loader, cams, _clock, _observer)), "trainer");
    }

    private void Report(CrewReport report)
    {
        _at = report.Where is { } at && at.CompareTo(_at) > 0 ? at : _at; // a save tells of where training stood
        Context.Parent.Tell(report);
    }

    private void Fall(Exception cause)
    {
        var fault = FaultClassifier.Classify(cause, _at);
        _log.At(_begin.Attempt, _at ?? _begin.From?.At).Error(cause, "The crew falls: {Reason}", fault.Reason);
        Context.Parent.Tell(new CrewReport.Failed(fault) { Attempt = _begin.Attempt });
        Context.Stop(Self);
    }

    private sealed record BuildCrew;

    private sealed record ChildFell(Exception Cause);
}
