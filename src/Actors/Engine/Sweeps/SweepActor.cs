using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>Keeps as many of its runs going as there are slots, in the plan's order.</summary>
/// <remarks>Only runs that train, are about to, or are told something are actors. Of the others the sweep knows what their journals
/// tell.</remarks>
public sealed class SweepActor : ReceiveActor, IWithTimers
{
    private readonly string _name;
    private readonly RunWiring _wiring;
    private readonly ILoggingAdapter _log;
    private readonly RunRoster _runs;
    private readonly List<IActorRef> _askers = [];
    private readonly Dictionary<IActorRef, ImagesOpened> _pins = [];
    private SweepState _state = SweepState.Initial;
    private SweepSpec? _taken;
    private RunId? _wanted;
    private IActorRef? _journal;
    private int _journalFailures;
    private bool _reading; // the sweep's own journal
    private bool _leaving;

    public SweepActor(string name, RunWiring wiring)
    {
        _name = name;
        _wiring = wiring;
        _log = Context.GetLogger().WithContext("Sweep", name);
        _runs = new RunRoster(Context, wiring);
        Receive<SweepRead>(read => JournalRead(read.State));
        Receive<SweepAnswered>(Answered);
        Receive<SweepPinned>(Pinned);
        Receive<SweepSpec>(Submit);
        Receive<RunsKnown>(OnKnown);
        Receive<RunStatus>(OnRun);
        Receive<SlotGranted>(Start);
        Receive<SlotReturned>(Return);
        Receive<ImagesOpened>(Pin);
        Receive<ForRun>(Route);
        Receive<PhasesRound>(round => (round with { Told = round.Told.And(_reading ? new RunsStanding([], AllRead: false)
            : _runs.Phases()) }).GoOn(Sender));
        Receive<Terminated>(gone => gone.ActorRef.Equals(_journal), _ => JournalGone());
        Receive<Terminated>(gone => RunGone(gone.ActorRef));
        Receive<WakeJournal>(_ => OpenJournal());
        Receive<WakeRun>(wake =>
        {
            if (!_leaving) _runs.Wake(wake.Run);
        });
        Receive<LeftoversFound>(found =>
        {
            if (!_leaving) found.Runs.ForEach(_runs.Wake);
        });
        Receive<Leave>(_ => Shutdown());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string name, RunWiring wiring) => Akka.Actor.Props.Create(() => new SweepActor(name, wiring));

    protected override void PreStart() => OpenJournal();

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private string NotTaken =>
        $"The journal of the sweep {_name} cannot be used just now, so the sweep was not taken. It is tried again in a moment.";

    private void OpenJournal() =>
        (_journal, _reading) = (Context.Watch(Context.ActorOf(SweepJournalActor.Props(_name, _wiring), "journal")), _taken is null);

    private void Submit(SweepSpec asked)
    {
        if (_journal is null)
        {
            Sender.Tell(new Answer.Refused(NotTaken));
            return;
        }

        _askers.Add(Sender);
        _journal.Forward(asked);
    }

    private void Answered(SweepAnswered answered)
    {
        _state = answered.State;
        if (answered.Answer.IsAccepted && !ReferenceEquals(_state.Spec, _taken)) TakeUp();
        _askers.Remove(answered.Asker);
        answered.Asker.Tell(answered.Answer);
    }

    private void JournalRead(SweepState state)
    {
        (_state, _reading) = (state, false);
        TakeUp();
        foreach (var (run, images) in _pins) _journal?.Tell(images, run);
    }

    /// <summary>A sweep's journal falls when it cannot be written or read; the runs train on, and it comes back after a while.</summary>
    private void JournalGone()
    {
        (_journal, _reading) = (null, false);
        foreach (var asker in _askers) asker.Tell(new Answer.Refused(NotTaken, Refusal.Prevented));
        _askers.Clear();
        var delay = Backoff.Delay(_wiring.Settings.Retry, ++_journalFailures, 0);
        _log.Warning("The sweep's journal could not be kept; it comes back in {Delay}, and its runs go on", delay);
        Timers.StartSingleTimer(nameof(WakeJournal), new WakeJournal(), delay);
    }

    /// <summary>Tells everyone what the sweep is. The metrics answer with what is known of its runs.</summary>
    private void TakeUp()
    {
        if (_state.Spec is not { } spec) return;
        _taken = spec;
        _runs.SetPlan(spec);
        Context.Parent.Tell(new SweepStatus(spec));
        _wiring.Metrics.Tell(new SweepStatus(spec));
        WantNext();
    }

    private void OnKnown(RunsKnown known)
    {
        if (_leaving) return;
        _runs.OnKnown(known.Runs);
        WantNext();
        LookForLeftovers([.. known.Runs.Where(of => of.Summary.Ended)]);
    }

    /// <summary>A run that ended as its engine was killed may have files that were to be deleted. It becomes an actor once more, which
    /// deletes them.</summary>
    private void LookForLeftovers(ImmutableList<(RunId Run, RunSummary Summary)> ended)
    {
        if (ended.IsEmpty) return;
        var (folder, log) = (_wiring.Folder, _log);
        Task.Run(() => new LeftoversFound(
            [.. ended.Where(of => CheckpointFolder.HasMore(folder.CheckpointsOf(of.Run), of.Summary.Checkpoints)).Select(of => of.Run)]))
            .PipeTo(Self, failure: e =>
            {
                log.Warning("The folders of runs that have ended could not be looked into: {Reason}", e.GetBaseException().Message);
                return new LeftoversFound([]);
            });
    }

    private void OnRun(RunStatus status)
    {
        _runs.OnRun(Sender, status);
        WantNext();
    }

    /// <summary>One want at a time, so that sweeps take turns at the slots.</summary>
    private void WantNext()
    {
        if (_wanted is not null || _leaving || _runs.Next() is not { } next) return;
        _wanted = next;
        Context.Parent.Tell(new SlotWanted(next));
    }

    private void Start(SlotGranted granted)
    {
        if (_wanted == granted.Run) _wanted = null;
        if (_leaving || !_runs.Start(granted.Run, granted.Device, _state)) Context.Parent.Tell(new SlotReturned(granted.Run));
        WantNext();
    }

    /// <summary>
    /// A run has opened images that the sweep has not written down yet. It waits for the answer, and where the journal is away just now,
    /// until that is back.
    /// </summary>
    private void Pin(ImagesOpened images)
    {
        _pins[Sender] = images;
        _journal?.Tell(images, Sender);
    }

    private void Pinned(SweepPinned pinned)
    {
        _state = pinned.State;
        if (_pins.Remove(pinned.Run)) pinned.Run.Tell(pinned.Answer);
    }

    private void Return(SlotReturned returned)
    {
        _runs.OnSlotReturned(returned.Run);
        Context.Parent.Tell(returned);
        WantNext();
    }

    private void Route(ForRun command)
    {
        if (_leaving || !_runs.Tell(command.Run, command.Command, Sender))
            Sender.Tell(new Answer.Refused($"{command.Run} is being brought back; try again in a moment.", Refusal.TryAgain));
    }

    private void RunGone(IActorRef actor)
    {
        var gone = _runs.OnGone(actor, _leaving);
        if (gone is null) return;
        if (_leaving)
        {
            if (gone.Failures > 0) Context.Parent.Tell(new SlotReturned(gone.Run));
            if (_runs.IsEmpty) Context.Stop(Self);
            return;
        }

        if (gone.Failures > 0)
        {
            Context.Parent.Tell(new SlotReturned(gone.Run));
            if (_wanted == gone.Run) _wanted = null;
            var delay = Backoff.Delay(_wiring.Settings.Retry, gone.Failures, 0);
            _log.Warning("{Run} could not keep its journal; it comes back in {Delay}", gone.Run, delay);
            Timers.StartSingleTimer(gone.Run, new WakeRun(gone.Run), delay);
        }

        WantNext();
    }

    private void Shutdown()
    {
        _leaving = true;
        if (_runs.IsEmpty) Context.Stop(Self);
        _runs.TellAll(new Leave());
    }

    private sealed record WakeJournal;

    private sealed record WakeRun(RunId Run);

    private sealed record LeftoversFound(ImmutableList<RunId> Runs);
}
