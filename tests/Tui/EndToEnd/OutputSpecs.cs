using System.Diagnostics;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>Output that nobody reads, that has no room, or whose reader leaves; and signals meanwhile.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Slow]
public sealed class OutputSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_run_whose_output_nobody_reads_hears_a_signal_saves_and_leaves(string signal)
    {
        var run = StartStuck("run", _program.Endless, "--plain");
        await FirstAsync(line => line.EpochsDone > 0);

        await ShellAsync($"kill -{signal} {run.Id}");

        Assert.Equal(ExitStatus.Interrupted, await Actorgaze.StatusOfAsync(run));
        await IsSavedAsync();
    }

    [Fact]
    public async Task A_run_that_is_done_leaves_its_state_folder_although_nobody_reads_its_output()
    {
        var run = StartStuck("run", _program.Short, "--plain");

        while (!(await _program.SayAsync("events", Actorgaze.ShortRun)).Output.Contains("Completed", StringComparison.Ordinal)) { }
        while ((await _program.SayAsync("run", _program.Short)).Status != ExitStatus.Well) { } // another engine can have the folder

        Assert.False(run.HasExited); // it waits for its reader
        await ShellAsync($"kill -TERM {run.Id}");
        await Actorgaze.StatusOfAsync(run);
    }

    [Fact]
    public async Task An_engine_whose_output_nobody_reads_is_asked_to_leave_and_does()
    {
        var up = StartStuck("up");
        while (!File.Exists(_program.Socket)) await Task.Delay(20, Cancel);

        Assert.Equal(ExitStatus.Well, (await _program.SayAsync("down")).Status);
        Assert.Equal(ExitStatus.Well, await Actorgaze.StatusOfAsync(up));
    }

    [Fact]
    public async Task Two_signals_at_once_are_one_and_everything_is_saved()
    {
        var run = _program.Start("run", _program.Endless, "--plain", "--state", _program.State);
        await FirstAsync(line => line.Step > 0);

        await ShellAsync($"kill -TERM {run.Id}; kill -INT {run.Id}; kill -TERM {run.Id}");

        Assert.Contains("everything is saved", await run.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Interrupted, await Actorgaze.StatusOfAsync(run));
        await IsSavedAsync();
    }

    [Fact]
    public async Task A_full_disk_under_a_runs_output_is_told_in_one_sentence_and_the_run_is_trained_to_its_end()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no disk here that is always full.");

        var run = Shell($"exec {Actorgaze.Program} run {_program.Short} --plain --state {_program.State} > /dev/full");

        Assert.Equal("actorgaze: standard output cannot be written: No space left on device.\n", await run.StandardError.ReadToEndAsync(Cancel));
        Assert.Equal(ExitStatus.Prevented, await Actorgaze.StatusOfAsync(run)); // its lines are lost
        Assert.Contains("Completed", (await _program.SayAsync("events", Actorgaze.ShortRun)).Output, StringComparison.Ordinal);
        var results = Shell($"exec {Actorgaze.Program} results short --state {_program.State} > /dev/full");
        Assert.Equal(ExitStatus.Prevented, await Actorgaze.StatusOfAsync(results)); // a script is not to take an empty file for a result
        Assert.Equal("actorgaze: standard output cannot be written: No space left on device.\n", await results.StandardError.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task A_full_disk_under_the_shortest_output_is_told_every_time()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no disk here that is always full.");
        for (var i = 0; i < 10; i++)
        {
            var version = Shell($"exec {Actorgaze.Program} --version > /dev/full");

            Assert.Equal("actorgaze: standard output cannot be written: No space left on device.\n", await version.StandardError.ReadToEndAsync(Cancel));
            Assert.Equal(ExitStatus.Prevented, await Actorgaze.StatusOfAsync(version));
        }
    }

    [Fact]
    public async Task Watching_ends_with_whoever_read_it()
    {
        await _program.UpAsync();

        var watch = Shell($"{{ {Actorgaze.Program} ps --watch --json --state {_program.State}; echo $? >&2; }} | head -n 1");

        Assert.Equal("0\n", await watch.StandardError.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task Every_epoch_of_a_run_has_its_line()
    {
        var (status, output, _) = await _program.SayAsync("run", _program.Sweep("quick", epochs: 12), "--plain");

        Assert.Equal(ExitStatus.Well, status);
        Assert.Equal(Enumerable.Range(1, 12), EpochsIn(output));
    }

    [Fact]
    public async Task Whoever_waits_sees_every_epoch_that_is_completed_meanwhile()
    {
        await _program.UpAsync();
        await _program.SayAsync("submit", _program.Endless);
        var wait = _program.Start("wait", "--state", _program.State);
        while (await wait.StandardOutput.ReadLineAsync(Cancel) is { } first && !first.Contains(": epoch ", StringComparison.Ordinal)) { }

        await FirstAsync(line => line.EpochsDone > 60); // far beyond where it was when the waiting began
        await ShellAsync($"kill -INT {wait.Id}");

        var epochs = EpochsIn(await wait.StandardOutput.ReadToEndAsync(Cancel)).ToArray();
        Assert.True(epochs.Length > 3);
        Assert.Equal(Enumerable.Range(epochs[0], epochs.Length), epochs);
    }

    [Fact]
    public async Task An_engine_that_is_aborted_ends()
    {
        var up = await _program.UpAsync();

        await ShellAsync($"kill -ABRT {up.Id}");

        Assert.Equal(128 + 6, await Actorgaze.StatusOfAsync(up));
    }

    private static IEnumerable<int> EpochsIn(string output) => output.Split('\n').Where(line => line.Contains(": epoch ", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split(": epoch ")[1].Split('/')[0], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The program with both outputs into a pipe that is full, and that nobody reads.</summary>
    private Process StartStuck(params string[] words)
    {
        var pipe = Path.Combine(_program.Folder, "pipe");
        return Shell($"mkfifo {pipe}; exec 3<>{pipe}; head -c 65536 /dev/zero >&3; exec {Actorgaze.Program} {string.Join(' ', words)} --state {_program.State} >&3 2>&3");
    }

    private Process Shell(string script) => _program.StartOther("/bin/sh", "-c", script);

    private async Task ShellAsync(string script) => await Actorgaze.StatusOfAsync(Shell(script));

    private async Task IsSavedAsync()
    {
        var last = (await _program.SayAsync("events", Actorgaze.EndlessRun)).Output.TrimEnd().Split('\n')[^1];
        Assert.Matches(@"CheckpointSaved .*\(the engine leaves\)$|EpochCompleted ", last); // at an epoch's end all was saved just now
    }

    /// <summary>Waits for the first frame in which the endless run is so.</summary>
    private async Task FirstAsync(Func<RunLine, bool> so)
    {
        while (true)
        {
            try
            {
                using var client = new EngineClient(_program.State);
                await foreach (var frame in client.FramesAsync(Cancel))
                    if (frame.Runs.Any(run => run.Id.Value == Actorgaze.EndlessRun && so(run))) return;
            }
            catch (EngineGoneException)
            {
                await Task.Delay(20, Cancel); // it is not up yet; the socket's file is there before anybody listens
            }
        }
    }
}
