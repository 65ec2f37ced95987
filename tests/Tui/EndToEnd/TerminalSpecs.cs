using System.Diagnostics;
using ActorGaze.Tui.Cli;

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
    public async Task A_screen_that_is_told_to_end_gives_the_terminal_back(string signal)
    {
        Assert.SkipUnless(PseudoTerminal.IsThere, "Pseudo-terminals are opened as Linux does.");
        await EndlessAsync();
        using var screen = await WatchAsync();

        _program.StartOther("/bin/sh", "-c", $"kill -{signal} {screen.Process.Id}");

        Assert.Equal(ExitStatus.Interrupted, await Actorgaze.StatusOfAsync(screen.Process));
        Assert.True(screen.Said.LastIndexOf(FirstScreen, StringComparison.Ordinal) > screen.Said.LastIndexOf(OtherScreen, StringComparison.Ordinal), "the first screen is shown again");
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
