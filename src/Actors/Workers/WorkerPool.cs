using System.ComponentModel;
using ActorGaze.Actors.Contracts.Crews;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Starts workers. One waits with libtorch loaded, so that a crew starts at once: the first from <see cref="WarmUp"/> on, another when
/// that one is taken.
/// </summary>
internal sealed class WorkerPool(WorkerProgram program, string stateFolder) : IDisposable
{
    private readonly Lock _guard = new();
    private readonly List<WorkerProcess> _living = [];
    private readonly TaskCompletionSource<WorkerReport.Up> _facts = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<WorkerReport.Up>? _firstUp;
    private WorkerProcess? _spare;
    private bool _closed;

    /// <summary>What a worker told of itself and its devices: the first that came up. Waits where none has.</summary>
    public Task<WorkerReport.Up> Facts => _facts.Task;

    /// <summary>Those that live, the spare one counted.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_guard) return [.. _living.Where(worker => !worker.Exited.IsCompleted).Select(worker => worker.ProcessId)];
        }
    }

    /// <summary>Has a first worker wait. Asked again, it starts no other.</summary>
    /// <returns>That worker is up; fails where it ended before.</returns>
    /// <exception cref="Win32Exception">No worker can be started.</exception>
    /// <exception cref="ObjectDisposedException">The engine leaves.</exception>
    public Task<WorkerReport.Up> WarmUp()
    {
        lock (_guard)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _firstUp ??= (_spare = Start()).Up;
        }
    }

    /// <summary>A worker for one crew. Whoever takes it disposes it.</summary>
    /// <exception cref="Win32Exception">No worker can be started.</exception>
    /// <exception cref="ObjectDisposedException">The engine leaves.</exception>
    public WorkerProcess Take()
    {
        lock (_guard)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var taken = _spare is { Exited.IsCompleted: false } ready ? ready : Start();
            _firstUp ??= taken.Up;
            _spare = null;
            try
            {
                _spare = Start();
            }
            catch (Win32Exception)
            {
                // the next one who takes a worker tries again, and is told
            }

            return taken;
        }
    }

    /// <summary>Ends every worker that lives.</summary>
    public void Dispose()
    {
        lock (_guard)
        {
            _closed = true;
            foreach (var worker in _living) worker.Dispose();
            _living.Clear();
            _spare = null;
        }
    }

    private WorkerProcess Start()
    {
        _living.RemoveAll(worker => worker.Exited.IsCompleted);
        var started = WorkerProcess.Start(program, stateFolder);
        _living.Add(started);
        _ = started.Up.ContinueWith(
            up => _facts.TrySetResult(up.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
        return started;
    }
}
