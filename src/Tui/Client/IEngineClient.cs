using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;

namespace ActorGaze.Tui.Client;

/// <summary>
/// A living engine, as a watcher or a command sees it. Every member throws <see cref="EngineGoneException"/> where no engine answers; one
/// that asks throws <see cref="EngineBusyException"/> where the engine has no time.
/// </summary>
internal interface IEngineClient : IDisposable
{
    Task<EngineFacts> EngineAsync(CancellationToken cancel = default);

    /// <summary>The machines that train for it; none where it is of a version that takes none in.</summary>
    Task<IReadOnlyList<NodeFacts>> NodesAsync(CancellationToken cancel = default);

    /// <summary>One frame now.</summary>
    Task<Frame> FrameAsync(CancellationToken cancel = default);

    /// <summary>
    /// Whole frames until cancelled: at most five a second, at least one a second while the engine lives. A reader that is slow misses
    /// frames and is never behind.
    /// </summary>
    IAsyncEnumerable<Frame> FramesAsync(CancellationToken cancel = default);

    /// <summary>A run with its epochs, gazes and checkpoints; null where there is no such run.</summary>
    Task<RunView?> RunAsync(RunId run, CancellationToken cancel = default);

    /// <summary>A run's journal, oldest first; empty where there is no such run.</summary>
    Task<IReadOnlyList<EventView>> EventsAsync(RunId run, CancellationToken cancel = default);

    /// <summary>One evaluated image's gaze at the end of each epoch, as the run has kept it.</summary>
    /// <param name="image">Its place in the order of the evaluation, from 0.</param>
    Task<ImageCourse> CourseAsync(RunId run, int image, CancellationToken cancel = default);

    /// <summary>The actor tree now, from <c>/user/lab</c> down. The engine looks only when asked.</summary>
    Task<CensusNode> CensusAsync(CancellationToken cancel = default);

    /// <summary>The log's newest lines, oldest first.</summary>
    /// <param name="lines">At most so many, 1 to 2000.</param>
    /// <param name="run">Of this run alone; null: of all.</param>
    /// <param name="level">This bad or worse: verbose, debug, information, warning, error, fatal; null: all.</param>
    Task<IReadOnlyList<LogLine>> LogAsync(int lines, string? run = null, string? level = null, CancellationToken cancel = default);

    Task<Answer> SubmitAsync(SweepSpec sweep, CancellationToken cancel = default);

    Task<Answer> PauseAsync(RunId run, CancellationToken cancel = default);

    Task<Answer> ResumeAsync(RunId run, bool acceptPlugin = false, CancellationToken cancel = default);

    Task<Answer> CancelAsync(RunId run, CancellationToken cancel = default);

    Task<Answer> RetryAsync(RunId run, bool fromStart = false, bool acceptPlugin = false, CancellationToken cancel = default);

    /// <summary>Every run that has not ended.</summary>
    Task<IReadOnlyList<RunAnswer>> PauseAllAsync(CancellationToken cancel = default);

    /// <summary>Every paused run.</summary>
    Task<IReadOnlyList<RunAnswer>> ResumeAllAsync(bool acceptPlugin = false, CancellationToken cancel = default);

    /// <summary>Every run that has not ended.</summary>
    Task<IReadOnlyList<RunAnswer>> CancelAllAsync(CancellationToken cancel = default);

    /// <summary>Every failed run.</summary>
    Task<IReadOnlyList<RunAnswer>> RetryAllAsync(bool fromStart = false, bool acceptPlugin = false, CancellationToken cancel = default);

    /// <summary>Asks the engine to save and leave; answered before it has.</summary>
    Task<Answer> DownAsync(CancellationToken cancel = default);
}
