using System.Diagnostics;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>Real engines whose folder is taken away, or where a lock means nothing.</summary>
[Slow]
public sealed class LostAndLockedSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task An_engine_whose_folder_is_renamed_saves_there_says_so_on_screen_and_in_the_log_and_ends_with_status_5()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where a folder was moved to is told by Linux alone.");
        var up = await _program.UpAsync();
        await _program.SayAsync("submit", _program.Endless);
        await EpochAsync();
        var moved = _program.State + "-moved";

        Directory.Move(_program.State, moved);

        var error = await up.StandardError.ReadToEndAsync(Cancel);
        Assert.Equal(5, await Actorgaze.StatusOfAsync(up));
        Assert.Contains($"the state folder was moved while the engine ran: it is {moved} now.", error, StringComparison.Ordinal);
        Assert.Contains($"'actorgaze up --state {moved}' goes on.", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.State));
        Assert.Contains(Directory.GetFiles(Path.Combine(moved, "logs")), log => File.ReadAllText(log).Contains("the state folder was moved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_locks_mean_nothing_a_second_engine_is_refused_by_the_socket_or_by_the_recorded_process(bool withoutSocket)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "When a process started is told by Linux alone.");
        var first = WithoutLocks("up");
        Assert.Contains("the engine is up", await first.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);
        if (withoutSocket) File.Delete(_program.Socket);

        var second = WithoutLocks("up");

        var error = await second.StandardError.ReadToEndAsync(Cancel);
        Assert.Equal(2, await Actorgaze.StatusOfAsync(second));
        Assert.Contains($"another engine (process {first.Id}) has this state folder", error, StringComparison.Ordinal);

        first.Kill();
        await Actorgaze.StatusOfAsync(first);
        var third = WithoutLocks("up"); // the record of a dead process holds nobody off
        Assert.Contains("the engine is up", await third.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);
    }

    private Process WithoutLocks(params string[] words) =>
        _program.StartOther("/usr/bin/env", ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING=1", Actorgaze.Program, .. words, "--state", _program.State]);

    private async Task EpochAsync()
    {
        using var client = new EngineClient(_program.State);
        await foreach (var frame in client.FramesAsync(Cancel))
            if (frame.Runs.Any(run => run.EpochsDone > 0)) return;
    }
}
