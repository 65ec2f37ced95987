using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Telemetry;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Collects what a worker's crew counts, and tells the engine of it every second: the engine has the meter that others read.
/// </summary>
internal sealed class WorkerCounts : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly WorkerLine _line;
    private readonly MeterListener _listener = new();
    private readonly Timer _timer;
    private readonly Lock _guard = new();
    private readonly List<double> _saves = [];
    private string _sweep = "";
    private long _steps;
    private long _images;

    public WorkerCounts(WorkerLine line)
    {
        _line = line;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Instruments.Meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => CountSave(value, tags));
        _listener.Start();
        _timer = new Timer(_ => Tell(), null, Interval, Interval);
    }

    /// <summary>Tells what was counted since it was last told.</summary>
    public void Tell()
    {
        lock (_guard)
        {
            if (_steps == 0 && _saves.Count == 0) return;
            _line.Tell(new WorkerReport.Counted(_sweep, _steps, _images, [.. _saves]));
            (_steps, _images) = (0, 0);
            _saves.Clear();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _listener.Dispose();
    }

    private void Count(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_guard)
        {
            _sweep = SweepOf(tags);
            if (name == Instruments.StepsName) _steps += value;
            else if (name == Instruments.ImagesName) _images += value;
        }
    }

    private void CountSave(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_guard)
        {
            _sweep = SweepOf(tags);
            _saves.Add(seconds);
        }
    }

    private static string SweepOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags is [{ Value: string sweep }, ..] ? sweep : "";
}
