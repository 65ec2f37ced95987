using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Randomness;
using ActorGaze.Nn.Training;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>The time, as a run needs it.</summary>
/// <param name="Utc">For events.</param>
/// <param name="Local">For moments that people read, with this machine's offset.</param>
/// <param name="Running">Since some fixed moment of this process.</param>
internal readonly record struct Moment(DateTimeOffset Utc, DateTimeOffset Local, TimeSpan Running)
{
    public static Moment Of(TimeProvider clock, long start) => new(clock.GetUtcNow(), clock.GetLocalNow(), clock.GetElapsedTime(start));
}

/// <summary>What a run needs to know besides its journal: settings, and what the bits of a run on a device depend on.</summary>
internal sealed record RunRules(RunId Run, LabSettings Settings, Func<RunSpec, string, BitFacts?>? Bits = null);

/// <summary>
/// The working copy of one step of <see cref="RunMachine"/>: it collects events and effects and folds the events at once.
/// </summary>
internal sealed class RunTurn(RunRules rules, RunState state, RunLife life, Moment now)
{
    private readonly List<RunEvent> _events = [];
    private readonly List<RunEffect> _effects = [];

    public RunRules Rules => rules;

    public RunState State { get; private set; } = state;

    public RunLife Life { get; set; } = life;

    public Moment Now => now;

    public IReadOnlyList<RunEvent> Events => _events;

    public ImmutableList<RunEffect> Effects => [.. _effects];

    public void Add(RunEvent happened)
    {
        _events.Add(happened);
        State = State.Apply(happened);
    }

    public void Then(RunEffect effect) => _effects.Add(effect);

    /// <summary>Decides a command and collects its events. The asker, if there is one, is answered.</summary>
    /// <param name="accepted">The answer to an accepted command; null: how the run stands.</param>
    public void Do(RunCommand command, IActorRef? asker = null, Func<string>? accepted = null)
    {
        var decision = State.Decide(command, now.Utc);
        if (command is RunCommand.Submit) Life = Life with { Refusal = decision.Reason };
        foreach (var happened in decision.Events) Add(happened);
        if (decision.Refused && (asker is null || command is RunCommand.Submit)) Then(new RunEffect.Warn($"Refused: {decision.Reason}"));
        if (asker is null) return;
        if (decision.Refused) Refuse(asker, decision.Reason!);
        else Then(new RunEffect.Reply(asker, new Answer.Accepted(accepted?.Invoke() ?? RunMachine.Standing(State))));
    }

    public void Refuse(IActorRef asker, string reason, Refusal kind = Refusal.NotPossible) =>
        Then(new RunEffect.Reply(asker, new Answer.Refused(reason, kind)));

    public void Fault(FaultClass kind, string reason) => Fault(new Fault(kind, reason, State.Latest?.At));

    public void Fault(Fault fault) => Do(new RunCommand.HandleFault(fault, rules.Settings.Retry.MaxInARow));

    /// <summary>Moves to another life, with what every life remembers.</summary>
    public void MoveTo(RunLife next) =>
        Life = next with { ImageBytes = Life.ImageBytes, LooksForRoom = Life.LooksForRoom, Missing = Life.Missing, Refusal = Life.Refusal };

    /// <summary>Stops the crew; the rest follows when it is gone.</summary>
    public void EndCrew()
    {
        if (Life is RunLife.Ending || Life.Crew is not { } crew) return;
        var stopping = Life as RunLife.Stopping;
        var pauses = stopping?.Askers.Select(asker => (stopping.Why, asker)) ?? [];
        MoveTo(new RunLife.Ending(Life.Held!, crew, stopping?.Leaving ?? false, [.. pauses]));
        Then(new RunEffect.StopCrew(crew.Attempt));
    }

    /// <summary>Brings the life into line with the state. Safe to call twice: the second call does nothing.</summary>
    public void Reconcile()
    {
        if (Life is RunLife.Left) return;
        if (Life.Crew is not null)
        {
            if (State.Phase != RunPhase.Running) EndCrew();
            return;
        }

        var wantsToTrain = State.Phase is RunPhase.Queued or RunPhase.Running;
        if (Life is RunLife.HeldSlot { Slot.Closes: true }) ReturnSlot();
        else if (Life is RunLife.HeldSlot { Slot: var slot } && wantsToTrain) OpenImages(slot);
        else if (Life.Held is { } held && !wantsToTrain)
        {
            if (State.Phase == RunPhase.Paused && rules.Settings.HoldSlot) MoveTo(new RunLife.HeldSlot(held));
            else ReturnSlot();
        }

        if (Life is RunLife.NoSlot waiting)
            Life = waiting with { After = Wait(waiting.After), Silent = wantsToTrain ? waiting.Silent : null };
    }

    public void OpenImages(Slot slot)
    {
        MoveTo(new RunLife.OpeningImages(slot));
        var unknown = State is { Latest: not null, Images: null }; // begun by a version that did not write down what its images were
        Then(new RunEffect.OpenImages(
            RunImages.Of(State.Spec!) with { Pinned = slot.Pinned, FirstDecoded = unknown && slot.Pinned is null }));
    }

    public void ReturnSlot(WaitingFor.NoAnswer? silent = null)
    {
        MoveTo(new RunLife.NoSlot(Silent: silent));
        Then(new RunEffect.ReturnSlot());
    }

    /// <summary>What the run waits for after its last fault.</summary>
    private FaultWait? Wait(FaultWait? before)
    {
        if (State.Phase != RunPhase.Recovering)
        {
            if (before is not null) Then(new RunEffect.CancelTimer());
            return null;
        }

        switch (State.LastFault?.Class)
        {
            case FaultClass.FolderAbsent:
                var folder = new FaultWait.Folder(State.Spec!.Data);
                if (before == folder) return before;
                Then(new RunEffect.AwaitFolder(folder.Path));
                return folder;
            case FaultClass.DiskFull:
                if (before is FaultWait.Room) return before;
                LookLater();
                return new FaultWait.Room(Looking: false);
            default:
                if (before is FaultWait.Retry) return before;
                var delay = Backoff.Delay(rules.Settings.Retry, State.FaultsInARow, Chance());
                Then(new RunEffect.SetTimer(delay, new RunInput.RetryNow()));
                return new FaultWait.Retry(now.Local + delay);
        }
    }

    public void LookLater()
    {
        Life = Life with { LooksForRoom = Life.LooksForRoom + 1 };
        Then(new RunEffect.SetTimer(Backoff.Pause(rules.Settings.Retry, Life.LooksForRoom, Chance()), new RunInput.LookNow()));
    }

    private double Chance() => RandomStream.Named("back-off", State.Spec!.Seed, State.Attempts).NextDouble();
}
