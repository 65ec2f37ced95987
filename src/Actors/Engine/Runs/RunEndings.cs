using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>What a run does when its crew is gone, hangs, or the engine shuts down. Pure.</summary>
internal static class RunEndings
{
    public static void CrewGone(RunTurn turn)
    {
        switch (turn.Life)
        {
            case RunLife.Ending ending:
                Ended(turn, ending);
                break;
            case RunLife.Stopping { Members.At: null } stopping: // it had not begun to train, so there is nothing to save
                turn.MoveTo(new RunLife.HeldSlot(stopping.Slot));
                foreach (var asker in stopping.Askers) turn.Do(new RunCommand.Pause(stopping.Why), asker);
                if (stopping.Leaving) Leave(turn);
                else if (!stopping.Pausing && !stopping.Slot.Closes) turn.Fault(FaultClass.Forgivable, Vanished);
                break;
            case RunLife.Stopping stopping:
                turn.MoveTo(new RunLife.HeldSlot(stopping.Slot));
                foreach (var asker in stopping.Askers)
                    turn.Refuse(asker, $"{turn.Rules.Run} lost its crew before it could be saved.", Refusal.TryAgain);
                if (stopping.Leaving) Leave(turn);
                else turn.Fault(FaultClass.Forgivable, stopping.Slot.Closes ? $"{stopping.Why}, and the crew was gone before it was saved."
                    : Vanished);
                break;
            default:
                turn.MoveTo(new RunLife.HeldSlot(turn.Life.Held!));
                turn.Fault(FaultClass.Forgivable, Vanished);
                break;
        }
    }

    /// <summary>The crew says nothing for too long.</summary>
    public static void Abandon(RunTurn turn)
    {
        var (life, slot) = (turn.Life, turn.Life.Held!);
        turn.Then(new RunEffect.AbandonCrew());
        turn.MoveTo(new RunLife.HeldSlot(slot));
        var askers = (life as RunLife.Stopping)?.Askers ?? (life as RunLife.Ending)?.Pauses.ConvertAll(pause => pause.Asker) ?? [];
        if (turn.State.Phase == RunPhase.Running)
        {
            foreach (var asker in askers) turn.Refuse(asker, $"{turn.Rules.Run} does not answer.", Refusal.TryAgain);
            turn.Fault(FaultClass.Forgivable, $"No step within {turn.Rules.Settings.StepTimeout}.{Suspects(turn.State.Spec!)}");
        }
        else
        {
            foreach (var asker in askers) AnswerPause(turn, asker);
        }

        if (life is RunLife.Stopping { Leaving: true } or RunLife.Ending { Leaving: true }) Leave(turn);
    }

    public static void Leave(RunTurn turn)
    {
        turn.MoveTo(new RunLife.Left());
        turn.Then(new RunEffect.StopSelf());
    }

    /// <summary>Code that a user brings may be what does not come back.</summary>
    private static string Suspects(RunSpec spec)
    {
        var parts = PartKinds.All.Select(kind => (Kind: kind, Part: spec.Part(kind))).Where(one => one.Part?.Plugin is not null)
            .Select(one => $"the {one.Kind.Word()} '{one.Part!.Name}'").ToArray();
        return parts.Length == 0 ? "" : $" The run has {string.Join(", ", parts)} of {spec.Plugin!.Name}, whose code may not come back.";
    }

    private const string Vanished = "The crew vanished without a word.";

    private static void Ended(RunTurn turn, RunLife.Ending ending)
    {
        turn.MoveTo(new RunLife.HeldSlot(ending.Slot));
        foreach (var (why, asker) in ending.Pauses)
        {
            if (turn.State.Phase == RunPhase.Running) turn.Do(new RunCommand.Pause(why), asker); // before another crew is started
            else AnswerPause(turn, asker);
        }

        if (ending.Leaving) Leave(turn);
    }

    /// <summary>The crew is gone, so its memory is given back: now a paused run may be called paused.</summary>
    private static void AnswerPause(RunTurn turn, Akka.Actor.IActorRef asker)
    {
        var (state, reason) = (turn.State, turn.State.Reason);
        if (state.Phase == RunPhase.Paused) turn.Then(new RunEffect.Reply(asker, new Answer.Accepted(RunMachine.Standing(state))));
        else turn.Refuse(asker, $"{turn.Rules.Run} is {state.Phase}{(reason is null ? "." : $": {reason}")}");
    }
}
