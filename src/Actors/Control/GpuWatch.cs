using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control;

/// <summary>
/// What the GPUs do, as nvidia-smi tells it: asked while somebody looks, beside whoever looks. The engine loads no CUDA.
/// </summary>
internal sealed class GpuWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly string _program;
    private readonly ImmutableArray<string> _options;
    private readonly Lock _guard = new();
    private volatile IReadOnlyList<GpuReading> _newest = [];
    private Process? _asking;
    private long? _asked;
    private bool _isOver; // disposed, or the program is not here

    /// <param name="program">nvidia-smi, or one that writes what it writes.</param>
    /// <param name="options">In front of the query.</param>
    public GpuWatch(TimeProvider clock, string program = "nvidia-smi", params ReadOnlySpan<string> options) =>
        (_clock, _program, _options) = (clock, program, [.. options]);

    /// <summary>Whether an engine numbers its GPUs as nvidia-smi does: only worker processes are told to.</summary>
    public static bool HasNumbersOfNvidiaSmi(bool hasWorkers) =>
        hasWorkers && Environment.GetEnvironmentVariable(WorkerProcess.DeviceOrder) is null or WorkerProcess.OrderOfBus;

    /// <summary>The newest of a device; null where nothing is known. Never waits.</summary>
    public GpuReading? Of(string device, string? visible)
    {
        if (DeviceName.Parse(device)?.Cuda is null) return null;
        Ask();
        return _newest.FirstOrDefault(gpu => gpu.Is(device, visible));
    }

    public void Dispose()
    {
        lock (_guard)
        {
            _isOver = true;
            try
            {
                _asking?.Kill();
            }
            catch (InvalidOperationException)
            {
                // it has ended by itself
            }
        }
    }

    private void Ask()
    {
        lock (_guard)
        {
            if (_isOver || _asking is not null || (_asked is { } before && _clock.GetElapsedTime(before) < Interval)) return;
            _asked = _clock.GetTimestamp();
            try
            {
                _asking = Process.Start(new ProcessStartInfo(_program, [.. _options, .. GpuReading.Query])
                {
                    RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                })!;
            }
            catch (Win32Exception)
            {
                _isOver = true; // what GPUs do stays unknown
                return;
            }

            _ = ReadAsync(_asking);
        }
    }

    private async Task ReadAsync(Process asked)
    {
        var (said, complaints) = (asked.StandardOutput.ReadToEndAsync(), asked.StandardError.ReadToEndAsync());
        var text = await said.ConfigureAwait(false);
        await complaints.ConfigureAwait(false); // so that it never waits for a reader
        await asked.WaitForExitAsync().ConfigureAwait(false);
        lock (_guard)
        {
            _newest = [.. text.Split('\n').Select(GpuReading.Parse).OfType<GpuReading>()];
            _asking = null;
            asked.Dispose();
        }
    }
}
