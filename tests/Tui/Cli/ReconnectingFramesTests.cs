using System.Runtime.CompilerServices;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Tests.Tui.Screens;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class PatientFramesTests
{
    private static CancellationToken Cancel => Deadline.Token;

    [Fact]
    public async Task An_engine_that_lives_and_is_silent_for_long_is_waited_for_and_told_of_once()
    {
        var told = new List<string>();
        var (engine, clock) = (new SilentEngine(silences: 4), new JumpingClock(TimeSpan.FromSeconds(10)));

        var frames = await NumbersAsync(engine, () => true, told, clock, count: 2);

        Assert.Equal([4, 5], frames);
        Assert.Equal(["It said nothing (1)."], told);
    }

    [Fact]
    public async Task A_silence_of_a_moment_is_not_told_of()
    {
        var told = new List<string>();

        Assert.Equal([2], await NumbersAsync(new SilentEngine(silences: 2), () => true, told, new JumpingClock(TimeSpan.FromMilliseconds(1)), count: 1));

        Assert.Empty(told);
    }

    [Fact]
    public async Task An_engine_that_no_process_keeps_alive_is_gone()
    {
        var lives = new Queue<bool>([true, true, false]);

        var gone = await Assert.ThrowsAsync<EngineGoneException>(
            () => NumbersAsync(new SilentEngine(silences: 9), lives.Dequeue, [], new JumpingClock(TimeSpan.FromMilliseconds(1)), count: 1));

        Assert.Equal("It said nothing (3).", gone.Message);
    }

    private static async Task<List<long>> NumbersAsync(IEngineClient engine, Func<bool> lives, List<string> told, TimeProvider clock, int count)
    {
        var numbers = new List<long>();
        await foreach (var frame in ReconnectingFrames.Of(engine, lives, gone => told.Add(gone.Message), clock, Cancel))
        {
            numbers.Add(frame.Number);
            if (numbers.Count == count) break;
        }

        return numbers;
    }

    /// <summary>A clock that is so much later each time it is asked, and whose waits are over at once.</summary>
    private sealed class JumpingClock(TimeSpan jump) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += jump.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>An engine whose first connections end without a frame; then it goes on.</summary>
    private sealed class SilentEngine(int silences) : IEngineClient
    {
        private int _connections;

        public async IAsyncEnumerable<Frame> FramesAsync([EnumeratorCancellation] CancellationToken cancel = default)
        {
            await Task.Yield();
            for (long number = _connections++; ; number++)
            {
                if (number < silences) throw new EngineGoneException($"It said nothing ({number + 1}).");
                yield return MadeUpFrames.Of(3) with { Number = number };
            }
        }

        public Task<EngineFacts> EngineAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<NodeFacts>> NodesAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Frame> FrameAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<RunView?> RunAsync(RunId run, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<EventView>> EventsAsync(RunId run, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<ImageCourse> CourseAsync(RunId run, int image, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<CensusNode> CensusAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<LogLine>> LogAsync(int lines, string? run = null, string? level = null, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Answer> SubmitAsync(SweepSpec sweep, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Answer> PauseAsync(RunId run, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Answer> ResumeAsync(RunId run, bool acceptPlugin = false, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Answer> CancelAsync(RunId run, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Answer> RetryAsync(RunId run, bool fromStart = false, bool acceptPlugin = false, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunAnswer>> PauseAllAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunAnswer>> ResumeAllAsync(bool acceptPlugin = false, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunAnswer>> CancelAllAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunAnswer>> RetryAllAsync(bool fromStart = false, bool acceptPlugin = false, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<Answer> DownAsync(CancellationToken cancel = default) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
