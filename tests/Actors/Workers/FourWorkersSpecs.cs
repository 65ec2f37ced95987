using System.Diagnostics;
using System.Text.RegularExpressions;
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
    [InlineData("KILL", @"was killed \(SIGKILL\)")]
    [InlineData("ABRT", @"ended itself \(SIGABRT\)")]
    [InlineData("SEGV", "was ended by SIGSEGV")]
    [InlineData("memory", "(?i)SIGABRT|OutOfMemory|out of memory|bad_alloc|allocate memory")]
    public async Task One_that_ends_costs_its_run_one_attempt_and_the_three_others_nothing(string how, string reason)
    {
        await using (var lab = await _engine.StartWith(_runs))
        {
            await EachAtEpochAsync(lab, 1);
            var one = WorkerList.Of(_engine.Root).Order().ElementAt(^2); // the newest is spare; this one began last, and has most before it
            if (how == "memory") await LimitMemoryAsync(one);
            else await EndAsync(one, how);
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        foreach (var run in _runs) await _undisturbed.SameBits(_engine.Told(run.Id));
        var faults = _runs.SelectMany(run => _engine.Told<RunEvent.Faulted>(run.Id)).ToList();
        var told = Assert.Single(faults).Fault.Reason;
        Assert.True(Regex.IsMatch(told, reason), told);
        Assert.Equal([1, 1, 1, 2], _runs.Select(run => _engine.Told(run.Id).Attempts).Order());
    }

    [Fact]
    public async Task They_are_as_nice_as_asked_and_keep_to_their_processors()
    {
        _engine.Settings = _engine.Settings with { WorkerNice = 7, WorkerCpus = "0" };
        await using var lab = await _engine.StartWith(_runs.Select(run => run with { Epochs = 1000 }));
        await EachAtEpochAsync(lab, 1);

        var told = WorkerList.Of(_engine.Root).SelectMany(ThreadsOf).ToList();

        Assert.NotEmpty(told);
        Assert.All(told, thread => Assert.Equal("7", thread.Stat.Split(") ")[^1].Split(' ')[StatusOfNice - 2]));
        Assert.All(told, thread => Assert.Contains("Cpus_allowed_list:\t0\n", thread.Status, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Processors_that_are_not_here_are_told_before_anything_trains()
    {
        _engine.Settings = _engine.Settings with { WorkerCpus = "4000" };
        await using var lab = await _engine.StartWith([_runs[0]]);

        var failed = await Phase(lab, _runs[0].Id, RunPhase.Failed);

        Assert.Contains("taskset: ", failed.Reason, StringComparison.Ordinal);
    }

    /// <summary>What the system tells of a process's threads. They come and go meanwhile.</summary>
    private static IEnumerable<(string Stat, string Status)> ThreadsOf(int process)
    {
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            (string, string)? told = null;
            try
            {
                told = (File.ReadAllText($"{thread}/stat"), File.ReadAllText($"{thread}/status"));
            }
            catch (IOException)
            {
                // it has ended
            }

            if (told is { } here) yield return here;
        }
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

    /// <summary>.NET lets a SIGSEGV that another process sends pass once.</summary>
    private static async Task EndAsync(int process, string signal)
    {
        while (Directory.Exists($"/proc/{process}"))
        {
            WorkerList.Signal(signal, [process]);
            await Task.Delay(20, Cancel);
        }
    }

    private static async Task LimitMemoryAsync(int process)
    {
        using var said = Process.Start("prlimit", [$"--pid={process}", "--data=1000000"]); // it has more already: it gets none any more
        await said.WaitForExitAsync(Cancel);
        Assert.Equal(0, said.ExitCode);
    }
}
