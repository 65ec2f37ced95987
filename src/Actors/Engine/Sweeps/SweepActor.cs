using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Runs;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>Keeps as many of its runs going as there are slots, in the plan's order.</summary>
public sealed class SweepActor : ReceiveActor, IWithTimers
{
    private readonly string _name;
    private readonly RunWiring _wiring;
    private readonly ILoggingAdapter _log;
    private readonly Dictionary<RunId, IActorRef> _runs = [];
    private readonly Dictionary<RunId, RunStands> _standing = [];
    private readonly Dictionary<RunId, int> _falls = [];
    private readonly HashSet<RunId> _seated = [];
    private SweepState _state = SweepState.Initial;
    private RunId? _wanted;
    private readonly List<IActorRef> _askers = [];
    private readonly Dictionary<IActorRef, ImagesOpened> _pins = [];
    private IActorRef? _journal;
    private int _journalFalls;
    private bool _leaving;

    public SweepActor(string name, RunWiring wiring)
    {
        _name = name;
        _wiring = wiring;
        _log = Context.GetLogger().WithContext("Sweep", name);
        Receive<SweepRead>(read => JournalRead(read.State));
        Receive<SweepAnswered>(Answered);
        Receive<SweepPinned>(Pinned);
        Receive<SweepSpec>(Submit);
        Receive<RunStands>(Note);
        Receive<SlotGranted>(granted => Start(granted));
        Receive<SlotReturned>(Return);
        Receive<ImagesOpened>(Pin);
        Receive<ForRun>(Route);
        Receive<Terminated>(gone => gone.ActorRef.Equals(_journal), _ => JournalGone());
        Receive<Terminated>(gone => RunGone(gone.ActorRef));
        Receive<WakeJournal>(_ => OpenJournal());
        Receive<WakeRun>(wake => Wake(wake.Run));
        Receive<Leave>(_ => Depart());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string name, RunWiring wiring) => Akka.Actor.Props.Create(() => new SweepActor(name, wiring));

    protected override void PreStart() => OpenJournal();

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OpenJournal() => _journal = Context.Watch(Context.ActorOf(SweepJournalActor.Props(_name, _wiring), "journal"));

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

    private string NotTaken => $"The journal of the sweep {_name} cannot be used just now, so the sweep was not taken. It is tried again in a moment.";

    private void Answered(SweepAnswered answered)
    {
        _state = answered.State;
        if (answered.Answer.IsAccepted) Settle();
        _askers.Remove(answered.Asker);
        answered.Asker.Tell(answered.Answer);
    }

    private void JournalRead(SweepState state)
    {
        _state = state;
        Settle();
        foreach (var (run, images) in _pins) _journal?.Tell(images, run);
    }

    /// <summary>A sweep's journal falls when it cannot be written or read; the runs train on, and it comes back after a while.</summary>
    private void JournalGone()
    {
        _journal = null;
        foreach (var asker in _askers) asker.Tell(new Answer.Refused(NotTaken, Refusal.Prevented));
        _askers.Clear();
        var delay = Backoff.Delay(_wiring.Settings.Retry, ++_journalFalls, 0);
        _log.Warning("The sweep's journal could not be kept; it comes back in {Delay}, and its runs go on", delay);
        Timers.StartSingleTimer(nameof(WakeJournal), new WakeJournal(), delay);
    }

    private void Settle()
    {
        if (_state.Spec is not { } spec) return;
        Context.Parent.Tell(new SweepStands(spec));
        _wiring.Metrics.Tell(new SweepStands(spec));
        foreach (var run in spec.Runs) Wake(run.Id);
    }

    /// <summary>A run knows its own journal; it is told its spec every time, and takes it once.</summary>
    private void Wake(RunId run)
    {
        if (_leaving || _state.Spec!.Runs.Find(spec => spec.Id == run) is not { } spec) return;
        if (!_runs.TryGetValue(run, out var actor))
        {
            actor = Context.Watch(Context.ActorOf(RunActor.Props(run, _wiring), $"run-{run}"));
            _runs[run] = actor;
        }

        actor.Tell(new RunCommand.Submit(spec));
    }

    private void Note(RunStands stands)
    {
        var run = stands.State.Spec?.Id;
        if (run is not { } id) return;
        _standing[id] = stands;
        if (stands.State.Epochs.Count > 0) _falls.Remove(id);
        WantNext();
    }

    /// <summary>One want at a time, so that sweeps take turns at the slots.</summary>
    private void WantNext()
    {
        if (_wanted is not null || _leaving || NextToStart() is not { } next) return;
        _wanted = next;
        Context.Parent.Tell(new SlotWanted(next));
    }

    /// <summary>The first of the plan that could train, one that lost its engine before one that never began; a run whose journal is still being read is waited for.</summary>
    private RunId? NextToStart()
    {
        RunId? fresh = null;
        foreach (var run in _state.Spec!.Runs)
        {
            if (!_standing.TryGetValue(run.Id, out var stands))
            {
                if (_falls.ContainsKey(run.Id)) continue; // its journal cannot be read; the others go on
                return null;
            }

            if (!stands.WantsSlot || _seated.Contains(run.Id)) continue; // what it said before it was given its slot is out of date
            if (stands.State.Phase == RunPhase.Running) return run.Id;
            fresh ??= run.Id;
        }

        return fresh;
    }

    private void Start(SlotGranted granted)
    {
        if (_wanted == granted.Run) _wanted = null;
        if (_standing.TryGetValue(granted.Run, out var stands) && stands.WantsSlot && !_leaving && _runs.TryGetValue(granted.Run, out var run))
        {
            _seated.Add(granted.Run);
            run.Tell(new RunCommand.Start(granted.Device) { Images = _state.PinOf(stands.State.Spec!) });
        }
        else
        {
            Context.Parent.Tell(new SlotReturned(granted.Run));
        }

        WantNext();
    }

    /// <summary>A run has opened images that the sweep has not written down yet. It waits for the answer, and where the journal is away just now, until that is back.</summary>
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
        _seated.Remove(returned.Run);
        Context.Parent.Tell(returned);
        WantNext();
    }

    private void Route(ForRun command)
    {
        if (_runs.TryGetValue(command.Run, out var run)) run.Forward(command.Command);
        else Sender.Tell(new Answer.Refused($"{command.Run} is being brought back; try again in a moment.", Refusal.TryAgain));
    }

    /// <summary>A run's actor falls when its journal cannot be written; it comes back after a while, and reads what is on disk.</summary>
    private void RunGone(IActorRef actor)
    {
        var run = _runs.First(pair => pair.Value.Equals(actor)).Key;
        _runs.Remove(run);
        _standing.Remove(run);
        _seated.Remove(run);
        Context.Parent.Tell(new SlotReturned(run));
        if (_leaving)
        {
            if (_runs.Count == 0) Context.Stop(Self);
            return;
        }

        var falls = _falls[run] = _falls.GetValueOrDefault(run) + 1;
        var delay = Backoff.Delay(_wiring.Settings.Retry, falls, 0);
        _log.Warning("{Run} could not keep its journal; it comes back in {Delay}", run, delay);
        if (_wanted == run) _wanted = null;
        WantNext();
        Timers.StartSingleTimer(run, new WakeRun(run), delay);
    }

    private void Depart()
    {
        _leaving = true;
        if (_runs.Count == 0) Context.Stop(Self);
        foreach (var run in _runs.Values) run.Tell(new Leave());
    }

    private sealed record WakeJournal;

    private sealed record WakeRun(RunId Run);
}
