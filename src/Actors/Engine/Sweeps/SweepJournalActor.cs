using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
using Akka.Actor;
using Akka.Persistence;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>What a sweep's journal tells: after it was read. Journal → sweep.</summary>
internal sealed record SweepRead(SweepState State);

/// <summary>A spec was taken, on disk, or was not. Journal → sweep.</summary>
/// <param name="State">As it is now.</param>
/// <param name="Asker">To whom the answer belongs.</param>
internal sealed record SweepAnswered(SweepState State, IActorRef Asker, Answer Answer);

/// <summary>The images that a run opened are written down, or are others than those that are. Journal → sweep.</summary>
/// <param name="State">As it is now.</param>
/// <param name="Run">Whose images they are.</param>
/// <param name="Answer">For the run: <see cref="ImagesAgreed"/> or <see cref="ImagesFailed"/>.</param>
internal sealed record SweepPinned(SweepState State, IActorRef Run, object Answer);

/// <summary>Writes a sweep's journal. It falls by itself when that fails: the sweep's runs are not its children, and train on.</summary>
internal sealed class SweepJournalActor : ReceivePersistentActor
{
    private readonly RunWiring _wiring;
    private SweepState _state = SweepState.Initial;
    private IActorRef? _asker;

    public SweepJournalActor(string name, RunWiring wiring)
    {
        _wiring = wiring;
        PersistenceId = PersistenceIds.OfSweep(name);

        Recover<SweepEvent>(e => _state = _state.Apply(e));
        Recover<RecoveryCompleted>(_ => Context.Parent.Tell(new SweepRead(_state)));
        Command<SweepSpec>(Submit);
        Command<ImagesOpened>(Pin);
    }

    public override string PersistenceId { get; }

    public static Props Props(string name, RunWiring wiring) => Akka.Actor.Props.Create(() => new SweepJournalActor(name, wiring));

    private void Submit(SweepSpec asked)
    {
        var asker = Sender;
        var decision = _state.Decide(asked, _wiring.Clock.GetUtcNow());
        if (decision.Refused)
        {
            Context.Parent.Tell(new SweepAnswered(_state, asker, new Answer.Refused(decision.Reason!)));
            return;
        }

        _asker = asker;
        PersistAll(decision.Events, Happened);
        var taken = new Answer.Accepted($"{asked.Name}: {asked.Runs.Count} {(asked.Runs.Count == 1 ? "run" : "runs")}.");
        DeferAsync(asked, _ => Context.Parent.Tell(new SweepAnswered(_state, asker, taken)));
    }

    /// <summary>Writes down which images a run has opened, where none are written down for its data set yet.</summary>
    private void Pin(ImagesOpened images)
    {
        var run = Sender;
        var decision = _state.Decide(images.Request, images.Facts, _wiring.Clock.GetUtcNow());
        if (decision.Refused)
        {
            var refused = new ImagesFailed(images.Request, new Fault(FaultClass.Final, decision.Reason!, null));
            Context.Parent.Tell(new SweepPinned(_state, run, refused));
            return;
        }

        _asker = null;
        PersistAll(decision.Events, Happened);
        DeferAsync(images, _ => Context.Parent.Tell(new SweepPinned(_state, run, new ImagesAgreed(images))));
    }

    private void Happened(SweepEvent @event)
    {
        _wiring.Observer?.Journalled?.Invoke(PersistenceId, @event);
        _state = _state.Apply(@event);
    }

    /// <summary>What could not be journalled has not happened; this actor falls now, and comes back with what is on disk.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistFailure(cause, @event, sequenceNr);
        if (_asker is null) return;
        var no = new Answer.Refused($"The journal cannot be written ({cause.GetBaseException().Message}), so the sweep was not taken.");
        Context.Parent.Tell(new SweepAnswered(_state, _asker, no));
    }
}
