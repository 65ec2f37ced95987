using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>What a run does about its crew's reports. Pure.</summary>
internal static class RunReports
{
    public static void Handle(RunTurn turn, RunInput.Reported reported)
    {
        OnReport(turn, reported.Report);
        if (reported.Report is CrewReport.Displaced displaced) Displace(turn, displaced.Why);
        if (turn.Life is RunLife.Ending && turn.State.Phase != RunPhase.Running) return; // the run has moved on
        switch (reported.Report)
        {
            case CrewReport.Preparing or CrewReport.Displaced:
                break; // the watchdog has heard it
            case CrewReport.Ready r:
                turn.Then(new RunEffect.PublishProgress(
                    new CrewReport.StepTaken(CrewActivity.Training, r.At, r.StepsPerEpoch, 0, null, null, null) { Attempt = r.Attempt }));
                break;
            case CrewReport.StepTaken r:
                turn.Then(new RunEffect.PublishProgress(r));
                break;
            case CrewReport.EpochClosed r:
                turn.Do(new RunCommand.CloseEpoch(r.Metrics, r.Checkpoint) { Memory = r.Memory });
                if (turn.Events.Any(happened => happened is RunEvent.EpochCompleted))
                    turn.Life = turn.Life with { LooksForRoom = 0, ImageBytes = null };
                break;
            case CrewReport.Saved { Last: false } r:
                turn.Do(new RunCommand.KeepCheckpoint(r.Checkpoint, r.Why));
                break;
            case CrewReport.Saved r:
                SavedLast(turn, r);
                break;
            case CrewReport.SaveFailed { Last: false } r:
                turn.Then(
                    new RunEffect.Warn($"The state could not be saved ({r.Reason}). Training goes on, and saving is tried again later."));
                break;
            case CrewReport.SaveFailed r:
                SaveFailed(turn, r.Reason);
                break;
            case CrewReport.Finished when turn.State.Epochs.Count < turn.State.Spec!.Epochs:
                turn.EndCrew(); // more epochs were asked for since it was started
                break;
            case CrewReport.Finished:
                turn.Do(new RunCommand.Finish());
                break;
            case CrewReport.Damaged r:
                turn.Do(new RunCommand.SetAside(r.Checkpoint, r.Reason, reported.MovedTo));
                if (turn.State.Phase == RunPhase.Running) turn.EndCrew();
                break;
            case CrewReport.Failed r:
                turn.Fault(r.Fault);
                break;
            default:
                throw new UnreachableException($"No rule for {reported.Report.GetType()}.");
        }
    }

    /// <summary>The life with news of its crew.</summary>
    public static RunLife With(RunLife life, Crew crew) => life switch
    {
        RunLife.Starting l => l with { Members = crew },
        RunLife.Training l => l with { Members = crew },
        RunLife.Stopping l => l with { Members = crew },
        RunLife.Ending l => l with { Members = crew },
        _ => throw new UnreachableException($"{life.GetType().Name} has no crew."),
    };

    private static void OnReport(RunTurn turn, CrewReport report)
    {
        var crew = turn.Life.Crew!;
        var at = report.Where is { } where && where.CompareTo(crew.At) > 0 ? where : crew.At; // a save tells of where training stood
        turn.Life = With(turn.Life, crew with { At = at, Watchdog = crew.Watchdog.Heard(turn.Now.Running) });
        if (turn.Life is RunLife.Starting starting) turn.MoveTo(new RunLife.Training(starting.Slot, starting.Members));
    }

    /// <summary>The crew saves and stops, as before a pause; then the run wants a slot elsewhere.</summary>
    private static void Displace(RunTurn turn, string why)
    {
        switch (turn.Life)
        {
            case RunLife.Ending ending:
                turn.Life = ending with { Slot = ending.Slot with { Closes = true } };
                break;
            case RunLife.Stopping stopping:
                turn.Life = stopping with { Slot = stopping.Slot with { Closes = true } };
                break;
            case { Crew: { } crew, Held: { } slot }:
                turn.MoveTo(new RunLife.Stopping(slot with { Closes = true }, crew, why, Pausing: false, Leaving: false, []));
                turn.Then(new RunEffect.TellCrew(new CrewOrder.SaveAndStop(crew.Attempt, why)));
                break;
        }
    }

    private static void SavedLast(RunTurn turn, CrewReport.Saved saved)
    {
        if (turn.Life is RunLife.Stopping { Pausing: true } stopping) turn.Do(new RunCommand.FinishPause(stopping.Why, saved.Checkpoint));
        else turn.Do(new RunCommand.KeepCheckpoint(saved.Checkpoint, saved.Why));
        turn.EndCrew();
    }

    private static void SaveFailed(RunTurn turn, string reason)
    {
        turn.Then(new RunEffect.Warn($"The state could not be saved: {reason}"));
        if (turn.Life is not RunLife.Stopping stopping) return;
        foreach (var asker in stopping.Askers)
            turn.Refuse(asker, $"{turn.Rules.Run} could not be saved and goes on: {reason}", Refusal.Prevented);
        turn.MoveTo(new RunLife.Training(stopping.Slot, stopping.Members));
        if (!stopping.Leaving && !stopping.Slot.Closes) return;
        turn.MoveTo(stopping with { Askers = [] });
        turn.EndCrew(); // the last checkpoint stands
    }
}
