using System.Diagnostics;
using ActorGaze.Actors.Contracts.Crews;

namespace ActorGaze.Actors.Workers;

/// <summary>A worker process in its engine's hand. Disposed, it is ended and gone.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The variable that says how CUDA numbers its devices.</summary>
    public const string DeviceOrder = "CUDA_DEVICE_ORDER";

    /// <summary>As nvidia-smi does.</summary>
    public const string OrderOfBus = "PCI_BUS_ID";

    private const int LastLines = 12;
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly WorkerLine _line;
    private readonly Queue<string> _lastWords = new();
    private readonly TaskCompletionSource<WorkerReport.Up> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _guard = new();
    private Action<object>? _received;

    private WorkerProcess(Process process)
    {
        (_process, ProcessId) = (process, process.Id);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
        _line = new WorkerLine(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, Receive);
        Exited = EndAsync(_line.ListenAsync());
    }

    public int ProcessId { get; }

    /// <summary>Completes when it takes an order; fails where it ended before.</summary>
    public Task<WorkerReport.Up> Up => _up.Task;

    /// <summary>Completes when the process is gone and all that it told has been received.</summary>
    public Task<WorkerExit> Exited { get; }

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started: the program is missing, or there are too many
    /// processes.</exception>
    public static WorkerProcess Start(WorkerProgram program, string stateFolder)
    {
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, "--state", stateFolder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        WorkerEnvironment.AddTo(start.Environment);
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>From now on every record that it tells is handed over, one after another.</summary>
    public void Attach(Action<object> received)
    {
        lock (_guard) _received = received;
    }

    public void Tell(object order) => _line.Tell(order);

    public void Dispose()
    {
        try
        {
            _process.Kill();
            _process.WaitForExit(LongestEnd); // one that the system holds in a disk ends when that lets go of it
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }

        _line.Dispose();
    }

    private void Receive(object record)
    {
        if (record is WorkerReport.Up up)
        {
            if (up.Version != WorkerReport.ProgramVersion)
            {
                throw new InvalidOperationException(
                    $"it is {up.Version}, and its engine {WorkerReport.ProgramVersion}: the program was replaced. Start the engine again.");
            }

            _up.TrySetResult(up);
        }

        lock (_guard) _received?.Invoke(record);
    }

    private async Task<WorkerExit> EndAsync(Task line)
    {
        await line.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (line.Exception is { } unread)
        {
            Remember(unread.GetBaseException().Message);
            _process.Kill();
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        WorkerExit exit;
        lock (_guard) exit = new WorkerExit(ProcessId, _process.ExitCode, string.Join('\n', _lastWords)) { EndedByEngine = line.IsFaulted };
        _process.Dispose();
        _up.TrySetException(new IOException(exit.Reason));
        _ = _up.Task.Exception; // whoever waits for it is told; where nobody does, nothing is lost
        return exit;
    }

    private void Remember(string? line)
    {
        // stacks push out what was said before them
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith("frame #", StringComparison.Ordinal)
            || line.StartsWith("   at ", StringComparison.Ordinal)) return;
        lock (_guard)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > LastLines) _lastWords.Dequeue();
        }
    }
}
