using ActorGaze.Actors.Contracts;
using System.Collections.Concurrent;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Persistence.Postgres;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Pause, resume, cancel and retry, told to an engine that trains.</summary>
[Slow]
public class SteeringSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine;

    public SteeringSpecs(Undisturbed undisturbed) : this(undisturbed, null) { }

    protected SteeringSpecs(Undisturbed undisturbed, JournalAddress? journal) => (_undisturbed, _engine) = (undisturbed, new TestEngine(journal));

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_the_runs_name_and_phase_and_what_was_cancelled_can_be_tried_again()
    {
        var (a, b) = (_undisturbed.Run("a"), _undisturbed.Run("b"));
        using var gate = new Gate(a.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([a, b], gate.Observer);
        await gate.Reached;

        Assert.Equal("b is Cancelled.", Accepted(await lab.CancelAsync(b.Id)));
        Assert.Equal("b is Cancelled: it cannot be paused.", Refused(await lab.PauseAsync(b.Id)));
        Assert.Equal("b is Cancelled: it cannot be resumed.", Refused(await lab.ResumeAsync(b.Id)));
        Assert.Equal("a is Running: it cannot be retried.", Refused(await lab.RetryAsync(a.Id)));
        Assert.Equal("There is no run c here.", Refused(await lab.PauseAsync(new RunId("c"))));
        Assert.Equal("b is Queued.", Accepted(await lab.RetryAsync(b.Id)));
        Assert.Equal("b is Paused before its first checkpoint; it has no crew.", Accepted(await lab.PauseAsync(b.Id)));
        Assert.Equal("b is Cancelled.", Accepted(await lab.CancelAsync(b.Id)));
        var cancelling = lab.CancelAsync(a.Id);
        gate.Open();
        Assert.Equal("a is Cancelled.", Accepted(await cancelling));
        Accepted(await lab.RetryAsync(b.Id));
        await Phase(lab, b.Id, RunPhase.Completed);
        Assert.Equal("b is Completed: it cannot be cancelled.", Refused(await lab.CancelAsync(b.Id)));
        Assert.Equal("b is Completed: it cannot be retried.", Refused(await lab.RetryAsync(b.Id)));
        Accepted(await lab.RetryAsync(a.Id));
        await Phase(lab, a.Id, RunPhase.Completed);

        await _undisturbed.SameBits(_engine.Told(a.Id));
        await _undisturbed.SameBits(_engine.Told(b.Id));
    }

    [Fact]
    public async Task A_paused_run_leaves_its_slot_to_the_next_and_its_answer_names_the_checkpoint()
    {
        var (a, b) = (_undisturbed.Run("a"), _undisturbed.Run("b"));
        using var gate = new Gate(a.Id, new TrainingPosition(1, 2));
        await using var lab = await _engine.StartWith([a, b], gate.Observer);

        var answer = await PauseAt(lab, gate, a.Id);
        await Phase(lab, b.Id, RunPhase.Completed);

        var saved = _engine.Told(a.Id).Latest!;
        Assert.Equal($"a is Paused, saved at {saved.At} in {saved.File}; its crew is gone and its memory given back.", answer);
        Assert.Equal(RunPhase.Paused, _engine.Told(a.Id).Phase);
        Accepted(await lab.ResumeAsync(a.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);
        Assert.Equal(saved, _engine.Told<RunEvent.Started>(a.Id)[^1].From);
        await _undisturbed.SameBits(_engine.Told(a.Id));
        await _undisturbed.SameBits(_engine.Told(b.Id));
    }

    [Fact]
    public async Task A_paused_run_that_holds_its_slot_is_followed_by_nobody_until_it_has_ended()
    {
        _engine.Settings = _engine.Settings with { HoldSlot = true };
        var (a, b) = (_undisturbed.Run("a"), _undisturbed.Run("b"));
        using var gate = new Gate(a.Id, new TrainingPosition(0, 2));
        var story = new ConcurrentQueue<string>();
        var observer = gate.Observer with { Journalled = (id, e) => story.Enqueue($"{id} {e.GetType().Name}") };
        await using var lab = await _engine.StartWith([a, b], observer);

        await PauseAt(lab, gate, a.Id);
        Accepted(await lab.ResumeAsync(a.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);

        var told = story.ToList();
        Assert.InRange(told.IndexOf("run-a Paused"), 1, told.IndexOf("run-a Completed"));
        Assert.True(told.IndexOf("run-b Started") > told.IndexOf("run-a Completed"), string.Join(", ", told));
    }

    [Fact]
    public async Task Pausing_one_run_stops_no_other_and_a_cancelled_one_that_held_its_slot_gives_it_back()
    {
        _engine.Settings = _engine.Settings with { HoldSlot = true, RunsAtOnce = 2 };
        var (a, b, c) = (_undisturbed.Run("a"), _undisturbed.Run("b"), _undisturbed.Run("c") with { GazeWeight = 0 });
        using var gate = new Gate(a.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([a, b, c], gate.Observer);

        await PauseAt(lab, gate, a.Id);
        await Phase(lab, b.Id, RunPhase.Completed);
        Accepted(await lab.CancelAsync(a.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);

        await _undisturbed.SameBits(_engine.Told(b.Id));
        await _undisturbed.SameBits(_engine.Told(c.Id));
    }

    [Fact]
    public async Task A_deep_network_with_dropout_that_was_paused_ends_with_the_same_bits()
    {
        var run = _undisturbed.Run("deep") with
        {
            Network = NetworkSpec.OfLevel(5), Epochs = 1, Data = "phantoms-localised", Phantoms = new(default, Classes: 2, TrainPerClass: 3, TestPerClass: 1), Training = new() { BatchSize = 2 },
        };
        await _engine.PauseAfter(run, new TrainingPosition(0, 1));

        await _engine.ResumeToRest(run);

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.InRange(_engine.Told<RunEvent.Paused>(run.Id).Single().Checkpoint!.At.StepsIntoNext, 1, 2);
    }
}

/// <summary>The same with the journal in PostgreSQL.</summary>
[Slow]
public sealed class SteeringOnPostgresSpecs(Undisturbed undisturbed) : SteeringSpecs(undisturbed, PostgresServer.SharedDatabase());
