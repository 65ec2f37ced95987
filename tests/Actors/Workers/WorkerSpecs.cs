using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>Runs whose crews are processes.</summary>
[Slow]
public sealed class WorkerSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new() { InProcesses = true };

    public WorkerSpecs(Undisturbed undisturbed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at in /proc.");
        _undisturbed = undisturbed;
    }

    /// <summary>Long enough for something to happen to it.</summary>
    private RunSpec Long => _undisturbed.Run("r") with { Epochs = 30 };

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task It_ends_with_the_bits_of_a_run_in_the_engine_and_no_process_is_left()
    {
        var run = _undisturbed.Run("r");

        await _engine.RunToRest([run]);

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Empty(WorkerList.Of(_engine.Root));
        Assert.InRange(_engine.Told(run.Id).Memory!.Value, 100_000_000, 2_000_000_000); // a process with libtorch and a small network
    }

    [Fact]
    public async Task A_worker_is_started_with_what_its_environment_is_to_say()
    {
        await using var lab = await _engine.StartWith([Long]);
        await Phase(lab, Long.Id, RunPhase.Running);

        foreach (var worker in WorkerList.Of(_engine.Root))
            Assert.Contains("DOTNET_TC_CallCountThreshold=1000", (await File.ReadAllTextAsync($"/proc/{worker}/environ", Cancel)).Split('\0'));
    }

    [Theory]
    [InlineData("KILL", "was killed (SIGKILL)")]
    [InlineData("ABRT", "ended itself (SIGABRT)")]
    public async Task A_worker_that_is_ended_costs_one_attempt_and_its_reason_is_told(string signal, string reason)
    {
        await using (var lab = await _engine.StartWith([Long]))
        {
            await EpochAsync(lab, 3);
            WorkerList.Signal(signal, [WorkerList.Of(_engine.Root).Min()]); // the other one is spare
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        await _undisturbed.SameBits(_engine.Told(Long.Id));
        Assert.Contains(reason, Assert.Single(_engine.Told<RunEvent.Faulted>(Long.Id)).Fault.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _engine.Told(Long.Id).Attempts);
    }

    [Fact]
    public async Task A_decoded_data_set_that_is_cut_short_under_it_ends_the_worker_and_not_the_engine()
    {
        await using var lab = await _engine.StartWith([Long]);
        await EpochAsync(lab, 3);

        foreach (var file in Directory.GetFiles(_engine.Folder.Cache, "*", SearchOption.AllDirectories)) using (var store = new FileStream(file, FileMode.Open)) store.SetLength(0);
        await lab.WaitAsync(Sweep, cancel: Cancel);

        await _undisturbed.SameBits(_engine.Told(Long.Id));
        Assert.NotEmpty(_engine.Told<RunEvent.Faulted>(Long.Id));
    }

    [Fact]
    public async Task A_pause_is_answered_when_the_process_is_gone_and_it_goes_on_to_the_same_bits()
    {
        await using var lab = await _engine.StartWith([Long]);
        await EpochAsync(lab, 3);
        var before = WorkerList.Of(_engine.Root);

        Accepted(await lab.PauseAsync(Long.Id));

        Assert.Single(before.Intersect(WorkerList.Of(_engine.Root))); // the spare one
        Accepted(await lab.ResumeAsync(Long.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);
        await _undisturbed.SameBits(_engine.Told(Long.Id));
        Assert.Empty(_engine.Told<RunEvent.Faulted>(Long.Id));
    }

    [Fact]
    public async Task A_worker_that_stands_still_is_killed_after_the_step_timeout()
    {
        _engine.Settings = _engine.Settings with { StepTimeout = TimeSpan.FromSeconds(3) };
        await using (var lab = await _engine.StartWith([Long]))
        {
            await EpochAsync(lab, 3);
            WorkerList.Signal("STOP", [WorkerList.Of(_engine.Root).Min()]);
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        await _undisturbed.SameBits(_engine.Told(Long.Id));
        Assert.NotEmpty(_engine.Told<RunEvent.Faulted>(Long.Id));
        Assert.Empty(WorkerList.Of(_engine.Root));
    }

    [Fact]
    public async Task A_program_that_is_no_worker_fails_its_runs_with_its_last_words()
    {
        await using var lab = await Lab.StartAsync(
            _engine.Settings, new LabServices { Worker = new("/bin/sh", ["-c", "echo no such network >&2; exit 3"]) }, Cancel);
        Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [_undisturbed.Run("r")])));

        var failed = await Phase(lab, new RunId("r"), RunPhase.Failed);

        Assert.Contains("ended by itself with status 3:\n  no such network", failed.Reason, StringComparison.Ordinal);
    }

    private static async Task EpochAsync(Lab lab, int epoch)
    {
        while ((await lab.ScoreboardAsync()).Runs.GetValueOrDefault(new RunId("r"))?.Summary.EpochsDone is not { } done || done < epoch) await Task.Delay(5, Cancel);
    }
}
