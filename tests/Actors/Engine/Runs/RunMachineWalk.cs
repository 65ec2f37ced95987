using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Checkpoints;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Nn.Training;
using Akka.Actor;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Engine.Runs;

/// <summary>A world around one run's machine: a sweep with one slot, images, a crew, a disk, and people who ask. It says what it holds against the machine.</summary>
internal sealed class RunMachineWalk
{
    public const int Moves = 30;

    private static readonly RunSpec Asked = Spec with { Epochs = 3 };
    private static readonly EpochMetrics[] Figures = [Epoch(1), Epoch(1), Epoch(2), Epoch(3)];
    private static readonly FaultClass[] Faults = Enum.GetValues<FaultClass>();
    private static readonly ImagesFacts Facts = Samples.Images;

    private readonly RunMachine _machine;
    private readonly Dictionary<IActorRef, (RunCommand Command, int Answers)> _askers = [];
    private readonly List<RunEvent> _journal = [];
    private RunState _state = RunState.Initial;
    private RunLife _life = RunLife.Initial;
    private TimeSpan _running;
    private bool _slot;
    private bool _closed;
    private CrewInWorld? _crew;
    private int _opening;
    private ImagesOpened? _toAgree;
    private RunInput? _timer;
    private bool _looking;
    private bool _awaiting;
    private bool _alive = true;
    private int _names;

    public RunMachineWalk(bool holdSlot) =>
        _machine = new RunMachine(new RunRules(Asked.Id, new LabSettings("/state") { HoldSlot = holdSlot, StepTimeout = TimeSpan.FromSeconds(2) }));

    /// <summary>What the machine did wrong; null: nothing.</summary>
    public string? Fault { get; private set; }

    public ImmutableList<string> Story { get; private set; } = [];

    /// <summary>Makes a move, where it can be made as things are.</summary>
    /// <param name="chance">In [0, 100): decides between variants of the move.</param>
    public void Move(int move, int chance)
    {
        if (Fault is not null) return;
        if (!_alive) Restart();
        switch (move)
        {
            case 0:
                Tell(new RunCommand.Submit(chance < 50 ? Asked : Asked with { Epochs = 4 }), asked: chance < 80);
                break;
            case 1 or 2 when !_slot && (chance < 90 ? _machine.Waiting(_state, _life) is WaitingFor.Slot : _state.Spec is not null):
                _slot = true;
                Tell(new RunCommand.Start("cpu") { Images = chance < 30 ? null : Facts }, asked: false);
                break;
            case 3 or 4:
                Tell(new RunCommand.Pause("asked"));
                break;
            case 5:
                Tell(new RunCommand.Resume());
                break;
            case 6 when chance < 30:
                Tell(new RunCommand.Cancel("asked"));
                break;
            case 7:
                Tell(new RunCommand.Retry(chance < 30));
                break;
            case 8 or 9 or 10 when _opening > 0:
                AnswerImages(chance);
                break;
            case 11 when _toAgree is { } images:
                _toAgree = null;
                Do(new RunInput.Agreed(images));
                break;
            case >= 12 and <= 18 when _crew is { } crew:
                Report(crew, move, chance);
                break;
            case 19 or 20 when _crew is { ToldToSave: true, Stopped: false } crew:
                Say(crew, chance < 80 ? new CrewReport.Saved(At(1), "asked", Last: true) { Attempt = crew.Attempt } : new CrewReport.SaveFailed("no room") { Attempt = crew.Attempt });
                break;
            case 21 or 22 when _crew is { Stopped: true }:
                EndCrew();
                break;
            case 23 when _crew is { Stopped: false } && chance < 20:
                EndCrew();
                break;
            case 24 when _timer is { } timer:
                _timer = null;
                Do(timer);
                break;
            case 25 when _looking:
                _looking = false;
                Do(new RunInput.Looked(chance < 50));
                break;
            case 26 when _awaiting:
                _awaiting = chance >= 70;
                Do(_awaiting ? new RunInput.Missing("/data/Training") : new RunInput.FolderThere());
                break;
            case 27 when _crew is not null:
                _running += TimeSpan.FromSeconds(1);
                Do(new RunInput.Tick());
                break;
            case 28 when chance < 15:
                Do(new RunInput.Shutdown());
                break;
            case 29 when chance < 15:
                Crash();
                break;
        }
    }

    /// <summary>Lets everything that is under way come to its end, and looks who is still waiting.</summary>
    public void Finish()
    {
        for (var n = 0; n < 20 && Fault is null && _crew is { } crew && _askers.Values.Any(asker => asker.Answers == 0); n++)
        {
            if (crew.Stopped) EndCrew();
            else if (crew.ToldToSave) Say(crew, new CrewReport.Saved(At(1), "asked", Last: true) { Attempt = crew.Attempt });
            else break;
        }

        Hold(_askers.Values.All(asker => asker.Answers == 1), "somebody was never answered");
        Hold(Equal(_journal.Aggregate(RunState.Initial, (s, e) => s.Apply(e)), _state), "the journal tells another state");
    }

    private void AnswerImages(int chance)
    {
        var request = RunImages.Of(_state.Spec!) with { Pinned = chance % 2 == 0 ? Facts : null };
        if (chance is < 85 or >= 93) _opening--;
        Do(chance switch
        {
            < 70 => new RunInput.Opened(new ImagesOpened(request, "images.bin", ["a", "b"], []) { Facts = Facts }),
            < 85 => new RunInput.Failed(new ImagesFailed(request, Io with { Class = Faults[chance % Faults.Length] })),
            < 93 => new RunInput.Silent(new ImagesSilent(request, Noon)),
            _ => new RunInput.Failed(new ImagesFailed(request, Io with { Class = FaultClass.FolderAbsent })),
        });
    }

    private void Report(CrewInWorld crew, int move, int chance)
    {
        var attempt = chance >= 95 ? crew.Attempt - 1 : crew.Attempt;
        var epoch = Math.Min(_state.Epochs.Count + (chance % 7 == 0 ? 0 : 1), 3);
        var at = new TrainingPosition(_state.Epochs.Count, 1 + (chance % 5));
        Say(crew, move switch
        {
            12 when chance < 20 => new CrewReport.Displaced("one leaves") { Attempt = attempt },
            12 => new CrewReport.Ready(at, 9) { Attempt = attempt },
            13 => new CrewReport.StepTaken(CrewActivity.Training, at, 9, 1, 1, null, null) { Attempt = attempt },
            14 or 15 => new CrewReport.EpochClosed(Figures[Math.Max(1, epoch)], Checkpoint(Math.Max(1, epoch), 0, Math.Max(1, crew.Attempt))) { Attempt = attempt },
            16 => new CrewReport.Saved(At(1 + (chance % 5)), "rhythm", Last: false) { Attempt = attempt },
            17 when chance < 30 => new CrewReport.Finished { Attempt = attempt },
            17 when chance < 50 => new CrewReport.Damaged(_state.Latest ?? At(1), "torn") { Attempt = attempt },
            17 => new CrewReport.SaveFailed("no room") { Attempt = attempt, Last = false },
            _ => new CrewReport.Failed(Io with { Class = Faults[chance % Faults.Length] }) { Attempt = attempt },
        });
    }

    private CheckpointRef At(int steps) => Checkpoint(_state.Epochs.Count, steps, Math.Max(1, _state.Attempts));

    private void Say(CrewInWorld crew, CrewReport report)
    {
        if (report is CrewReport.SaveFailed { Last: true }) crew.ToldToSave = false;
        if (report is CrewReport.Displaced) _closed = true;
        Do(new RunInput.Reported(report));
    }

    private void EndCrew()
    {
        _crew = null;
        Do(new RunInput.CrewGone());
    }

    private void Tell(RunCommand command, bool asked = true)
    {
        var asker = asked ? new Person(_names++) : null;
        if (asker is not null) _askers[asker] = (command, 0);
        Do(new RunInput.Told(command, asker));
    }

    private void Do(RunInput input)
    {
        Story = Story.Add($"{input.GetType().Name} {(input as RunInput.Told)?.Command.GetType().Name}{(input as RunInput.Reported)?.Report.GetType().Name} in {_life.GetType().Name}, {_state.Phase}");
        if (RunMachine.NeedsReview(_life, input)) input = input with { Review = CheckpointFindings.None };
        var (before, phase) = (_state, _state.Phase);
        var step = _machine.Step(_state, _life, input, new Moment(Noon, Noon, _running));
        foreach (var happened in step.Events)
        {
            _journal.Add(happened);
            _state = _state.Apply(happened);
        }

        Hold(input is not RunInput.Recovered || (step.Events.Count == 0 && phase == _state.Phase), "a start changed the run");
        Hold(
            _state.Epochs.Count >= before.Epochs.Count || step.Events.Any(e => e is RunEvent.Retried or RunEvent.EpochRedone),
            "an epoch that was acknowledged is lost");
        _life = step.Life;
        Hold(!step.Effects.SkipWhile(effect => effect is not RunEffect.Reply).Contains(new RunEffect.PublishStatus()), "an answer goes before what the sweep and the metrics are told");
        foreach (var effect in step.Effects) Perform(effect);
        HoldAll();
    }

    private void Perform(RunEffect effect)
    {
        switch (effect)
        {
            case RunEffect.StartCrew:
                Hold(_crew is null, "two crews");
                Hold(_slot, "a crew without a slot");
                Hold(!_closed, "a crew in a slot that it cannot stay in");
                _crew = new CrewInWorld(_state.Attempts);
                break;
            case RunEffect.TellCrew e:
                Hold(_crew is { Stopped: false, ToldToSave: false }, "an order to nobody, or twice");
                Hold((e.Order as CrewOrder.SaveAndStop)?.Attempt == _crew?.Attempt, "an order to another attempt");
                if (_crew is not null) _crew.ToldToSave = true;
                break;
            case RunEffect.StopCrew:
                Hold(_crew is { Stopped: false }, "nobody to stop, or stopped twice");
                if (_crew is not null) _crew.Stopped = true;
                break;
            case RunEffect.AbandonCrew:
                Hold(_crew is not null, "nobody to abandon");
                _crew = null;
                break;
            case RunEffect.OpenImages:
                _opening++;
                break;
            case RunEffect.AgreeImages e:
                _toAgree = e.Images;
                break;
            case RunEffect.AwaitFolder:
                _awaiting = true;
                break;
            case RunEffect.LookForRoom:
                Hold(!_looking, "two looks at once");
                _looking = true;
                break;
            case RunEffect.SetTimer e:
                _timer = e.Input;
                break;
            case RunEffect.CancelTimer:
                _timer = null;
                break;
            case RunEffect.ReturnSlot:
                Hold(_slot, "a slot was given back twice");
                (_slot, _closed) = (false, false);
                break;
            case RunEffect.Reply e:
                Answered(e);
                break;
            case RunEffect.StopSelf:
                Hold(_crew is null, "it leaves its crew behind");
                Hold(_askers.Values.All(asker => asker.Answers == 1), "it leaves somebody without an answer");
                (_alive, _slot, _closed) = (false, false, false);
                break;
        }
    }

    private void Answered(RunEffect.Reply reply)
    {
        var (command, answers) = _askers[reply.Asker];
        _askers[reply.Asker] = (command, answers + 1);
        Hold(answers == 0, "answered twice");
        if (command is not RunCommand.Pause || !reply.Answer.IsAccepted) return;
        Hold(_state.Phase == RunPhase.Paused, "a pause was answered and is not in the journal");
        Hold(_crew is null, "a pause was answered while there is a crew");
    }

    private void HoldAll()
    {
        if (!_alive) return;
        Hold(_slot == _life.Held is not null, _slot ? "a slot is held and not known of" : "a slot is used and not held");
        Hold((_crew is null) == (_life.Crew is null), "the crew is another than it thinks");
        Hold(_life is not RunLife.OpeningImages || _opening > 0 || _toAgree is not null, "it waits for images that nobody opens");
        Hold(_life is not RunLife.Ending || _crew is { Stopped: true }, "it waits for the end of a crew that goes on");
        Hold(_life is not RunLife.Stopping || _crew is { ToldToSave: true }, "it waits for a crew that was told nothing");
        Hold(_life is not RunLife.HeldSlot || _state.Phase == RunPhase.Paused, "it sits on a slot");
        if (_life is not RunLife.NoSlot { After: var after, Silent: var silent }) return;
        Hold(_state.Phase is not (RunPhase.Queued or RunPhase.Running) || _machine.Waiting(_state, _life) is WaitingFor.Slot || silent is not null, "it wants no slot");
        Hold(_state.Phase != RunPhase.Recovering || after switch
        {
            FaultWait.Folder => _awaiting,
            FaultWait.Room { Looking: true } => _looking,
            FaultWait.Room => _timer is RunInput.LookNow,
            FaultWait.Retry => _timer is RunInput.RetryNow,
            _ => false,
        }, "it waits for nothing after a fault");
    }

    /// <summary>The process is killed. What was not answered is never answered; what is in the journal stays.</summary>
    private void Crash()
    {
        foreach (var asker in _askers.Where(asker => asker.Value.Answers == 0).Select(asker => asker.Key).ToList()) _askers.Remove(asker);
        (_alive, _slot, _closed, _crew) = (false, false, false, null);
        Story = Story.Add("crash");
    }

    private void Restart()
    {
        (_alive, _slot, _crew, _opening, _toAgree, _timer, _looking, _awaiting) = (true, false, null, 0, null, null, false, false);
        _life = RunLife.Initial;
        _state = _journal.Aggregate(RunState.Initial, (s, e) => s.Apply(e));
        Do(new RunInput.Recovered());
    }

    private void Hold(bool holds, string what)
    {
        if (!holds) Fault ??= what;
    }

    private static bool Equal(RunState a, RunState b) =>
        a.Epochs.SequenceEqual(b.Epochs) && a.Checkpoints.SequenceEqual(b.Checkpoints) && a with { Epochs = b.Epochs, Checkpoints = b.Checkpoints } == b;

    private sealed class CrewInWorld(int attempt)
    {
        public int Attempt => attempt;

        public bool ToldToSave { get; set; }

        public bool Stopped { get; set; }

    }

    private sealed class Person(int name) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / $"person-{name}";

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
