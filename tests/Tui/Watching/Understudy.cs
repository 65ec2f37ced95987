using System.Runtime.CompilerServices;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Tests.Tui.Screens;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.Watching;

/// <summary>A noon that lasts, and waits that are over at once.</summary>
internal sealed class HurriedClock : TimeProvider
{
    public static DateTimeOffset Noon => MadeUpFrames.Noon;

    public override DateTimeOffset GetUtcNow() => Noon;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
}

/// <summary>An engine that refuses every command, and counts.</summary>
internal sealed class FakeCrew : IEngineClient
{
    private int _frames;
    private int _counted;

    public volatile bool Away;

    public volatile string? LogOf;

    /// <summary>So many frames cannot be read, at first.</summary>
    public int Broken { get; init; }

    public string Version { get; init; } = ControlContract.ProgramVersion;

    public CancellationTokenSource Hangs { get; } = new();

    public List<string> Heard { get; } = [];

    /// <summary>The images whose gazes were asked for.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<int> Courses { get; } = [];

    public int Counted => Volatile.Read(ref _counted);

    public Task<EngineFacts> EngineAsync(CancellationToken cancel = default) =>
        Away ? throw new EngineGoneException("It is away.") : Task.FromResult(new EngineFacts(1, Version, MadeUpFrames.Noon, "/state", 2, ["cpu"]));

    public Task<IReadOnlyList<NodeFacts>> NodesAsync(CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<NodeFacts>>([]);

    public Task<Frame> FrameAsync(CancellationToken cancel = default) => Task.FromResult(MadeUpFrames.Of(3));

    public async IAsyncEnumerable<Frame> FramesAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var number = Interlocked.Increment(ref _frames);
        if (number <= Broken) throw new BrokenAnswerException($"frame {number} is broken", new FormatException());
        yield return MadeUpFrames.Of(3) with { Number = number };
        var silence = new TaskCompletionSource();
        using var end = cancel.Register(() => silence.TrySetCanceled(cancel));
        using var gone = Hangs.Token.Register(() => silence.TrySetException(new EngineGoneException("It has left.")));
        await silence.Task;
    }

    public Task<RunView?> RunAsync(RunId run, CancellationToken cancel = default) => Task.FromResult<RunView?>(RunView.Of(MadeUpFrames.Detail(run).State));

    public Task<IReadOnlyList<EventView>> EventsAsync(RunId run, CancellationToken cancel = default) => Task.FromResult(MadeUpFrames.Detail(run).Events);

    public Task<ImageCourse> CourseAsync(RunId run, int image, CancellationToken cancel = default)
    {
        Courses.Enqueue(image);
        return Task.FromResult<ImageCourse>(new ImageCourse.Told(MadeUpFrames.Course(image, 7)));
    }

    public Task<CensusNode> CensusAsync(CancellationToken cancel = default)
    {
        Interlocked.Increment(ref _counted);
        return Task.FromResult(MadeUpFrames.Census(1));
    }

    public Task<IReadOnlyList<LogLine>> LogAsync(int lines, string? run = null, string? level = null, CancellationToken cancel = default)
    {
        LogOf = run;
        return Task.FromResult<IReadOnlyList<LogLine>>([]);
    }

    public Task<Answer> SubmitAsync(SweepSpec sweep, CancellationToken cancel = default) => Refuse($"submit {sweep.Name}");

    public Task<Answer> PauseAsync(RunId run, CancellationToken cancel = default) => Refuse($"pause {run}");

    public Task<Answer> ResumeAsync(RunId run, bool acceptPlugin = false, CancellationToken cancel = default) => Refuse($"resume {run}");

    public Task<Answer> CancelAsync(RunId run, CancellationToken cancel = default) => Refuse($"cancel {run}");

    public Task<Answer> RetryAsync(RunId run, bool fromStart = false, bool acceptPlugin = false, CancellationToken cancel = default) => Refuse($"retry {run}{(fromStart ? " from the start" : "")}");

    public Task<IReadOnlyList<RunAnswer>> PauseAllAsync(CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<RunAnswer>>([]);

    public Task<IReadOnlyList<RunAnswer>> ResumeAllAsync(bool acceptPlugin = false, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<RunAnswer>>([]);

    public Task<IReadOnlyList<RunAnswer>> CancelAllAsync(CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<RunAnswer>>([]);

    public Task<IReadOnlyList<RunAnswer>> RetryAllAsync(bool fromStart = false, bool acceptPlugin = false, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<RunAnswer>>([]);

    public Task<Answer> DownAsync(CancellationToken cancel = default) => Refuse("down");

    public void Dispose() => Hangs.Dispose();

    private Task<Answer> Refuse(string heard)
    {
        Heard.Add(heard);
        return Task.FromResult<Answer>(new Answer.Refused($"Not now: {heard}"));
    }
}
