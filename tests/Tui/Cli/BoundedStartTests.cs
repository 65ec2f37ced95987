using ActorGaze.Tests.Actors;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class BoundedStartTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _signal = new();
    private readonly TaskCompletionSource<int> _left = new();

    public void Dispose() => _signal.Dispose();

    [Fact]
    public async Task A_start_that_hangs_is_left_after_the_shutdown_timeout_of_a_signal()
    {
        using var start = Start();
        await Wait(60);
        Assert.False(_left.Task.IsCompleted); // nobody asked

        await _signal.CancelAsync();
        await Wait(29);
        Assert.False(_left.Task.IsCompleted);
        await Wait(2);

        Assert.Equal(ExitStatus.Interrupted, await _left.Task.WaitAsync(TimeSpan.FromSeconds(10), Deadline.Token));
        Assert.Contains("did not come to an end within 30 s", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_has_started_leaves_by_itself()
    {
        var start = Start();
        await _signal.CancelAsync();
        await Wait(5);

        start.Dispose();
        start.Dispose();
        await Wait(60);

        Assert.False(_left.Task.IsCompleted);
        Assert.Equal("", _error.ToString());
    }

    private BoundedStart Start() => new(
        new Surroundings(TextWriter.Null, _error, _ => null, _clock, () => null), TimeSpan.FromSeconds(30), _signal.Token, _left.SetResult);

    private async Task Wait(int seconds)
    {
        for (var second = 0; second < seconds; second++) await _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
