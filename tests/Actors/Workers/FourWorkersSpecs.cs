using System.Diagnostics;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>Four runs at once, each in a process of its own.</summary>
[Slow]
public sealed class FourWorkersSpecs : IDisposable
{
    private const int StatusOfNice = 18; // the field of /proc/PID/stat, counted from 0

    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new() { InProcesses = true };
    private readonly RunSpec[] _runs;

    public FourWorkersSpecs(Undisturbed undisturbed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at in /proc.");
        _undisturbed = undisturbed;
        _engine.Settings = _engine.Settings with { RunsAtOnce = 4 };
        _runs = [.. Enumerable.Range(1, 4).Select(n => undisturbed.Run($"r{n}") with { Epochs = 8 })];
    }

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("KILL", "was killed (SIGKILL)")]
    [InlineData("ABRT", "ended itself (SIGABRT)")]
    [InlineData("SEGV", "was ended by SIGSEGV")]
    [InlineData("memory", "memory")]
    public async Task One_that_ends_costs_its_run_one_attempt_and_the_three_others_nothing(string how, string reason)
    {
        await using (var lab = await _engine.StartWith(_runs))
        {
            await EachAtEpochAsync(lab, 2);
            var one = WorkerList.Of(_engine.Root).Min(); // the newest is spare
            if (how == "memory") await LimitMemoryAsync(one);
            else WorkerList.Signal(how, [one, one]); // .NET lets a SIGSEGV that another process sends pass once
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        foreach (var run in _runs) await _undisturbed.SameBits(_engine.Told(run.Id));
        var faults = _runs.SelectMany(run => _engine.Told<RunEvent.Faulted>(run.Id)).ToList();
        Assert.Contains(reason, Assert.Single(faults).Fault.Reason, StringComparison.Ordinal);
        Assert.Equal([1, 1, 1, 2], _runs.Select(run => _engine.Told(run.Id).Attempts).Order());
    }

    [Fact]
    public async Task They_are_as_nice_as_asked_and_keep_to_their_processors()
    {
        _engine.Settings = _engine.Settings with { WorkerNice = 7, WorkerCpus = "0" };
        await using var lab = await _engine.StartWith(_runs);
        await EachAtEpochAsync(lab, 1);

        var threads = WorkerList.Of(_engine.Root).SelectMany(worker => Directory.GetDirectories($"/proc/{worker}/task")).ToList();

        Assert.All(threads, thread => Assert.Equal("7", File.ReadAllText($"{thread}/stat").Split(") ")[^1].Split(' ')[StatusOfNice - 2]));
        Assert.All(threads, thread => Assert.Contains("Cpus_allowed_list:\t0\n", File.ReadAllText($"{thread}/status"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Processors_that_are_not_here_are_told_before_anything_trains()
    {
        _engine.Settings = _engine.Settings with { WorkerCpus = "4000" };
        await using var lab = await _engine.StartWith([_runs[0]]);

        var failed = await Phase(lab, _runs[0].Id, RunPhase.Failed);

        Assert.Contains("taskset: ", failed.Reason, StringComparison.Ordinal);
    }

    private async Task EachAtEpochAsync(Lab lab, int epoch)
    {
        while (true)
        {
            var board = await lab.ScoreboardAsync();
            if (_runs.All(run => board.Runs.GetValueOrDefault(run.Id)?.Summary.EpochsDone >= epoch)) return;
            await Task.Delay(5, Cancel);
        }
    }

    private static async Task LimitMemoryAsync(int process)
    {
        using var said = Process.Start("prlimit", [$"--pid={process}", "--data=1000000"]); // it has more already: it gets none any more
        await said.WaitForExitAsync(Cancel);
        Assert.Equal(0, said.ExitCode);
    }
}
