using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Storage;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>The actor of a run is gone.</summary>
/// <param name="Failures">How often in a row it failed; 0 where it was let go because nothing was left to do.</param>
internal sealed record RunActorGone(RunId Run, int Failures);

/// <summary>A sweep's runs: which are actors, and which wait for a slot. Used by the sweep's actor alone.</summary>
internal sealed class RunRoster(IActorContext context, RunWiring wiring)
{
    private readonly Dictionary<RunId, IActorRef> _actors = [];
    private readonly Dictionary<IActorRef, RunId> _names = [];
    // commands to actors that still read their journals
    private readonly Dictionary<RunId, List<(RunCommand Command, IActorRef? Sender)>> _reading = [];
    private readonly Dictionary<RunId, Retiring> _retiring = []; // actors that were told to stop
    private readonly Dictionary<RunId, int> _failures = [];
    private readonly HashSet<RunId> _away = []; // actors that failed and have not come back yet
    private readonly HashSet<RunId> _withSlot = [];
    private readonly Dictionary<RunId, RunPhase> _phases = []; // as the journal or the run's actor told last
    private Dictionary<RunId, int> _places = [];
    private ImmutableList<RunSpec> _plan = [];
    private StartOrder _order = StartOrder.Empty;

    /// <summary>No run is an actor.</summary>
    public bool IsEmpty => _actors.Count == 0;

    /// <summary>The run that wants the next slot.</summary>
    public RunId? Next() => _order.Next() is { } place ? _plan[place].Id : null;

    /// <summary>How the runs stand. A run's answer to a command is sent after it was told here.</summary>
    public RunsStanding Phases() => _phases.Count < _plan.Count
        ? new([], AllRead: false)
        : new([.. _plan.Select(run => (run.Id, _phases[run.Id]))], AllRead: true);

    /// <summary>
    /// The sweep's plan, or a longer one. Runs that are actors hear what is asked of them; of the others the journal will tell.
    /// </summary>
    public void SetPlan(SweepSpec sweep)
    {
        var known = _plan.Select(run => (run.Id, Wish: _order.Of(_places[run.Id]))).ToDictionary(of => of.Id, of => of.Wish);
        _plan = sweep.Runs;
        _places = sweep.Runs.Select((run, place) => (run.Id, place)).ToDictionary(of => of.Id, of => of.place);
        _order = StartOrder.Empty.With(_plan.Select((run, place) => (place, known.GetValueOrDefault(run.Id, StartWish.Unknown))));
        foreach (var run in _actors.Keys.Where(_places.ContainsKey).ToList()) Wake(run);
    }

    /// <summary>What the journal tells of runs. A run that is not simply queued, paused or ended becomes an actor.</summary>
    public void OnKnown(IEnumerable<(RunId Run, RunSummary Summary)> known)
    {
        var wishes = new List<(int, StartWish)>();
        foreach (var (run, summary) in known) OnKnown(run, summary, wishes);
        _order = _order.With(wishes);
    }

    private void OnKnown(RunId run, RunSummary summary, List<(int Place, StartWish Wish)> wishes)
    {
        if (!_places.TryGetValue(run, out var place)) return;
        _phases.TryAdd(run, summary.Phase); // else its actor has told since
        if (_actors.ContainsKey(run) || _away.Contains(run)) return;
        var mustSpeak = summary.Phase is RunPhase.Unknown or RunPhase.Running or RunPhase.Recovering;
        if (_order.Of(place) == StartWish.Unknown) // else its actor has told since
        {
            wishes.Add((place, summary.Phase switch
            {
                RunPhase.Queued => StartWish.Queued,
                RunPhase.Running => StartWish.Interrupted,
                _ => StartWish.None,
            }));
            if (mustSpeak) Wake(run);
        }

        if (!mustSpeak && summary.SequenceNumber > 0 && !summary.HasTaken(_plan[place])) Wake(run);
    }

    /// <summary>How a run's actor says that it stands. One that has nothing left to do is let go.</summary>
    public void OnRun(IActorRef actor, RunStatus status)
    {
        if (!_names.TryGetValue(actor, out var run)) return;
        if (_reading.Remove(run, out var first))
        {
            actor.Tell(new RunCommand.Submit(_plan[_places[run]]), context.Self); // it takes that once
            foreach (var (command, sender) in first) actor.Tell(command, sender);
        }

        if (status.State.Spec is null) return;
        _phases[run] = status.State.Phase;
        if (status.State.Epochs.Count > 0) _failures.Remove(run);
        if (_retiring.TryGetValue(run, out var retiring))
        {
            if (status.SequenceNumber <= retiring.SequenceNumber) return; // it was told to stop, and will
            _retiring.Remove(run); // something has happened since, so it goes on
            foreach (var (command, sender) in retiring.Commands) actor.Tell(command, sender);
        }

        if (_withSlot.Contains(run)) return; // what it said before it was given its slot is out of date

        var phase = status.State.Phase;
        Wish(run, !status.WantsSlot ? StartWish.None : phase == RunPhase.Running ? StartWish.Interrupted : StartWish.Queued);
        if (!status.State.Ended && phase is not (RunPhase.Paused or RunPhase.Queued)) return;
        if (!status.IsAlone || (phase == RunPhase.Queued && !status.WantsSlot)) return;
        _retiring[run] = new Retiring(status.SequenceNumber, []);
        actor.Tell(new Retire(status.SequenceNumber));
    }

    /// <summary>Gives a run its slot; false where it does not want one any more.</summary>
    public bool Start(RunId run, string device, SweepState sweep)
    {
        if (!_places.TryGetValue(run, out var place) || _order.Of(place) is not (StartWish.Queued or StartWish.Interrupted)) return false;
        if (!Tell(run, new RunCommand.Start(device) { Images = sweep.PinOf(_plan[place]) }, null)) return false;
        _withSlot.Add(run);
        Wish(run, StartWish.None);
        return true;
    }

    public void OnSlotReturned(RunId run) => _withSlot.Remove(run);

    /// <summary>Passes a command on. A run that is no actor becomes one; false where it failed and has not come back yet.</summary>
    public bool Tell(RunId run, RunCommand command, IActorRef? sender)
    {
        if ((_reading.GetValueOrDefault(run) ?? _retiring.GetValueOrDefault(run)?.Commands) is { } waiting)
        {
            waiting.Add((command, sender));
            return true;
        }

        if (!_actors.ContainsKey(run))
        {
            if (_away.Contains(run) || !_places.ContainsKey(run)) return false;
            Wake(run);
            _reading[run].Add((command, sender));
            return true;
        }

        _actors[run].Tell(command, sender);
        return true;
    }

    public void TellAll(object message)
    {
        foreach (var actor in _actors.Values) actor.Tell(message);
    }

    /// <summary>Makes a run an actor. It is told what is asked of it when it has read its journal; one that has is told now.</summary>
    public void Wake(RunId run)
    {
        if (!_places.TryGetValue(run, out var place)) return;
        if (_actors.ContainsKey(run))
        {
            Tell(run, new RunCommand.Submit(_plan[place]), context.Self);
            return;
        }

        _away.Remove(run);
        var actor = context.Watch(context.ActorOf(RunActor.Props(run, wiring), $"run-{run}"));
        (_actors[run], _names[actor], _reading[run]) = (actor, run, []);
    }

    /// <summary>A run's actor is gone. Commands that came meanwhile bring it back, or are refused where the engine shuts down.</summary>
    /// <returns>Null where it is no run of this sweep.</returns>
    public RunActorGone? OnGone(IActorRef actor, bool leaving)
    {
        if (!_names.Remove(actor, out var run)) return null;
        _actors.Remove(run);
        if (_retiring.Remove(run, out var retiring))
        {
            foreach (var (command, sender) in retiring.Commands)
            {
                if (leaving) sender?.Tell(NotHeard(run, leaving));
                else Tell(run, command, sender);
            }

            return new RunActorGone(run, 0); // it had no slot; where it was given one since, it has that still
        }

        _withSlot.Remove(run);
        _away.Add(run);

        if (_reading.Remove(run, out var unread))
        {
            foreach (var (_, sender) in unread) sender?.Tell(NotHeard(run, leaving));
        }

        Wish(run, StartWish.None);
        return new RunActorGone(run, _failures[run] = _failures.GetValueOrDefault(run) + 1);
    }

    /// <summary>The answer to a command that its run's actor never handled.</summary>
    private Answer.Refused NotHeard(RunId run, bool leaving) =>
        FolderGuard.In(context.System)?.Loss is { } loss ? new(loss, Refusal.Prevented)
        : leaving ? new($"The engine is shutting down; {run} was not told.", Refusal.TryAgain)
        : new($"The journal of {run} cannot be read, so nothing was done. It is tried again in a moment.", Refusal.Prevented);

    private void Wish(RunId run, StartWish wish)
    {
        if (_places.TryGetValue(run, out var place)) _order = _order.With((place, wish));
    }

    /// <summary>An actor that was told to stop.</summary>
    /// <param name="SequenceNumber">Of the newest event that it had told of then.</param>
    /// <param name="Commands">That came since.</param>
    private sealed record Retiring(long SequenceNumber, List<(RunCommand Command, IActorRef? Sender)> Commands);
}
