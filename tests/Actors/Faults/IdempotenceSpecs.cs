using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Persistence.Postgres;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A command told twice is a command told once, and its second answer says how things stand.</summary>
[Slow]
public class IdempotenceSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine;

    public IdempotenceSpecs(Undisturbed undisturbed) : this(undisturbed, null) { }

    protected IdempotenceSpecs(Undisturbed undisturbed, JournalAddress? journal) => (_undisturbed, _engine) = (undisturbed, new TestEngine(journal));

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_holds_already_is_accepted_again_with_the_same_words_and_not_a_single_event()
    {
        _engine.Settings = _engine.Settings with { HoldSlot = true }; // so that b never has one
        var (a, b) = (_undisturbed.Run("a"), _undisturbed.Run("b"));
        using var gate = new Gate(a.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([a, b], gate.Observer);
        var paused = await PauseAt(lab, gate, a.Id);

        Assert.Equal(paused, await TwiceWithoutEvent(a, () => lab.PauseAsync(a.Id)));
        Assert.Equal("b is Cancelled.", Accepted(await lab.CancelAsync(b.Id)));
        Assert.Equal("b is Cancelled.", await TwiceWithoutEvent(b, () => lab.CancelAsync(b.Id)));
        Accepted(await lab.RetryAsync(b.Id));
        Assert.Equal("b is Queued.", await TwiceWithoutEvent(b, () => lab.RetryAsync(b.Id)));
        Accepted(await lab.CancelAsync(b.Id));
        Assert.Equal("s: 2 runs.", await TwiceWithoutEvent(a, () => lab.SubmitAsync(SweepSpec.Of(Sweep, [a, b]))));
        Assert.Equal("s: 2 runs.", await TwiceWithoutEvent(a, () => lab.WakeAsync(Sweep)));
        Accepted(await lab.ResumeAsync(a.Id));
        Assert.Matches("^a is (Queued|Running|Completed)", (await lab.ResumeAsync(a.Id)).Match(text => text, why => why));

        await lab.WaitAsync(Sweep, cancel: Cancel);
        Assert.Single(_engine.Told<RunEvent.Requeued>(a.Id));
        Assert.Equal("a is Completed: it cannot be paused.", Refused(await lab.PauseAsync(a.Id)));
        await _undisturbed.SameBits(_engine.Told(a.Id));
    }

    [Fact]
    public async Task Two_pauses_at_once_are_both_answered_with_the_one_checkpoint_and_a_resume_between_them_is_refused()
    {
        var run = _undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([run], gate.Observer);
        await gate.Reached;

        var one = lab.PauseAsync(run.Id);
        var resuming = lab.ResumeAsync(run.Id);
        var other = lab.PauseAsync(run.Id);
        Assert.Equal("r is being paused. Resume it when it is paused.", Refused(await resuming));
        Refused(await lab.RetryAsync(run.Id)); // answered after both pauses were passed on
        gate.Open();

        Assert.Contains("is Paused, saved at", Accepted(await one), StringComparison.Ordinal);
        Assert.Equal(await one, await other);
        Assert.Single(_engine.Told<RunEvent.Paused>(run.Id));
        Assert.Equal(RunPhase.Paused, (await lab.ScoreboardAsync()).Runs[run.Id].Summary.Phase);
    }

    [Fact]
    public async Task A_pause_that_comes_while_the_crew_is_being_hired_is_kept_until_it_is_there()
    {
        var (a, b) = (_undisturbed.Run("a"), _undisturbed.Run("b"));
        var (engine, pausing) = (new TaskCompletionSource<ActorGaze.Actors.Engine.Lab>(), new TaskCompletionSource<Task<ActorGaze.Actors.Contracts.Answer>>());
        var observer = new ActorGaze.Actors.Telemetry.EngineObserver
        {
            Journalled = (who, e) =>
            {
                if (who != "run-a" || e is not RunEvent.Started || pausing.Task.IsCompleted) return;
                pausing.SetResult(engine.Task.Result.PauseAsync(a.Id));
                _ = engine.Task.Result.PauseAsync(b.Id).Result; // the one before it waits at the run's door now, where the crew is hired next
            },
        };
        await using var lab = await _engine.StartWith([a, b], observer);
        engine.SetResult(lab);

        Assert.StartsWith("a is Paused, saved at ", Accepted(await await pausing.Task), StringComparison.Ordinal);
    }

    private async Task<string> TwiceWithoutEvent(RunSpec run, Func<Task<Answer>> command)
    {
        var before = _engine.Told<RunEvent>(run.Id);
        var text = Accepted(await command());
        Assert.Equal(text, Accepted(await command()));
        Assert.Equal(before, _engine.Told<RunEvent>(run.Id));
        return text;
    }
}

/// <summary>The same with the journal in PostgreSQL.</summary>
[Slow]
public sealed class IdempotenceOnPostgresSpecs(Undisturbed undisturbed) : IdempotenceSpecs(undisturbed, PostgresServer.SharedDatabase());
