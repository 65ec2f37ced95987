using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Tests.Actors.Workers;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>Workers whose engine is gone, and engines that leave.</summary>
[Slow]
public sealed class WorkerEndSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    public WorkerEndSpecs() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at in /proc.");

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Workers_whose_engine_is_killed_end_and_save_nothing_further()
    {
        var up = await TrainingAsync("gaze.record=all");
        using (var client = new EngineClient(_program.State))
            Assert.IsType<ImageCourse.Told>(await client.CourseAsync(new RunId(Actorgaze.EndlessRun), 0, Cancel));
        Assert.DoesNotContain("libtorch", await File.ReadAllTextAsync($"/proc/{up.Id}/maps", Cancel), StringComparison.Ordinal); // only they have it

        up.Kill();
        await up.WaitForExitAsync(Cancel);

        await NoneAsync();
    }

    [Fact]
    public async Task A_worker_that_was_stopped_when_its_engine_was_killed_is_ended_by_the_next_engine()
    {
        var up = await TrainingAsync();
        var stopped = WorkerList.Of(_program.State);
        WorkerList.Signal("STOP", stopped);
        up.Kill();
        await up.WaitForExitAsync(Cancel);
        Assert.Equal(stopped, WorkerList.Of(_program.State));

        await _program.UpAsync();

        Assert.Empty(stopped.Intersect(WorkerList.Of(_program.State)));
        Assert.Equal(0, (await _program.SayAsync("cancel", Actorgaze.EndlessRun)).Status);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_to_the_whole_group_is_the_engines_which_saves_and_ends_them(string signal)
    {
        var up = await TrainingAsync();

        WorkerList.Signal(signal, [up.Id, .. WorkerList.Of(_program.State)]);

        Assert.Equal(130, await Actorgaze.StatusOfAsync(up));
        Assert.Empty(WorkerList.Of(_program.State));
        Assert.Equal(0, (await _program.SayAsync("verify", Actorgaze.EndlessRun)).Status);
        Assert.DoesNotContain("Faulted", (await _program.SayAsync("events", Actorgaze.EndlessRun)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_whose_first_worker_does_not_come_up_says_why()
    {
        var up = _program.StartOther("/usr/bin/env", "ACTORGAZE_LIBTORCH=/nowhere", Actorgaze.Program, "up", "--state", _program.State);

        Assert.Equal(5, await Actorgaze.StatusOfAsync(up));
        Assert.Contains("ACTORGAZE_LIBTORCH: found '/nowhere', and there is no such folder", await up.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_answers_while_its_first_worker_looks_for_devices_and_then_says_that_it_is_up_and_takes_what_was_handed_in()
    {
        var up = StartNamed("up");
        var worker = await FirstWorkerAsync();
        WorkerList.Signal("STOP", worker);

        while (!File.Exists(_program.Socket)) await Task.Delay(10, Cancel);
        var said = up.StandardOutput.ReadLineAsync(Cancel).AsTask();
        var submitting = _program.SayAsync("submit", _program.Endless);
        Assert.Equal((0, "No sweeps.\n", ""), await _program.SayAsync("ps"));
        using (var client = new EngineClient(_program.State)) Assert.Empty((await client.EngineAsync(Cancel)).Devices);
        Assert.False(said.IsCompleted || submitting.IsCompleted);

        WorkerList.Signal("CONT", worker);

        Assert.Contains("at once on cpu), ", await said, StringComparison.Ordinal);
        Assert.Equal(0, (await submitting).Status);
        Assert.Equal(0, (await _program.SayAsync("cancel", Actorgaze.EndlessRun)).Status);
    }

    [Fact]
    public async Task An_engine_that_is_asked_to_leave_while_its_first_worker_looks_for_devices_leaves_at_once()
    {
        var up = StartNamed("up");
        WorkerList.Signal("STOP", await FirstWorkerAsync());
        while (!File.Exists(_program.Socket)) await Task.Delay(10, Cancel);

        Assert.Equal(0, (await _program.SayAsync("down")).Status);

        Assert.Equal(0, await Actorgaze.StatusOfAsync(up));
        Assert.Empty(WorkerList.Of(_program.State));
    }

    [Fact]
    public async Task A_run_that_is_interrupted_while_its_first_worker_looks_for_devices_begins_nothing()
    {
        var run = StartNamed("run", _program.Short, "--plain");
        WorkerList.Signal("STOP", await FirstWorkerAsync());

        WorkerList.Signal("INT", [run.Id]);

        Assert.Equal(130, await Actorgaze.StatusOfAsync(run));
        Assert.Contains("interrupted while the engine looked for its devices; nothing was begun", await run.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(WorkerList.Of(_program.State));
        Assert.Equal((0, "No sweeps.\n", ""), await _program.SayAsync("ps"));
    }

    [Fact]
    public async Task A_device_that_its_first_worker_does_not_find_ends_an_engine()
    {
        var up = StartNamed("up", "--set", "engine.devices=[cuda:7]");

        Assert.Equal(2, await Actorgaze.StatusOfAsync(up));
        Assert.Equal("actorgaze: engine.devices: 'cuda:7' is not on this machine; allowed are auto, cpu.\n", await up.StandardError.ReadToEndAsync(Cancel));
        Assert.Empty(WorkerList.Of(_program.State));
    }

    [Fact]
    public async Task What_is_asked_of_an_engine_that_finds_no_such_device_is_not_done_and_not_said_to_be()
    {
        var before = await TrainingAsync();
        Assert.Equal(0, (await _program.SayAsync("pause", Actorgaze.EndlessRun)).Status);
        Assert.Equal(0, (await _program.SayAsync("down")).Status);
        Assert.Equal(0, await Actorgaze.StatusOfAsync(before));
        var up = StartNamed("up", "--set", "engine.devices=[cuda:7]");
        var worker = await FirstWorkerAsync();
        WorkerList.Signal("STOP", worker);
        while (!File.Exists(_program.Socket)) await Task.Delay(10, Cancel);

        using var client = new EngineClient(_program.State);
        var asked = new[] { client.CancelAllAsync(Cancel), (Task)DoneAsync(client.CancelAsync(new RunId(Actorgaze.EndlessRun), Cancel)) };
        while ((await client.FrameAsync(Cancel)).Runs.IsEmpty) await Task.Delay(10, Cancel);
        WorkerList.Signal("CONT", worker);

        Assert.Equal(2, await Actorgaze.StatusOfAsync(up));
        foreach (var answer in asked)
            Assert.True(await Record.ExceptionAsync(() => answer) is PreventedException or EngineGoneException, $"{answer.Exception}");
        Assert.DoesNotContain("Cancelled", (await _program.SayAsync("events", Actorgaze.EndlessRun)).Output, StringComparison.Ordinal);
    }

    /// <exception cref="Exception">It was not.</exception>
    private static async Task DoneAsync(Task<Answer> asked)
    {
        if (await asked is Answer.Refused refused) throw refused.ToException();
    }

    /// <summary>An engine whose libtorch is named: whether that has CUDA, a worker is asked.</summary>
    private System.Diagnostics.Process StartNamed(params string[] words) => _program.StartOther(
        "/usr/bin/env", [$"ACTORGAZE_LIBTORCH={AppContext.BaseDirectory}", Actorgaze.Program, .. words, "--state", _program.State]);

    private async Task<HashSet<int>> FirstWorkerAsync()
    {
        while (true)
        {
            if (WorkerList.Of(_program.State) is { Count: > 0 } found) return found;
            await Task.Delay(10, Cancel);
        }
    }

    private async Task<System.Diagnostics.Process> TrainingAsync(params string[] settings)
    {
        var up = await _program.UpAsync();
        await _program.SayAsync(["submit", _program.Endless, .. settings.SelectMany(setting => new[] { "--set", setting })]);
        using var client = new EngineClient(_program.State);
        await foreach (var frame in client.FramesAsync(Cancel))
            if (frame.Runs.Any(run => run.EpochsDone > 1)) break;
        Assert.Equal(2, WorkerList.Of(_program.State).Count); // one is spare
        return up;
    }

    private async Task NoneAsync()
    {
        while (WorkerList.Of(_program.State).Count > 0) await Task.Delay(20, Cancel);
    }
}
