using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// A run's crew that lives in a worker process. It stops when the process is gone, and the process is gone when it has stopped.
/// </summary>
internal sealed class WorkerCrewActor : ReceiveActor
{
    private readonly CrewOrder.Begin _begin;
    private readonly WorkerPool _pool;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private WorkerProcess? _worker;
    private TrainingPosition? _at;
    private bool _hasFailed;

    public WorkerCrewActor(CrewOrder.Begin begin, WorkerPool pool, bool passesOn)
    {
        (_begin, _pool) = (begin, pool);
        Receive<CrewOrder.End>(_ => Context.Stop(Self));
        Receive<CrewOrder>(order => _worker?.Tell(order));
        Receive<CrewReport>(Report);
        Receive<WorkerReport.Up>(_ => { });
        Receive<WorkerReport>(report => passesOn || report is WorkerReport.LeaseWanted, report => Context.Parent.Tell(report));
        Receive<WorkerReport.Counted>(WorkerTold.Count);
        Receive<WorkerReport.Logged>(line => WorkerTold.Log(_log.At(_begin.Attempt, _at ?? _begin.From?.At), line));
        Receive<WorkerExit>(OnExit);
    }

    /// <param name="passesOn">What the worker counts and logs goes to the parent, for an engine on another machine.</param>
    public static Props Props(CrewOrder.Begin begin, WorkerPool pool, bool passesOn = false) =>
        Akka.Actor.Props.Create(() => new WorkerCrewActor(begin, pool, passesOn));

    protected override void PreStart()
    {
        try
        {
            _worker = _pool.Take();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or ObjectDisposedException)
        {
            Fail(new Fault(FaultClass.Forgivable, $"a worker process could not be started: {e.Message}", null));
            Context.Stop(Self);
            return;
        }

        var self = Self;
        _worker.Attach(record => self.Tell(record, self));
        _worker.Exited.PipeTo(Self, Self, failure: e => new WorkerExit(_worker.ProcessId, 0, e.GetBaseException().Message));
        _worker.Tell(_begin);
        _log.At(_begin.Attempt, _begin.From?.At).Info("The crew is in process {ProcessId}", _worker.ProcessId);
    }

    /// <summary>Whoever looks at the checkpoints next finds no file that was being written.</summary>
    protected override void PostStop()
    {
        if (_worker is null) return;
        _worker.Dispose();
        CheckpointFolder.DeletePartialSaves(_begin.CheckpointFolder, _log, _worker.ProcessId); // of another attempt's none
    }

    private void Report(CrewReport report)
    {
        _at = report.Where is { } at && at.CompareTo(_at) > 0 ? at : _at;
        if (report is CrewReport.Failed) _hasFailed = true;
        Context.Parent.Tell(report);
    }

    private void OnExit(WorkerExit exit)
    {
        if (!_hasFailed) Fail(exit.Fault(_at)); // where the crew has said its last word, the run does not listen to this one
        Context.Stop(Self);
    }

    private void Fail(Fault fault)
    {
        _log.At(_begin.Attempt, _at ?? _begin.From?.At).Error("The crew is lost: {Reason}", fault.Reason);
        Context.Parent.Tell(new CrewReport.Failed(fault) { Attempt = _begin.Attempt });
    }
}
