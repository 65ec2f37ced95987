using System.Diagnostics;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tests.Actors.Persistence.Postgres;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>The program as its users meet it: real processes over a real socket.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Slow]
public sealed class EngineSpecs : IDisposable
{
    private static readonly RunId Endless = new(Actorgaze.EndlessRun);

    private readonly Actorgaze _program = new();

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task An_engine_is_started_given_work_steered_waited_for_and_asked_to_leave()
    {
        var up = await _program.UpAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_program.State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_program.Socket));

        Assert.Equal((0, "endless: 1 run.\nshort: 1 run.\n", ""), await _program.SayAsync("submit", _program.Endless, _program.Short));
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
        Assert.Equal(2, (await _program.SayAsync("results", "short")).Output.TrimEnd().Split('\n').Length); // a header and an epoch
        Assert.Equal((1, "", $"actorgaze: {Actorgaze.ShortRun} is Completed: it cannot be resumed.\n"), await _program.SayAsync("resume", Actorgaze.ShortRun));
        Assert.Equal(2, (await _program.SayAsync("resume", "nobody")).Status);

        Assert.Equal(0, (await _program.SayAsync("down")).Status);
        Assert.Equal(0, await Actorgaze.StatusOfAsync(up));
        Assert.False(File.Exists(_program.Socket));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_engine_is_seen_to_be_gone_and_the_next_one_goes_on_where_it_was(bool postgres)
    {
        var up = await _program.UpAsync([], Journal(postgres));
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

    /// <summary>What the first engine is told; those after it find the journal by the state folder.</summary>
    private static string[] Journal(bool postgres) => postgres ? [$"journal.url={PostgresServer.SharedDatabase()}"] : [];

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
    public async Task An_engine_whose_terminal_goes_away_saves_and_leaves()
    {
        var up = await _program.UpAsync();
        await _program.SayAsync("submit", _program.Endless);
        await FirstAsync(run => run.Step > 0);

        _program.StartOther("/bin/sh", "-c", $"kill -HUP {up.Id}");

        Assert.Equal(130, await Actorgaze.StatusOfAsync(up));
        var last = (await _program.SayAsync("events", Actorgaze.EndlessRun)).Output.TrimEnd().Split('\n')[^1];
        Assert.Matches(@"CheckpointSaved .*\(the engine leaves\)$|EpochCompleted ", last); // at an epoch's end all was saved just now
    }

    [Fact]
    public async Task An_engine_under_nohup_stays()
    {
        var up = _program.StartOther("/bin/sh", "-c", $"trap '' HUP; exec {Actorgaze.Program} up --state {_program.State}");
        Assert.Contains("the engine is up", await up.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);

        await Actorgaze.StatusOfAsync(_program.StartOther("/bin/sh", "-c", $"kill -HUP {up.Id}"));

        Assert.Equal(0, (await _program.SayAsync("down")).Status);
        Assert.Equal(0, await Actorgaze.StatusOfAsync(up)); // asked, not interrupted
    }

    [Fact]
    public async Task A_run_that_was_handed_more_work_says_at_its_end_what_of_it_is_left()
    {
        var run = _program.Start("run", _program.Endless, "--plain", "--set", "engine.runs-at-once=1", "--state", _program.State);
        await FirstAsync(r => r.Step > 0);
        Assert.Equal(0, (await _program.SayAsync("submit", _program.Sweep("more", epochs: 90_000))).Status);

        Assert.Equal(0, (await _program.SayAsync("cancel", Actorgaze.EndlessRun)).Status);

        var (error, _) = (await run.StandardError.ReadToEndAsync(Cancel), await Actorgaze.StatusOfAsync(run));
        Assert.Contains("more was submitted meanwhile and is not done", error, StringComparison.Ordinal);
        Assert.Contains("more-l1-w0-t1", (await _program.SayAsync("ps")).Output, StringComparison.Ordinal);
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

        Process AsNobody(params string[] words) => _program.StartOther("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. words]);

        Assert.SkipUnless(await Actorgaze.StatusOfAsync(AsNobody("test", "-r", Actorgaze.Program)) == 0, "Nobody else can reach the program here.");
        Assert.Equal(0, await Actorgaze.StatusOfAsync(AsNobody("test", "-w", _program.Socket)));
        var other = AsNobody(Actorgaze.Program, "down", "--state", _program.State);

        Assert.Equal(3, await Actorgaze.StatusOfAsync(other));
        Assert.Matches("no engine answers here \\((?!.*([Pp]ermission denied|refused|engine\\.sock))", await other.StandardError.ReadToEndAsync(Cancel)); // let in by the system, and hung up on
        Assert.Equal(0, (await _program.SayAsync("down")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_is_answered_by_an_engine_that_is_killed_meanwhile_is_told_so_and_nothing_acknowledged_is_lost(bool postgres)
    {
        var up = await _program.UpAsync([], Journal(postgres));
        await _program.SayAsync("submit", _program.Endless);
        await FirstAsync(run => run.Step > 0);
        using (var stop = Process.Start("kill", ["-STOP", $"{up.Id}"])) await stop.WaitForExitAsync(Cancel); // it takes what it is sent, and does nothing with it
        using var client = new EngineClient(_program.State);
        var pausing = client.PauseAsync(Endless, Cancel);
        var (submit, watch) = (_program.Start("submit", _program.Short, "--state", _program.State), _program.Start("ps", "--watch", "--state", _program.State));
        await ConnectedAsync(3);
        Assert.False(pausing.IsCompleted);

        up.Kill();

        Assert.Contains("no engine answers here", (await Assert.ThrowsAsync<EngineGoneException>(() => pausing)).Message, StringComparison.Ordinal);
        foreach (var process in new[] { submit, watch })
        {
            Assert.Equal(3, await Actorgaze.StatusOfAsync(process));
            Assert.Matches("^actorgaze: .*: no engine answers here \\(.+\\)\\. ", await process.StandardError.ReadToEndAsync(Cancel));
        }

        await Actorgaze.StatusOfAsync(up);
        await _program.UpAsync();
        await FirstAsync(run => run is { Attempts: 2, Step: > 0 }); // the pause was never acknowledged, and never was
    }

    [Fact]
    public async Task Listings_and_watching_are_lines_for_people_and_documents_for_scripts_and_a_stopped_folder_still_tells_everything()
    {
        var up = await _program.UpAsync();
        await _program.SayAsync("submit", _program.Short, _program.Endless);
        await FirstAsync(run => run.EpochsDone > 0);
        foreach (var (words, first) in new[] { (new[] { "ps", "--watch" }, "-l1-w0-t1: "), (["ps", "--watch", "--json"], "{\"at\":\""), (["wait", "--json"], "{\"kind\":\"run\",\"at\":\"") })
        {
            var watch = _program.Start([.. words, "--state", _program.State]);
            var line = await watch.StandardOutput.ReadLineAsync(Cancel);
            Assert.Contains(first, line, StringComparison.Ordinal);
            if (words[^1] == "--json") JsonDocument.Parse(line!).Dispose();
            using var interrupt = Process.Start("kill", ["-INT", $"{watch.Id}"]);
            Assert.Equal(130, await Actorgaze.StatusOfAsync(watch));
        }

        Assert.Equal(["endless", "short"], Names((await _program.SayAsync("ps", "--json")).Output));
        Assert.Equal(0, (await _program.SayAsync("wait", "short")).Status);
        Assert.Equal(0, (await _program.SayAsync("down")).Status);
        await Actorgaze.StatusOfAsync(up);
        Assert.Equal(0, (await _program.SayAsync("wait", "short")).Status); // nothing is left to wait for

        Assert.Equal(["endless", "short"], Names((await _program.SayAsync("ps", "--json")).Output));
        foreach (var (words, expected) in new[]
        {
            (new[] { "show", Actorgaze.ShortRun }, "completed"), (["show", Actorgaze.ShortRun, "--json"], "weightsSha256"), (["events", Actorgaze.ShortRun], "Completed"),
            (["events", Actorgaze.ShortRun, "--json"], "\"EpochCompleted\""), (["results", "short"], "gaze_deviation"), (["results", "short", "--format", "json"], "\"kappa\""), (["report", "short"], "report.html"),
        })
        {
            var (status, output, _) = await _program.SayAsync(words);
            Assert.Equal(0, status);
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }

        foreach (var words in new string[][] { ["down"], ["wait", "endless"], ["submit", _program.Short], ["ps", "--watch"], ["tui", "--once"] })
        {
            var (status, output, error) = await _program.SayAsync(words);
            Assert.Equal((3, ""), (status, output));
            Assert.Contains("no engine answers here (there is no engine.sock). 'actorgaze up' starts one.", error, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string?> Names(string json) => JsonDocument.Parse(json).RootElement.EnumerateArray().Select(sweep => sweep.GetProperty("name").GetString());

    /// <summary>Until so many clients are connected to the engine's socket, or wait to be.</summary>
    private async Task ConnectedAsync(int clients)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var bound = new StateFolder(_program.State).SocketBeforeListening; // the system keeps the name that was bound
        while (File.ReadLines("/proc/net/unix").Count(line => line.EndsWith(bound, StringComparison.Ordinal)) < clients + 1) await ticks.WaitForNextTickAsync(Cancel); // the one that listens, and theirs
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
