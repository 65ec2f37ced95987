using System.Diagnostics;
using System.Globalization;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control;

/// <summary>Reads what the machine has left, at most once a second.</summary>
/// <param name="devices">What runs are dealt to now.</param>
/// <param name="workers">The engine's worker processes; null where it has none.</param>
/// <param name="gpus">Null where GPUs have other numbers than those of nvidia-smi. Whoever made it disposes it.</param>
internal sealed class MachineWatch(
    string folder, Func<IEnumerable<string>> devices, TimeProvider clock, Func<IReadOnlyList<int>?>? workers = null, GpuWatch? gpus = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DiskMemory = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastDiskMemory = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Queue<(long At, long Free)> _disk = new();
    private MachineFacts _facts = MachineFacts.Unknown;
    private long? _read;
    private TimeSpan _busy;
    private Dictionary<int, TimeSpan> _workers = [];
    private (long Busy, long All) _processor;

    public MachineFacts Look()
    {
        lock (_gate)
        {
            if (_read is { } before && clock.GetElapsedTime(before) < Interval) return _facts;
            return _facts = Read();
        }
    }

    private MachineFacts Read()
    {
        var now = clock.GetTimestamp();
        _process.Refresh();
        var busy = _process.TotalProcessorTime;
        var use = _read is { } before ? (busy - _busy) / clock.GetElapsedTime(before, now) : 0;
        var of = WorkersOf(_read is { } last ? clock.GetElapsedTime(last, now) : TimeSpan.Zero);
        (_read, _busy) = (now, busy);
        var free = DiskFree();
        return new MachineFacts(
            free, free is { } bytes ? DiskSecondsLeft(now, bytes) : null, use, Environment.WorkingSet, [.. devices().Select(Facts)])
        {
            Workers = of,
        };
    }

    private WorkersFacts? WorkersOf(TimeSpan passed)
    {
        if (workers?.Invoke() is not { } ids) return null;
        var (now, memory) = (new Dictionary<int, TimeSpan>(), 0L);
        foreach (var id in ids)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                now[id] = process.TotalProcessorTime;
                memory += process.WorkingSet64;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // it has ended meanwhile
            }
        }

        var used = now.Sum(of => (of.Value - _workers.GetValueOrDefault(of.Key, of.Value)).TotalSeconds);
        _workers = now;
        return new WorkersFacts(now.Count, passed > TimeSpan.Zero ? used / passed.TotalSeconds : 0, memory);
    }

    private long? DiskFree()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private double? DiskSecondsLeft(long now, long free)
    {
        if (_disk.Count == 0 || clock.GetElapsedTime(_disk.Last().At, now) >= TimeSpan.FromSeconds(10)) _disk.Enqueue((now, free));
        while (clock.GetElapsedTime(_disk.Peek().At, now) > DiskMemory) _disk.Dequeue();
        var (at, then) = _disk.Peek();
        var passed = clock.GetElapsedTime(at, now);
        return passed >= LeastDiskMemory && then > free ? free / ((then - free) / passed.TotalSeconds) : null;
    }

    private DeviceFacts Facts(string device)
    {
        if (gpus?.Of(device, Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES")) is { } gpu)
            return new DeviceFacts(device, gpu.Use, gpu.MemoryUsed, gpu.MemoryTotal);
        if (device != "cpu" || !OperatingSystem.IsLinux()) return new DeviceFacts(device, null, null, null);
        try
        {
            var words = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
                .Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var (all, idle) = (words.Sum(), words[3] + words[4]);
            var before = _processor;
            _processor = (all - idle, all);
            var memory = File.ReadLines("/proc/meminfo")
                .Take(3).Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                    CultureInfo.InvariantCulture) * 1024).ToArray();
            return new DeviceFacts(
                device, before.All > 0 && all > before.All ? (double)(_processor.Busy - before.Busy) / (all - before.All) : null,
                memory[0] - memory[2], memory[0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return new DeviceFacts(device, null, null, null); // a container may hide them
        }
    }
}
