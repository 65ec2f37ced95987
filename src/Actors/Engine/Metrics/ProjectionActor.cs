using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>
/// Writes metrics.db in batches, and brings it up to the journal in the background. Nobody waits for it. It tells the metrics what it
/// opened (<see cref="ProjectionOpened"/>, again where the file had to be made anew) and what it read (<see cref="ProjectionRead"/>).
/// </summary>
internal sealed class ProjectionActor : ReceiveActor, IWithTimers
{
    private const int RunsInBatch = 64;
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(2);

    private readonly Projection _projection;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<RunId, RunStatus> _unwritten = [];
    private readonly Queue<RunId> _behind = new();
    private Task _working = Task.CompletedTask;
    private Task<ProjectionOpened>? _opening; // begun before this actor
    private bool _busy;
    private bool _opens = true;
    private bool _told;
    private bool _writable = true;

    public ProjectionActor(Func<Projection> projection, OpeningProjection? begun = null)
    {
        var opening = begun?.Take();
        (_projection, _opening) = (opening?.Projection ?? projection(), opening?.Opening);
        Receive<RunStatus>(run =>
        {
            if (run.State.Spec is { } spec) _unwritten[spec.Id] = run;
            Work();
        });
        Receive<ProjectionOpened>(OnOpened);
        Receive<ProjectionRead>(OnRead);
        Receive<Written>(OnWritten);
        Receive<TryAgain>(_ =>
        {
            (_opens, _writable) = (true, true);
            Work();
        });
        Receive<Status.Failure>(failure => Done(failure.Cause.GetBaseException().Message));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="begun">What was begun to be opened; null: nothing.</param>
    public static Props Props(StateFolder folder, OpeningProjection? begun) =>
        Akka.Actor.Props.Create(() => new ProjectionActor(() => OpeningProjection.Of(folder), begun));

    internal static Props Props(Func<Projection> projection) => Akka.Actor.Props.Create(() => new ProjectionActor(projection, null));

    protected override void PreStart() => Work();

    /// <summary>Writes what is left. What takes too long is read from the journal at the next start.</summary>
    protected override void PostStop()
    {
        if (!((IAsyncResult)_working).AsyncWaitHandle.WaitOne(LongestClosing)) return;
        if (_unwritten.Count > 0) Warn(_projection.Write(States(_unwritten.Values)));
        _projection.Dispose();
    }

    /// <summary>One piece of work at a time, off this thread: opening first, then what runs told, then what the journal has.</summary>
    private void Work()
    {
        if (_busy) return;
        if (_opens)
        {
            _opens = false;
            Do(_opening ?? Task.Run(_projection.Open));
            _opening = null;
        }
        else if (_unwritten.Count > 0 && _writable)
        {
            RunStatus[] batch = [.. _unwritten.Values];
            _unwritten.Clear();
            Do(() => new Written(batch, _projection.Write(States(batch))));
        }
        else if (_behind.Count > 0)
        {
            var write = _writable;
            RunId[] runs = [.. Enumerable.Range(0, Math.Min(RunsInBatch, _behind.Count)).Select(_ => _behind.Dequeue())];
            Do(() => _projection.CatchUp(runs, write));
        }
    }

    private void Do<T>(Func<T> work) => Do(Task.Run(work));

    private void Do<T>(Task<T> task)
    {
        (_busy, _working) = (true, task);
        task.PipeTo(Self);
    }

    private void OnOpened(ProjectionOpened opened)
    {
        if (_projection.SetAsideTo is { } there) _log.Warning(
            "metrics.db was damaged. It is {File} now, and a new one is made from the journal.", there);
        if (opened.Failure is null || !_told)
        {
            _behind.Clear();
            foreach (var run in opened.Behind) _behind.Enqueue(run);
            Context.Parent.Tell(opened);
            _told = true;
        }

        Done(opened.Failure);
    }

    private void OnRead(ProjectionRead read)
    {
        Context.Parent.Tell(read);
        Done(read.Failure);
    }

    private void OnWritten(Written written)
    {
        if (written.Failure is not null)
            foreach (var run in written.Batch) _unwritten.TryAdd(run.State.Spec!.Id, run);
        Done(written.Failure);
    }

    /// <summary>After a failure the file is opened again: it may be another one then, so it is compared with the journal again.</summary>
    private void Done(string? failure)
    {
        _busy = false;
        if (failure is not null)
        {
            Warn(failure);
            _writable = false;
            if (!Timers.IsTimerActive(nameof(TryAgain))) Timers.StartSingleTimer(nameof(TryAgain), new TryAgain(), BeforeNextTry);
        }

        Work();
    }

    private void Warn(string? failure)
    {
        if (failure is not null) _log.Warning("metrics.db could not be written ({Reason}). It is brought up to date later.", failure);
    }

    private static (RunState State, long SequenceNumber)[] States(IEnumerable<RunStatus> runs) =>
        [.. runs.Select(run => (run.State, run.SequenceNumber))];

    private sealed record Written(RunStatus[] Batch, string? Failure);

    private sealed record TryAgain;
}
