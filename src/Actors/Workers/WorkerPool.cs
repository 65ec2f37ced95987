using ActorGaze.Actors.Contracts.Crews;

namespace ActorGaze.Actors.Workers;

/// <summary>Starts workers. One that waits with libtorch loaded is kept ready, so that a crew starts at once.</summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly Func<WorkerProcess> _start;
    private readonly Lock _guard = new();
    private readonly List<WorkerProcess> _started = [];
    private WorkerProcess? _spare;
    private bool _closed;

    /// <exception cref="System.ComponentModel.Win32Exception">No worker can be started.</exception>
    public WorkerPool(WorkerProgram program, string stateFolder)
    {
        _start = () =>
        {
            var worker = WorkerProcess.Start(program, stateFolder);
            _started.Add(worker);
            return worker;
        };
        _spare = _start();
        Facts = _spare.Up;
    }

    /// <summary>What the first worker told of itself and its devices; fails where it ended before it could.</summary>
    public Task<WorkerReport.Up> Facts { get; }

    /// <summary>Those that live, the spare one counted.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_guard)
            {
                _started.RemoveAll(worker => worker.Exited.IsCompleted);
                return [.. _started.Select(worker => worker.ProcessId)];
            }
        }
    }

    /// <summary>A worker for one crew. Whoever takes it disposes it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">No worker can be started.</exception>
    /// <exception cref="ObjectDisposedException">The engine leaves.</exception>
    public WorkerProcess Take()
    {
        lock (_guard)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var taken = _spare is { Exited.IsCompleted: false } ready ? ready : _start();
            _spare = null;
            try
            {
                _spare = _start();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // the next one who takes a worker tries again, and is told
            }

            return taken;
        }
    }

    public void Dispose()
    {
        lock (_guard)
        {
            _closed = true;
            _spare?.Dispose();
            _spare = null;
        }
    }
}
