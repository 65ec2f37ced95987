using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Runs;

/// <content>What a run makes of its crew's words, and of its silence.</content>
public sealed partial class RunActor
{
    private void Hear(CrewReport report)
    {
        ExpectAStep();
        if (report.Where is { } at && at.CompareTo(_seat.At) > 0) _seat = _seat with { At = at }; // a save tells of where training stood
        switch (report)
        {
            case CrewReport.Ready r:
                TellProgress(new CrewReport.StepTaken("training", r.At, r.StepsPerEpoch, 0, null, null, null) { Attempt = r.Attempt });
                break;
            case CrewReport.StepTaken r:
                TellProgress(r);
                break;
            case CrewReport.EpochClosed r:
                Do(new RunCommand.CloseEpoch(r.Metrics, r.Checkpoint));
                break;
            case CrewReport.Saved { Last: false } r:
                Do(new RunCommand.KeepCheckpoint(r.Checkpoint, r.Why));
                break;
            case CrewReport.Saved r:
                SavedToStop(r);
                break;
            case CrewReport.SaveFailed { Last: false } r:
                Here.Warning("The state could not be saved ({Reason}); training goes on, and saving is tried again later", r.Reason);
                break;
            case CrewReport.SaveFailed r:
                SaveFailed(r.Reason);
                break;
            case CrewReport.Finished when _state.Epochs.Count < _state.Spec!.Epochs:
                ReplaceCrew(); // more epochs were asked for since it was hired
                break;
            case CrewReport.Finished:
                Do(new RunCommand.Finish());
                break;
            case CrewReport.Damaged r:
                SetAside(r);
                break;
            case CrewReport.Fell r:
                Suffer(r.Fault);
                break;
        }
    }

    private void TellProgress(CrewReport.StepTaken step) => _wiring.Metrics.Tell(StepProgress.Of(_run, _state.Spec!, step));

    /// <summary>What could not be journalled has not happened: whoever waits is told, and this actor, which falls now, comes back with what is on disk.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistFailure(cause, @event, sequenceNr);
        var why = cause.GetBaseException().Message;
        foreach (var asker in (_stopping?.Askers ?? []).Append(_asker))
            asker?.Tell(new Answer.Refused($"{_run}: the journal cannot be written ({why}), so nothing was done. The run goes on from what is on disk as soon as it can be.", Refusal.Prevented));
        _wiring.Metrics.Tell(new RunStranded(_run, new WaitingFor.Journal(why)));
    }

    private void StopCrewSaved(Stopping stopping)
    {
        if (_stopping is not null)
        {
            _stopping = _stopping with
            {
                Pausing = _stopping.Pausing || stopping.Pausing,
                Leaving = _stopping.Leaving || stopping.Leaving,
                Askers = [.. _stopping.Askers, .. stopping.Askers],
            };
            return;
        }

        _stopping = stopping;
        _seat.Crew.Tell(new CrewOrder.SaveAndStop(_state.Attempts, stopping.Why));
    }

    private void SavedToStop(CrewReport.Saved saved)
    {
        if (_stopping is { Pausing: true } stopping) Do(new RunCommand.StandStill(stopping.Why, saved.Checkpoint));
        else Do(new RunCommand.KeepCheckpoint(saved.Checkpoint, saved.Why));
        DeferAsync(saved, _ => Context.Stop(_seat.Crew));
    }

    private void SaveFailed(string reason)
    {
        Here.Warning("The state could not be saved: {Reason}", reason);
        foreach (var asker in _stopping?.Askers ?? []) asker.Tell(new Answer.Refused($"{_run} could not be saved and goes on: {reason}", Refusal.Prevented));
        if (_stopping is { Leaving: true }) Context.Stop(_seat.Crew); // the last checkpoint stands
        _stopping = _stopping is { Leaving: true } ? _stopping with { Askers = [] } : null;
    }

    /// <summary>Before anyone trusts the checkpoints.</summary>
    /// <returns>True where something about them is journalled first, and the message comes again after that; or where the answer is no.</returns>
    private bool LooksFirst(object message)
    {
        if (_seat.Crew is not null) return false;
        var sender = Sender;
        var found = _checkpoints.Look(_state, _wiring.Clock.GetUtcNow(), Here, beginAgain: message is RunCommand.Retry { FromStart: true });
        if (found.Events.IsEmpty)
        {
            var wouldGoOn = (message, _state.Phase) is (RunCommand.Resume, RunPhase.Paused) or (RunCommand.Retry, RunPhase.Failed or RunPhase.Cancelled);
            if (found.Wait is null || !wouldGoOn) return false;
            sender.Tell(new Answer.Refused(found.Wait, found.Kind));
            return true;
        }

        PersistAll(found.Events, Happened);
        DeferAsync(message, _ => Self.Tell(message, sender));
        return true;
    }

    private void SetAside(CrewReport.Damaged damaged)
    {
        var to = CheckpointFolder.SetAside(_wiring.Folder, _run, damaged.Checkpoint.File, damaged.Reason, Here);
        Do(new RunCommand.SetAside(damaged.Checkpoint, damaged.Reason, to));
        DeferAsync(damaged, _ =>
        {
            if (_state.Phase == RunPhase.Running) ReplaceCrew(); // to journal anything in here would leave the actor deaf
        });
    }

    private void ReplaceCrew()
    {
        _seat = _seat with { Rehire = true };
        Context.Stop(_seat.Crew);
    }

    private void CrewGone()
    {
        Timers.Cancel(nameof(Tick));
        var (seat, stopping) = (_seat, _stopping);
        _seat = seat with { Crew = null, At = null, Rehire = false, Asked = false };
        _stopping = null;

        if (stopping is { Leaving: true })
        {
            Answer(stopping);
            Context.Stop(Self);
            return;
        }

        if (_state.Phase == RunPhase.Running)
        {
            if (seat.Rehire)
            {
                foreach (var asker in stopping?.Askers ?? []) Self.Tell(new RunCommand.Pause(stopping!.Why), asker); // before another crew is hired
                Settle();
                return;
            }

            foreach (var asker in stopping?.Askers ?? []) asker.Tell(new Answer.Refused($"{_run} lost its crew before it could be saved.", Refusal.TryAgain));
            Suffer(new Fault(FaultClass.Forgivable, "The crew vanished without a word.", _state.Latest?.At));
            return;
        }

        if (stopping is not null) Answer(stopping);
        Settle();
    }

    /// <summary>A pause names its checkpoint; nobody calls a run paused while it has a crew.</summary>
    private string Standing => (_state.Phase, _state.Latest) switch
    {
        (RunPhase.Paused, { } latest) when !_checkpoints.IsThere(latest) => $"{_run} is Paused. {_state.Reason}",
        (RunPhase.Paused, { } latest) => $"{_run} is Paused, saved at {latest.At} in {latest.File}; its crew is gone and its memory given back.",
        (RunPhase.Paused, null) => $"{_run} is Paused before its first checkpoint; it has no crew.",
        _ => $"{_run} is {_state.Phase}.",
    };

    /// <summary>The crew is gone, so its memory is given back: now a pause may be called one.</summary>
    private void Answer(Stopping stopping)
    {
        object answer = _state.Phase == RunPhase.Paused
            ? new Answer.Accepted(Standing)
            : new Answer.Refused($"{_run} is {_state.Phase}{(_state.Reason is { } reason ? $": {reason}" : ".")}");
        foreach (var asker in stopping.Askers) asker.Tell(answer);
    }

    private void GiveSlotBack()
    {
        _seat = CrewSeat.Empty;
        Context.Parent.Tell(new SlotReturned(_run));
    }

    private TimeSpan Now => _wiring.Clock.GetElapsedTime(_started);

    /// <summary>The crew was heard, or hired.</summary>
    private void ExpectAStep()
    {
        _patience = Timers.IsTimerActive(nameof(Tick)) ? _patience.Heard(Now) : Patience.Of(_wiring.Settings.StepTimeout, Now);
        if (!Timers.IsTimerActive(nameof(Tick))) Timers.StartPeriodicTimer(nameof(Tick), new Tick(), _patience.Tick);
    }

    private void OnTick()
    {
        _patience = _patience.Ticked(Now);
        if (_patience.IsOver) Abandon();
    }

    /// <summary>Its images do not come: another run may train meanwhile. They are still being opened, and the answer still comes.</summary>
    private void GiveSlotBackTill(ImagesSilent silent)
    {
        if (_seat.Crew is not null) return;
        _silent = new WaitingFor.NoAnswer(silent.Request.Data, silent.Since);
        if (_seat.Device is not null) GiveSlotBack();
        Stand();
    }

    private void OnRoom(bool has)
    {
        _waits.OnLooked();
        if (has) GoOn(FaultClass.DiskFull, "there is room on the disk again");
        else Settle();
    }

    /// <summary>What the run waited for is there, if it still waits for that.</summary>
    private void GoOn(FaultClass after, string why)
    {
        if (_state.Phase == RunPhase.Recovering && _state.LastFault?.Class == after) Do(new RunCommand.TryAgain(why));
    }

    private void Refuse(string reason)
    {
        _refusal = reason;
        Here.Warning("The run does not take what its sweep asks for: {Reason}", reason);
        Stand();
    }

    /// <summary>A loop in native code cannot be stopped: the crew is left to itself, and its reports are of an attempt that is over.</summary>
    private void Abandon()
    {
        Timers.Cancel(nameof(Tick));
        if (_seat.Crew is not { } crew) return;
        Context.Unwatch(crew);
        Context.Stop(crew);
        foreach (var asker in _stopping?.Askers ?? []) asker.Tell(new Answer.Refused($"{_run} does not answer.", Refusal.TryAgain));
        (_seat, _stopping) = (_seat with { Crew = null, At = null }, null);
        if (_state.Phase != RunPhase.Running) Settle(); // it was being stopped
        else Suffer(new Fault(FaultClass.Forgivable, $"No step within {_wiring.Settings.StepTimeout}.", _state.Latest?.At));
    }

    private sealed record Tick;
}
