using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ActorGaze.Actors.Control;

/// <summary>
/// What the GPUs do, as nvidia-smi tells it every second, for as long as this lives. The engine loads no CUDA, and a library of its own for
/// three numbers a second would.
/// </summary>
internal sealed class GpuWatch : IDisposable
{
    private readonly ConcurrentDictionary<int, GpuReading> _newest = [];
    private readonly Process? _process;

    /// <param name="program">nvidia-smi, or one that writes what it writes.</param>
    /// <param name="options">In front of the query.</param>
    public GpuWatch(string program = "nvidia-smi", params ReadOnlySpan<string> options)
    {
        try
        {
            _process = Process.Start(new ProcessStartInfo(program, [.. options, .. GpuReading.Query, "--loop=1"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            return; // it is not here: what GPUs do stays unknown
        }

        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine(); // so that it never waits for a reader
    }

    /// <summary>The newest of a device; null where nothing is known.</summary>
    public GpuReading? Of(string device, string? visible) => _newest.Values.FirstOrDefault(gpu => gpu.Is(device, visible));

    public void Dispose()
    {
        try
        {
            _process?.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }

        _process?.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) _newest.Clear(); // it has ended: what was true is no longer
        else if (GpuReading.Parse(line) is { } gpu) _newest[gpu.Index] = gpu;
    }
}
