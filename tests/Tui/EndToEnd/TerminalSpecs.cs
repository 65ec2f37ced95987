using System.Diagnostics;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>The screen on a real terminal, over a real engine.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Slow]
public sealed class TerminalSpecs : IDisposable
{
    private const string OtherScreen = "\u001b[?1049h";
    private const string FirstScreen = "\u001b[?1049l";

    private readonly Actorgaze _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task A_screen_obeys_its_keys_and_leaving_it_stops_nothing_and_gives_the_terminal_back()
    {
        Assert.SkipUnless(PseudoTerminal.IsThere, "Pseudo-terminals are opened as Linux does.");
        await EndlessAsync();
        using var screen = await WatchAsync();

        var runs = screen.SeesAsync("▸ l1-w0-t1");
        screen.Type("2");
        await runs;
        screen.Type("p");
        Assert.Equal(ExitStatus.Failed, (await _program.SayAsync("wait", "endless")).Status); // it stands still
        var filter = screen.SeesAsync("No run passes");
        screen.Type("/phase:failed");
        await filter;
        var all = screen.SeesAsync("▸ l1-w0-t1");
        screen.Type("\u001b");
        await all;
        screen.Type("rq");

        Assert.Equal(ExitStatus.Well, await Actorgaze.StatusOfAsync(screen.Process));
        Assert.True(screen.Said.LastIndexOf(FirstScreen, StringComparison.Ordinal) > screen.Said.LastIndexOf(OtherScreen, StringComparison.Ordinal), "the first screen is shown again");
        Assert.Contains("resumed", (await _program.SayAsync("events", Actorgaze.EndlessRun)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_says_that_its_engine_is_gone_and_finds_it_again()
    {
        Assert.SkipUnless(PseudoTerminal.IsThere, "Pseudo-terminals are opened as Linux does.");
        var engine = await EndlessAsync();
        using var screen = await WatchAsync();

        var gone = screen.SeesAsync("engine gone since");
        engine.Kill();
        await gone;
        var back = screen.SeesAsync("sweep-endless"); // among the actors, which only a living engine tells of
        screen.Type("4");
        await _program.UpAsync();
        await back;
        screen.Process.Kill(entireProcessTree: false);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("ABRT", 128 + 6)]
    [InlineData("QUIT", 128 + 3)]
    public async Task A_screen_that_is_told_to_end_gives_the_terminal_back(string signal, int status = ExitStatus.Interrupted)
    {
        Assert.SkipUnless(PseudoTerminal.IsThere, "Pseudo-terminals are opened as Linux does.");
        await EndlessAsync();
        using var screen = await WatchAsync();

        _program.StartOther("/bin/sh", "-c", $"kill -{signal} {screen.Process.Id}");

        Assert.Equal(status, await Actorgaze.StatusOfAsync(screen.Process));
        await UntilAsync(() => ShowsFirstScreen(screen));
    }

    [Fact]
    public async Task A_screen_that_is_stopped_lets_go_of_the_terminal_and_is_drawn_anew_when_it_goes_on()
    {
        Assert.SkipUnless(PseudoTerminal.IsThere, "Pseudo-terminals are opened as Linux does.");
        await EndlessAsync();
        using var screen = await WatchAsync();

        _program.StartOther("/bin/sh", "-c", $"kill -TSTP {screen.Process.Id}");
        await UntilAsync(() => StateOf(screen.Process) == 'T');
        Assert.True(ShowsFirstScreen(screen));

        var drawn = screen.SeesAsync("endless");
        _program.StartOther("/bin/sh", "-c", $"kill -CONT {screen.Process.Id}");
        await drawn;
        Assert.False(ShowsFirstScreen(screen));
        screen.Type("q");
        Assert.Equal(ExitStatus.Well, await Actorgaze.StatusOfAsync(screen.Process));
    }

    [Fact]
    public async Task A_run_whose_terminal_is_closed_without_a_hangup_trains_on()
    {
        Assert.SkipUnless(PseudoTerminal.IsThere, "Pseudo-terminals are opened as Linux does.");
        var screen = PseudoTerminal.Start(80, 24, words => _program.StartOther("/bin/sh", words), Actorgaze.Program, "run", _program.Endless, "--state", _program.State);
        await screen.SeesAsync("endless");
        var before = (await RunAsync()).EpochsDone;

        screen.Dispose();

        await UntilAsync(async () => (await RunAsync()).EpochsDone > before + 2);
        Assert.Equal(ExitStatus.Well, (await _program.SayAsync("down")).Status);
        Assert.Equal(ExitStatus.Interrupted, await Actorgaze.StatusOfAsync(screen.Process));
    }

    [Fact]
    public async Task A_run_in_the_background_of_a_terminal_tells_lines_and_takes_nothing()
    {
        Assert.SkipUnless(PseudoTerminal.IsThere && File.Exists("/usr/bin/setsid"), "Pseudo-terminals are opened as Linux does, with setsid of util-linux.");
        using var terminal = PseudoTerminal.Start(
            80, 24, words => _program.StartOther("/bin/sh", words),
            "/usr/bin/setsid", "--ctty", "--wait", "sh", "-c", "timeout 120 \"$@\"; exit $?", "sh", // timeout has a process group of its own
            Actorgaze.Program, "run", _program.Short, "--state", _program.State);

        Assert.Equal(ExitStatus.Well, await Actorgaze.StatusOfAsync(terminal.Process));

        Assert.DoesNotContain(OtherScreen, terminal.Said, StringComparison.Ordinal);
        Assert.Contains($"{Actorgaze.ShortRun}: running", terminal.Said, StringComparison.Ordinal);
    }

    private static bool ShowsFirstScreen(PseudoTerminal screen) =>
        screen.Said.LastIndexOf(FirstScreen, StringComparison.Ordinal) > screen.Said.LastIndexOf(OtherScreen, StringComparison.Ordinal);

    /// <summary>T where it is stopped.</summary>
    private static char StateOf(Process process) => File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1][0];

    private static Task UntilAsync(Func<bool> so) => UntilAsync(() => Task.FromResult(so()));

    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await so()) await ticks.WaitForNextTickAsync(Deadline.Token);
    }

    private async Task<RunLine> RunAsync()
    {
        using var client = new EngineClient(_program.State);
        return Assert.Single((await client.FrameAsync(Deadline.Token)).Runs);
    }

    private async Task<Process> EndlessAsync()
    {
        var engine = await _program.UpAsync();
        Assert.Equal(ExitStatus.Well, (await _program.SayAsync("submit", _program.Endless)).Status);
        return engine;
    }

    private async Task<PseudoTerminal> WatchAsync()
    {
        var screen = PseudoTerminal.Start(80, 24, words => _program.StartOther("/bin/sh", words), Actorgaze.Program, "tui", "--state", _program.State);
        await screen.SeesAsync("endless");
        return screen;
    }
}
