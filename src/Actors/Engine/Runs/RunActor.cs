using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Checkpoints;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>Writes one run's journal and carries out what <see cref="RunMachine"/> decides.</summary>
public sealed class RunActor : ReceivePersistentActor, IWithTimers
{
    private readonly RunMachine _machine;
    private readonly RunWorld _world;
    private readonly CheckpointKeeper _checkpoints;
    private RunState _state = RunState.Initial;
    private RunLife _life = RunLife.Initial;
    private RunStep? _step;

    public RunActor(RunId run, RunWiring wiring)
    {
        PersistenceId = PersistenceIds.Of(run);
        _machine = new RunMachine(new RunRules(run, wiring.Settings, wiring.Bits));
        _checkpoints = new CheckpointKeeper(wiring.Folder, run, FolderGuard.In(Context.System));
        _world = new RunWorld(run, wiring, Context, () => Timers);

        Recover<SnapshotOffer>(offer => _state = (RunState)offer.Snapshot);
        Recover<RunEvent>(happened => _state = _checkpoints.Replay(_state, happened));
        Recover<RecoveryCompleted>(_ => Self.Tell(new RunInput.Recovered()));

        Command<RunInput>(Step);
        Command<RunCommand>(command => Step(new RunInput.Told(command, Sender)));
        Command<ImagesOpened>(images => Step(new RunInput.Opened(images)));
        Command<ImagesAgreed>(agreed => Step(new RunInput.Agreed(agreed.Images)));
        Command<ImagesFailed>(failed => Step(new RunInput.Failed(failed)));
        Command<ImagesSilent>(silent => Step(new RunInput.Silent(silent)));
        Command<FolderMissing>(missing => Step(new RunInput.Missing(missing.Path)));
        Command<FolderThere>(_ => Step(new RunInput.FolderThere()));
        Command<CrewReport>(report => RunMachine.IsCurrent(_life, report), report => Step(_world.Reported(report)));
        Command<Terminated>(gone => _world.IsCrew(gone.ActorRef), _ => Step(new RunInput.CrewGone()));
        Command<Leave>(_ => Step(new RunInput.Shutdown()));
        Command<Retire>(retire => retire.SequenceNumber == LastSequenceNr, _ => Step(new RunInput.Retire()));
        Command<Retire>(_ => { }); // something has happened since
        Command<SaveSnapshotFailure>(
            failure => _world.Log(_state, _life).Warning(failure.Cause, "The snapshot was not saved. The journal has everything."));
        Command<SaveSnapshotSuccess>(_ => { });
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RunId run, RunWiring wiring) => Akka.Actor.Props.Create(() => new RunActor(run, wiring));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Step(RunInput input)
    {
        var now = _world.Now;
        if (input is RunInput.Recovered)
        {
            _world.Recovered(_state);
            _world.DeletePartialSaves(_state);
        }

        if (RunMachine.NeedsReview(_life, input))
        {
            var startsAgain = input is RunInput.Told { Command: RunCommand.Retry { FromStart: true } };
            input = input with { Review = _checkpoints.Look(_state, now.Utc, _world.Log(_state, _life), startsAgain) };
        }

        var step = _step = _machine.Step(_state, _life, input, now);
        if (step.Events.Count == 0) Perform(step);
        else PersistAll(step.Events, happened => Journalled(happened, step));
    }

    /// <summary>The new life and its effects, answers included, wait for the last event. No message is handled before that.</summary>
    private void Journalled(RunEvent happened, RunStep step)
    {
        var before = _state;
        _state = _state.Apply(happened);
        _world.Journalled(PersistenceId, happened, before, _state, step.Life);
        if (LastSequenceNr % _world.SnapshotEvery == 0) SaveSnapshot(_state);
        if (ReferenceEquals(happened, step.Events[^1])) Perform(step);
    }

    private void Perform(RunStep step)
    {
        (_life, _step) = (step.Life, null);
        var status = new RunStatus(_state, LastSequenceNr, _machine.Waiting(_state, _life))
        {
            Refusal = _life.Refusal, IsAlone = !Context.GetChildren().Any(),
        };
        foreach (var effect in step.Effects) _world.Perform(effect, _state, _life, status);
        _world.Watch(_life);
    }

    /// <summary>
    /// What could not be journalled has not happened: whoever waits is told. This actor stops now, and comes back with what is on disk.
    /// </summary>
    protected override void OnPersistFailure(Exception cause, object happened, long sequenceNr)
    {
        base.OnPersistFailure(cause, happened, sequenceNr);
        _world.NotJournalled(cause.GetBaseException().Message, _life, _step);
    }
}
