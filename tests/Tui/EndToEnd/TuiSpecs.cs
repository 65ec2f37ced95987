using ActorGaze.Tui.Cli;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>One frame of a real engine, printed.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Slow]
public sealed class TuiSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("sweep", "endless  learning, 1 run:")]
    [InlineData("runs", "▸ l1-w0-t1")]
    [InlineData("run", "endless-l1-w0-t1")]
    [InlineData("actors", "└─ sweep-endless")]
    [InlineData("log", "Submitted")]
    public async Task One_frame_of_a_screen_is_printed_without_a_terminal(string screen, string expected)
    {
        await _program.UpAsync();
        Assert.Equal(0, (await _program.SayAsync("submit", _program.Endless)).Status);

        var (status, output, error) = await _program.SayAsync("tui", "--once", "--screen", screen);

        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }
}
