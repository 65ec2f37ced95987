using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A data folder whose disk is not mounted.</summary>
[Slow]
public sealed class AbsentDataSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new();
    private readonly string _data;

    public AbsentDataSpecs(Undisturbed undisturbed)
    {
        _undisturbed = undisturbed;
        _data = Path.Combine(_engine.Root, "data");
        PhantomFolder.Write(_data, new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 6, TestPerClass: 2));
    }

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_wait_for_it_give_their_slots_to_others_and_go_on_by_themselves_to_the_same_bits(bool emptyMountPoint)
    {
        var (a, b, other) = (Run("a"), Run("b"), _undisturbed.Run("other"));
        await _engine.PauseAfter(a, new TrainingPosition(0, 1)); // a has a checkpoint inside its first epoch; the sweep knows its data
        var away = TakeAway(emptyMountPoint);

        await using var lab = await _engine.Start();
        Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [a, b, other])));
        Accepted(await lab.ResumeAsync(a.Id));
        await Phase(lab, other.Id, RunPhase.Completed); // one slot, and two before it wanted one
        foreach (var run in new[] { a.Id, b.Id })
        {
            await Phase(lab, run, RunPhase.Recovering);
            Assert.Equal(new WaitingFor.DataFolder(_data), (await lab.ScoreboardAsync()).Runs[run].Waiting);
        }

        Assert.False((await lab.ScoreboardAsync()).IsAtRest(Sweep));
        PutBack(away);
        await lab.WaitAsync(Sweep, cancel: Cancel);

        foreach (var run in new[] { a, b })
        {
            await _undisturbed.SameBits(_engine.Told(run.Id));
            Assert.Single(_engine.Told<RunEvent.Faulted>(run.Id));
        }
    }

    [Theory]
    [InlineData("Training", false)]
    [InlineData("Training", true)]
    [InlineData("Testing", false)]
    public async Task Runs_wait_for_one_half_of_it_and_go_on_by_themselves_to_the_same_bits(string half, bool emptyMountPoint)
    {
        var run = Run("a");
        await _engine.PauseAfter(run, new TrainingPosition(0, 1));
        var place = Path.Combine(_data, half);
        Directory.Move(place, _data + "-half");
        if (emptyMountPoint) Directory.CreateDirectory(place);

        await using var lab = await _engine.StartWith([run]);
        Accepted(await lab.ResumeAsync(run.Id));
        await Phase(lab, run.Id, RunPhase.Recovering);
        Assert.Equal(new WaitingFor.DataFolder(place), (await lab.ScoreboardAsync()).Runs[run.Id].Waiting);
        if (emptyMountPoint) Directory.Delete(place);
        Directory.Move(_data + "-half", place);
        await lab.WaitAsync(Sweep, cancel: Cancel);

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Single(_engine.Told<RunEvent.Faulted>(run.Id));
    }

    [Fact]
    public async Task A_new_sweep_on_data_without_one_half_is_refused_at_once()
    {
        Directory.Move(Path.Combine(_data, "Training"), _data + "-half");
        await using var lab = await _engine.Start();

        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => lab.SubmitAsync(SweepSpec.Of(Sweep, [Run("r")])));

        Assert.Contains("has no training folder", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_starts_without_it_waits_without_another_event_however_often_it_starts()
    {
        var run = Run("r");
        _engine.Settings = _engine.Settings with { RunsAtOnce = 0 };
        await using (await _engine.StartWith([run])) { }
        _engine.Settings = _engine.Settings with { RunsAtOnce = 1 };
        var away = TakeAway(false);

        for (var start = 1; start <= 3; start++)
        {
            await using var lab = await _engine.Start();
            Assert.Empty(await lab.WakeAllAsync());
            await Phase(lab, run.Id, RunPhase.Recovering);
        }

        Assert.Single(_engine.Told<RunEvent.Faulted>(run.Id));
        PutBack(away);
        await _engine.RunToRest([run]);
        await _undisturbed.SameBits(_engine.Told(run.Id));
    }

    [Fact]
    public async Task A_run_that_waits_for_it_is_paused_and_cancelled_at_once()
    {
        var (a, b) = (Run("a"), Run("b"));
        _engine.Settings = _engine.Settings with { RunsAtOnce = 0 };
        await using (await _engine.StartWith([a, b])) { }
        _engine.Settings = _engine.Settings with { RunsAtOnce = 1 };
        TakeAway(false);
        await using var lab = await _engine.StartWith([a, b]);
        await Phase(lab, a.Id, RunPhase.Recovering);
        await Phase(lab, b.Id, RunPhase.Recovering);

        Accepted(await lab.PauseAsync(a.Id));
        Accepted(await lab.CancelAsync(b.Id));

        await lab.WaitAsync(Sweep, cancel: Cancel);
    }

    [Fact]
    public async Task A_run_that_trains_does_not_need_it()
    {
        var run = Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using var lab = await _engine.StartWith([run], gate.Observer);
        await gate.Reached;

        TakeAway(false);
        gate.Open();
        await lab.WaitAsync(Sweep, cancel: Cancel);

        Assert.Equal((RunPhase.Completed, 1), (_engine.Told(run.Id).Phase, _engine.Told(run.Id).Attempts));
    }

    [Fact]
    public async Task A_sweep_that_is_new_is_refused_at_once_whether_or_not_the_disk_is_looked_at()
    {
        TakeAway(false);
        foreach (var checkDisk in new[] { true, false })
        {
            _engine.Settings = _engine.Settings with { CheckDisk = checkDisk };
            await using var lab = await _engine.Start();

            var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => lab.SubmitAsync(SweepSpec.Of(Sweep, [Run("r")])));

            Assert.StartsWith($"There is no data folder {_data}.", wrong.Message, StringComparison.Ordinal);
        }
    }

    private RunSpec Run(string name) => _undisturbed.Run(name) with { Data = _data };

    private string TakeAway(bool emptyMountPoint)
    {
        var away = _data + "-away";
        Directory.Move(_data, away);
        if (emptyMountPoint) Directory.CreateDirectory(_data);
        return away;
    }

    private void PutBack(string away)
    {
        if (Directory.Exists(_data)) Directory.Delete(_data);
        Directory.Move(away, _data);
    }
}
