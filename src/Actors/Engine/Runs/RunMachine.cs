using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>
/// What follows from an input: first the events go to the journal, then the life is the new one and the effects are performed.
/// </summary>
internal sealed record RunStep(IReadOnlyList<RunEvent> Events, RunLife Life, ImmutableList<RunEffect> Effects);

/// <summary>
/// Every rule of a run's life in this process. Pure: no clock, no disk, no actor. <see cref="RunActor"/> carries out what it decides.
/// </summary>
internal sealed record RunMachine(RunRules Rules)
{
    /// <param name="state">As the journal tells it.</param>
    /// <param name="life">What is true of this process only.</param>
    public RunStep Step(RunState state, RunLife life, RunInput input, Moment now)
    {
        var turn = new RunTurn(Rules, state, life, now);
        if (life is not RunLife.Left) Handle(turn, input);
        var news = IsNews(turn, life, input);
        return new RunStep(turn.Events, turn.Life, news ? Ordered(turn.Effects) : turn.Effects);
    }

    /// <summary>
    /// Whether the folder of checkpoints is to be reviewed before an input: before anyone trusts the checkpoints, while no crew uses them.
    /// </summary>
    public static bool NeedsReview(RunLife life, RunInput input) => life.Crew is null && life is not RunLife.Left
        && input is RunInput.Recovered
            or RunInput.Told { Command: RunCommand.Start or RunCommand.Pause or RunCommand.Resume or RunCommand.Retry };

    /// <summary>Whether a report comes from the crew that exists.</summary>
    public static bool IsCurrent(RunLife life, CrewReport report) => life.Crew?.Attempt == report.Attempt;

    /// <summary>What the run waits for; null where it waits for nothing.</summary>
    public WaitingFor? Waiting(RunState state, RunLife life)
    {
        var after = (life as RunLife.NoSlot)?.After;
        return WaitingFor.Of(
            state, life.Held is not null, life.Crew is not null, (life as RunLife.NoSlot)?.Silent,
            (after as FaultWait.Retry)?.Until ?? default, RoomIn(life), life.Missing);
    }

    /// <summary>The folder on whose disk room is waited for.</summary>
    private string RoomIn(RunLife life) =>
        Path.Combine(Path.GetFullPath(Rules.Settings.StateFolder), life.ImageBytes is null ? "checkpoints" : "cache");

    /// <summary>How the run stands, in one sentence. A paused run's checkpoint is named.</summary>
    /// <param name="missing">Why it could not go on from its checkpoints; null where it could.</param>
    public static string Standing(RunState state, string? missing = null) => (state.Phase, state.Latest, state.Spec?.Id) switch
    {
        (RunPhase.Paused, not null, var run) when missing is not null => $"{run} is Paused. {state.Reason}",
        (RunPhase.Paused, { } latest, var run) =>
            $"{run} is Paused, saved at {latest.At} in {latest.File}; its crew is gone and its memory given back.",
        (RunPhase.Paused, null, var run) => $"{run} is Paused before its first checkpoint; it has no crew.",
        (_, _, var run) => $"{run} is {state.Phase}.",
    };

    /// <summary>Answers come last: who has one and looks, or tells another command, meets a sweep and metrics that know of it.</summary>
    private static ImmutableList<RunEffect> Ordered(ImmutableList<RunEffect> effects) =>
    [
        .. effects.Where(effect => effect is not (RunEffect.Reply or RunEffect.StopSelf)), new RunEffect.PublishStatus(),
        .. effects.OfType<RunEffect.Reply>(), .. effects.OfType<RunEffect.StopSelf>(),
    ];

    /// <summary>Whether the sweep and the metrics are told how the run stands.</summary>
    private static bool IsNews(RunTurn turn, RunLife before, RunInput input)
    {
        var (then, now) = (before as RunLife.NoSlot, turn.Life as RunLife.NoSlot);
        return input is RunInput.Recovered or RunInput.Told or RunInput.Missing || turn.Events.Count > 0
            || (before.Held is null) != (turn.Life.Held is null) || (before.Crew is null) != (turn.Life.Crew is null)
            || then?.Silent != now?.Silent || then?.After != now?.After;
    }

    private static void Handle(RunTurn turn, RunInput input)
    {
        foreach (var found in input.Review?.Events ?? []) turn.Add(found);
        switch (input)
        {
            case RunInput.Recovered or RunInput.LookNow or RunInput.Looked or RunInput.RetryNow or RunInput.FolderThere or RunInput.Missing:
                Waits.Handle(turn, input);
                break;
            case RunInput.Told told:
                Handle(turn, told.Command, told.Asker, told.Review);
                break;
            case RunInput.Opened or RunInput.Agreed or RunInput.Failed or RunInput.Silent:
                RunImageInputs.Handle(turn, input);
                break;
            case RunInput.Reported reported when IsCurrent(turn.Life, reported.Report):
                RunReports.Handle(turn, reported);
                break;
            case RunInput.CrewGone when turn.Life.Crew is not null:
                RunEndings.CrewGone(turn);
                break;
            case RunInput.Tick when turn.Life.Crew is { } crew:
                Tick(turn, crew);
                break;
            case RunInput.Shutdown:
                Shutdown(turn);
                break;
            case RunInput.Retire when turn.Life is RunLife.NoSlot { After: null, Silent: null }:
                RunEndings.Leave(turn);
                break;
        }

        turn.Reconcile();
    }

    private static void Handle(RunTurn turn, RunCommand command, IActorRef? asker, Checkpoints.CheckpointFindings? review)
    {
        switch (command)
        {
            case RunCommand.Start start:
                TakeSlot(turn, start);
                break;
            case RunCommand.Pause pause when turn.Life.Crew is not null && asker is not null:
                Pause(turn, pause, asker);
                break;
            case RunCommand.Resume when asker is not null
                && turn.Life is RunLife.Stopping { Pausing: true } or RunLife.Ending { Pauses.IsEmpty: false }:
                turn.Refuse(asker, $"{turn.Rules.Run} is being paused. Resume it when it is paused.", Refusal.TryAgain);
                break;
            case RunCommand.Resume or RunCommand.Retry when asker is not null && review is { Wait: { } wait, Events.IsEmpty: true }
                && WouldGoOn(turn.State, command):
                turn.Refuse(asker, wait, review.Kind);
                break;
            default:
                turn.Do(command, asker, () => Standing(turn.State, review?.Wait));
                break;
        }
    }

    private static bool WouldGoOn(RunState state, RunCommand command) => (command, state.Phase)
        is (RunCommand.Resume, RunPhase.Paused) or (RunCommand.Retry, RunPhase.Failed or RunPhase.Cancelled);

    private static void TakeSlot(RunTurn turn, RunCommand.Start start)
    {
        if (turn.Life is not RunLife.NoSlot waiting) return;
        if (turn.State.Phase is RunPhase.Queued or RunPhase.Running && waiting.Silent is null)
            turn.OpenImages(new Slot(start.Device, start.Images));
        else turn.Then(new RunEffect.ReturnSlot());
    }

    /// <summary>A pause is answered when its checkpoint is in the journal and the crew is gone.</summary>
    private static void Pause(RunTurn turn, RunCommand.Pause pause, IActorRef asker)
    {
        switch (turn.Life)
        {
            case RunLife.Ending ending:
                turn.Life = ending with { Pauses = ending.Pauses.Add((pause.Why, asker)) };
                break;
            case RunLife.Stopping stopping:
                turn.Life = stopping with { Pausing = true, Askers = stopping.Askers.Add(asker) };
                break;
            case { Crew: { } crew, Held: { } slot }:
                turn.MoveTo(new RunLife.Stopping(slot, crew, pause.Why, Pausing: true, Leaving: false, [asker]));
                turn.Then(new RunEffect.TellCrew(new CrewOrder.SaveAndStop(crew.Attempt, pause.Why)));
                break;
        }
    }

    private static void Shutdown(RunTurn turn)
    {
        const string Why = "the engine leaves";
        switch (turn.Life)
        {
            case RunLife.Ending ending:
                turn.Life = ending with { Leaving = true };
                break;
            case RunLife.Stopping stopping:
                turn.Life = stopping with { Leaving = true };
                break;
            case { Crew: { } crew, Held: { } slot }:
                turn.MoveTo(new RunLife.Stopping(slot, crew, Why, Pausing: false, Leaving: true, []));
                turn.Then(new RunEffect.TellCrew(new CrewOrder.SaveAndStop(crew.Attempt, Why)));
                break;
            default:
                RunEndings.Leave(turn);
                break;
        }
    }

    private static void Tick(RunTurn turn, Crew crew)
    {
        var waited = crew with { Watchdog = crew.Watchdog.Ticked(turn.Now.Running) };
        if (waited.Watchdog.IsOver) RunEndings.Abandon(turn);
        else turn.Life = RunReports.With(turn.Life, waited);
    }

    /// <summary>The waits after a fault.</summary>
    private static class Waits
    {
        public static void Handle(RunTurn turn, RunInput input)
        {
            var after = (turn.Life as RunLife.NoSlot)?.After;
            switch (input)
            {
                case RunInput.Missing missing:
                    turn.Life = turn.Life with { Missing = missing.Path };
                    break;
                case RunInput.FolderThere when after is FaultWait.Folder:
                    turn.Do(new RunCommand.TryAgain("the data folder is there again"));
                    break;
                case RunInput.RetryNow when after is FaultWait.Retry:
                    turn.Do(new RunCommand.TryAgain());
                    break;
                case RunInput.LookNow when after is FaultWait.Room { Looking: false }:
                    turn.Life = ((RunLife.NoSlot)turn.Life) with { After = new FaultWait.Room(Looking: true) };
                    turn.Then(new RunEffect.LookForRoom(turn.Life.ImageBytes));
                    break;
                case RunInput.Looked { HasRoom: true } when after is FaultWait.Room:
                    turn.Do(new RunCommand.TryAgain("there is room on the disk again"));
                    break;
                case RunInput.Looked { HasRoom: false } when after is FaultWait.Room { Looking: true }:
                    turn.Life = ((RunLife.NoSlot)turn.Life) with { After = new FaultWait.Room(Looking: false) };
                    turn.LookLater();
                    break;
            }
        }
    }
}
