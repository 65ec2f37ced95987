using System.Diagnostics;
using System.Text.Json;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Runs;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>The program as its users meet it: real processes over a real socket.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class EngineSpecs : IDisposable
{
    private static readonly RunId Endless = new(Actorgaze.EndlessRun);

    private readonly Actorgaze _program = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task An_engine_is_started_given_work_steered_waited_for_and_asked_to_leave()
    {
        var up = await _program.UpAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_program.State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_program.Socket));

        Assert.Equal((0, "endless: 1 runs.\nshort: 1 runs.\n", ""), await _program.SayAsync("submit", _program.Endless, _program.Short));
        await FirstAsync(run => run.Step > 0);
        var (paused, text, _) = await _program.SayAsync("pause", Actorgaze.EndlessRun);
        Assert.Equal(0, paused);
        Assert.Contains("is Paused, saved at", text, StringComparison.Ordinal);
        Assert.Contains("paused", (await _program.SayAsync("ps")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _program.SayAsync("resume", Actorgaze.EndlessRun)).Status);
        await FirstAsync(run => run is { Attempts: 2, Step: > 0 });
        Assert.Equal(0, (await _program.SayAsync("cancel", Actorgaze.EndlessRun)).Status);

        var (waited, lines, _) = await _program.SayAsync("wait", "--json");
        Assert.Equal(0, waited);
        Assert.All(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
        Assert.StartsWith("data,level,gaze_weight", (await _program.SayAsync("results", "short")).Output.Replace("sweep,run,", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, (await _program.SayAsync("resume", Actorgaze.ShortRun)).Status);

        Assert.Equal(0, (await _program.SayAsync("down")).Status);
        Assert.Equal(0, await Actorgaze.StatusOfAsync(up));
        Assert.False(File.Exists(_program.Socket));
    }

    [Fact]
    public async Task A_killed_engine_is_seen_to_be_gone_and_the_next_one_goes_on_where_it_was()
    {
        var up = await _program.UpAsync();
        await _program.SayAsync("submit", _program.Endless);
        await FirstAsync(run => run.EpochsDone > 0);

        up.Kill();
        await Actorgaze.StatusOfAsync(up);

        Assert.True(File.Exists(_program.Socket));
        Assert.Contains("running (no engine)", (await _program.SayAsync("ps")).Output, StringComparison.Ordinal);
        foreach (var words in new string[][] { ["down"], ["wait"], ["ps", "--watch"], ["submit", _program.Short] }) Assert.Equal(3, (await _program.SayAsync(words)).Status);
        await _program.UpAsync();
        await FirstAsync(run => run is { Attempts: 2, EpochsDone: > 0 });
    }

    [Fact]
    public async Task A_run_in_one_terminal_is_paused_from_another_and_a_second_engine_is_told_what_to_do()
    {
        var run = _program.Start("run", _program.Endless, "--plain", "--state", _program.State);
        await FirstAsync(line => line.Step > 0);

        var (status, _, error) = await _program.SayAsync("run", _program.Short);
        Assert.Equal(2, status);
        Assert.Contains("'actorgaze wait short' follows it", error, StringComparison.Ordinal);
        Assert.Equal(0, (await _program.SayAsync("pause", "--all")).Status);

        var output = await run.StandardOutput.ReadToEndAsync(Cancel);
        Assert.Equal(1, await Actorgaze.StatusOfAsync(run)); // a run stands still
        Assert.Contains("paused: asked", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_may_leave_and_nothing_stops()
    {
        await _program.UpAsync();
        await _program.SayAsync("submit", _program.Endless);
        var wait = _program.Start("wait", "--state", _program.State);
        Assert.Contains(Actorgaze.EndlessRun, await wait.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);

        using var kill = Process.Start("kill", ["-INT", $"{wait.Id}"]);

        Assert.Equal(130, await Actorgaze.StatusOfAsync(wait));
        await FirstAsync(run => run.Phase == RunPhase.Running);
    }

    [Fact]
    public async Task Another_user_is_refused_even_at_an_open_door()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root may become someone else.");
        await _program.UpAsync();
        foreach (var folder in new[] { _program.Folder, _program.State }) File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
        File.SetUnixFileMode(_program.Socket, (UnixFileMode)0x1FF);

        var other = _program.StartOther("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Actorgaze.Program, "down", "--state", _program.State);

        Assert.Equal(3, await Actorgaze.StatusOfAsync(other));
        Assert.Contains("no engine answers here", await other.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(0, (await _program.SayAsync("down")).Status);
    }

    /// <summary>Waits for the first frame in which the endless run is so.</summary>
    private async Task FirstAsync(Func<RunLine, bool> so)
    {
        while (!File.Exists(_program.Socket)) await Task.Delay(20, Cancel); // 'run' says nothing when it listens
        using var client = new EngineClient(_program.State);
        await foreach (var frame in client.FramesAsync(Cancel))
            if (frame.Runs.Any(run => run.Id == Endless && so(run))) return;
    }
}
