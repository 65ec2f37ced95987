using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Checkpoints;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>Keeps one run's journal, and hires the crew that does the dangerous work.</summary>
public sealed partial class RunActor : ReceivePersistentActor, IWithTimers
{
    private readonly RunId _run;
    private readonly RunWiring _wiring;
    private readonly ILoggingAdapter _log;
    private readonly CheckpointKeeper _checkpoints;
    private RunState _state = RunState.Initial;
    private CrewSeat _seat = CrewSeat.Empty;
    private readonly RunWaits _waits;
    private readonly long _started;
    private Stopping? _stopping;
    private IActorRef? _asker;
    private Patience _patience;
    private WaitingFor.NoAnswer? _silent;
    private string? _refusal;

    public RunActor(RunId run, RunWiring wiring)
    {
        _run = run;
        _wiring = wiring;
        _log = Context.GetLogger().WithContext("Run", run.Value);
        _checkpoints = new CheckpointKeeper(wiring.Folder, run, FolderGuard.In(Context.System));
        PersistenceId = PersistenceIds.Of(run);
        _waits = new RunWaits(run, wiring, Self, () => Timers);
        _started = wiring.Clock.GetTimestamp();

        Recover<SnapshotOffer>(offer => _state = (RunState)offer.Snapshot);
        Recover<RunEvent>(e => _state = _checkpoints.Replay(_state, e));
        Recover<RecoveryCompleted>(_ => Self.Tell(new Recovered()));

        Command<Recovered>(recovered =>
        {
            CheckpointFolder.ClearHalves(_wiring.Folder.CheckpointsOf(_run), Here);
            if (!LooksFirst(recovered)) Settle();
        });
        Command<RunCommand>(Handle);
        Command<ImagesOpened>(Agree);
        Command<ImagesAgreed>(agreed => HireCrew(agreed.Images));
        Command<ImagesFailed>(failed =>
        {
            (_seat, _silent) = (_seat with { Asked = false }, null);
            _waits.OnFailed(failed);
            if (_state.Phase is RunPhase.Queued or RunPhase.Running) Suffer(failed.Fault);
        });
        Command<ImagesSilent>(silent => GiveSlotBackTill(silent));
        Command<FolderMissing>(missing => { _waits.Missing = missing.Path; Stand(); });
        Command<FolderThere>(_ => GoOn(FaultClass.FolderAbsent, "the data folder is there again"));
        Command<RunWaits.LookForRoom>(_ => _waits.Look(_state));
        Command<RunWaits.RoomLooked>(looked => OnRoom(looked.Has));
        Command<CrewReport>(report => report.Attempt == _state.Attempts && _seat.Crew is not null, Hear);
        Command<Terminated>(gone => gone.ActorRef.Equals(_seat.Crew), _ => CrewGone());
        Command<Tick>(_ => OnTick());
        Command<Leave>(_ => Depart());
        Command<SaveSnapshotFailure>(failure => Here.Warning(failure.Cause, "The folded state was not saved; the journal still has it"));
        Command<SaveSnapshotSuccess>(_ => { });
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RunId run, RunWiring wiring) => Akka.Actor.Props.Create(() => new RunActor(run, wiring));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Handle(RunCommand command)
    {
        switch (command)
        {
            case RunCommand.Start or RunCommand.Pause or RunCommand.Resume or RunCommand.Retry when LooksFirst(command):
                break;
            case RunCommand.Start start:
                Start(start);
                break;
            case RunCommand.Pause pause when _seat.Crew is not null && _state.Phase == RunPhase.Running:
                StopCrewSaved(new Stopping(pause.Why, Pausing: true, Leaving: false, [Sender]));
                break;
            case RunCommand.Resume when _stopping is { Pausing: true }:
                Sender.Tell(new Answer.Refused($"{_run} is being paused; it can be resumed when it is.", Refusal.TryAgain));
                break;
            default:
                Do(command, Sender);
                break;
        }
    }

    /// <summary>Decides, journals, answers: the answer waits for the disk.</summary>
    private void Do(RunCommand command, IActorRef? asker = null)
    {
        var verdict = _state.Decide(command, _wiring.Clock.GetUtcNow());
        if (verdict.Refused)
        {
            if (command is RunCommand.Submit) Refuse(verdict.Reason!);
            if (asker is null) Here.Warning("Not done: {Reason}", verdict.Reason!);
            else asker.Tell(new Answer.Refused(verdict.Reason!));
            return;
        }

        if (command is RunCommand.Submit) _refusal = null;
        _asker = asker;
        PersistAll(verdict.Events, Happened);
        DeferAsync(command, _ =>
        {
            asker?.Tell(new Answer.Accepted(Standing));
            Settle();
        });
    }

    private void Happened(RunEvent @event)
    {
        _wiring.Witness?.Journalled?.Invoke(PersistenceId, @event);
        var before = _state.Checkpoints;
        _state = _state.Apply(@event);
        if (@event is not RunEvent.CheckpointSetAside) CheckpointFolder.Delete(_wiring.Folder.CheckpointsOf(_run), before.Except(_state.Checkpoints), Here);
        Here.Tell(@event);
        if (@event is RunEvent.EpochCompleted) _waits.Reset();
        if (@event is RunEvent.Faulted faulted) Instruments.Fault(_state.Spec!.Sweep, faulted.Fault.Class);
        if (LastSequenceNr % _wiring.Settings.SnapshotEvery == 0) SaveSnapshot(_state);
    }

    /// <summary>The log, with where the run stands.</summary>
    private ILoggingAdapter Here => _log.At(_state.Attempts, _seat.At ?? _state.Latest?.At);

    /// <summary>Brings what the run does into line with how it stands, and tells everyone.</summary>
    private void Settle()
    {
        if (_state.Phase != RunPhase.Running && _seat.Crew is { } crew) Context.Stop(crew);
        _waits.Follow(_state);
        if (_seat is { Device: not null, Crew: null })
        {
            if (_state.Phase is RunPhase.Queued or RunPhase.Running && _silent is null) AskForImages();
            else if (!HoldsSlot) GiveSlotBack();
        }

        Stand();
    }

    private bool HoldsSlot => _state.Phase == RunPhase.Paused && _wiring.Settings.HoldSlot;

    private void Stand()
    {
        var waiting = WaitingFor.Of(_state, _seat.Device is not null, _seat.Crew is not null, _silent, _waits.NextTry, _waits.RoomIn, _waits.Missing);
        var stands = new RunStands(_state, LastSequenceNr, waiting) { Refusal = _refusal };
        Context.Parent.Tell(stands);
        _wiring.Metrics.Tell(stands);
    }

    private void Start(RunCommand.Start start)
    {
        if (_seat.Device is not null) return;
        if (_state.Phase is not (RunPhase.Queued or RunPhase.Running))
        {
            Context.Parent.Tell(new SlotReturned(_run));
            return;
        }

        _seat = CrewSeat.Empty with { Device = start.Device, Pinned = start.Images };
        Settle();
    }

    private void AskForImages()
    {
        if (_seat.Asked) return;
        _seat = _seat with { Asked = true };
        var unknown = _state is { Latest: not null, Images: null }; // begun by a version that did not write down what its images were
        _wiring.Images.Tell(RunImages.Of(_state.Spec!) with { Pinned = _seat.Pinned, FirstDecoded = unknown && _seat.Pinned is null });
    }

    /// <summary>The first of its sweep to open a data set has the sweep write down what it is.</summary>
    private void Agree(ImagesOpened images)
    {
        if (images.Request.Pinned is null) Context.Parent.Tell(images);
        else HireCrew(images);
    }

    private void HireCrew(ImagesOpened images)
    {
        _seat = _seat with { Asked = false, Pinned = images.Facts };
        _waits.OnImages();
        if (_silent is not null)
        {
            _silent = null;
            Settle(); // it waits for a slot now
        }

        if (_seat is not { Device: { } device, Crew: null }) return;
        var verdict = _state.Decide(_wiring.StartOf(_state.Spec!, device, images), _wiring.Clock.GetUtcNow());
        if (verdict.Refused) return; // paused, say, while the images were being opened

        PersistAll(verdict.Events, e =>
        {
            Happened(e);
            if (_state.Phase == RunPhase.Running) SeatCrew(_wiring.BeginOf(_state, device, images));
            else Settle(); // its bits would be others
        });
    }

    private void SeatCrew(CrewOrder.Begin begin)
    {
        _seat = _seat with { Crew = Context.Watch(Context.ActorOf(_wiring.HireCrew(begin), $"crew-{_state.Attempts}")), At = null };
        ExpectAStep();
        Stand();
    }

    private void Suffer(Fault fault) => Do(new RunCommand.SufferFault(fault, _wiring.Settings.Retry.MaxInARow));

    private void Depart()
    {
        if (_seat.Crew is not null && _state.Phase == RunPhase.Running) StopCrewSaved(new Stopping("the engine leaves", Pausing: false, Leaving: true, []));
        else Context.Stop(Self);
    }

    /// <summary>The slot's device while there is a slot, the crew in it while there is one.</summary>
    private sealed record CrewSeat(string? Device, IActorRef? Crew)
    {
        public static readonly CrewSeat Empty = new(null, (IActorRef?)null);

        /// <summary>How far the crew is, as far as it has told.</summary>
        public TrainingPosition? At { get; init; }

        /// <summary>The images that the sweep's runs of this data set train on; null before the first of them.</summary>
        public ImagesFacts? Pinned { get; init; }

        /// <summary>The images are being opened for it.</summary>
        public bool Asked { get; init; }

        /// <summary>Another crew follows at once in the same slot.</summary>
        public bool Rehire { get; init; }
    }

    private sealed record Stopping(string Why, bool Pausing, bool Leaving, IReadOnlyList<IActorRef> Askers);

    private sealed record Recovered;
}
