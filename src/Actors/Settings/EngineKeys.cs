using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Settings;

/// <summary>The keys of the engine, the log, Seq and the metrics: none changes a result.</summary>
internal static class EngineKeys
{
    private static readonly Interval Share = new(0, 1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static ImmutableArray<Key<EngineSettings>> All { get; } =
    [
        Lab("runs-at-once", (lab, s) => lab with { RunsAtOnce = s.Values is ["auto"] ? null : s.Whole(1, 1024) }),
        Lab("devices", (lab, s) => lab with { Devices = s.List("a device", Device) }),
        Lab("bits", (lab, s) => lab with { Bits = s.Choice<OtherBits>() }),
        Lab("read-ahead", (lab, s) => lab with { ReadAhead = s.Whole(0, 16) }),
        Lab("gpu-images-share", (lab, s) => lab with { GpuImagesShare = s.Real(Share) }),
        Lab("step.timeout", (lab, s) => lab with { StepTimeout = s.Duration(TimeSpan.FromSeconds(1), 7 * Day) }),
        Lab("shutdown.timeout", (lab, s) => lab with { ShutdownTimeout = s.Duration(TimeSpan.FromSeconds(1), Day) }),
        Lab("check-disk", (lab, s) => lab with { CheckDisk = s.Flag() }),
        Lab("hold-slot", (lab, s) => lab with { HoldSlot = s.Flag() }),
        Lab("checkpoint.max-share", (lab, s) => lab with { Checkpoints = lab.Checkpoints with { MaxShare = s.Real(Share) } }),
        Lab("checkpoint.min-interval", (lab, s) => lab with { Checkpoints = lab.Checkpoints with { MinInterval = s.Duration(TimeSpan.Zero, 7 * Day) } }),
        Lab("retry.max-in-a-row", (lab, s) => lab with { Retry = lab.Retry with { MaxInARow = s.Whole(0, 1000) } }),
        Lab("retry.first-delay", (lab, s) => lab with { Retry = lab.Retry with { FirstDelay = s.Duration(TimeSpan.Zero, Day) } }),
        Lab("retry.max-delay", (lab, s) => lab with { Retry = lab.Retry with { MaxDelay = s.Duration(TimeSpan.Zero, Day) } }),
        Lab("retry.jitter", (lab, s) => lab with { Retry = lab.Retry with { Jitter = s.Real(Share) } }),
        Lab("snapshot-every", (lab, s) => lab with { SnapshotEvery = s.Whole(1, 1_000_000) }),

        new("log.level", (e, s) => e with { Log = e.Log with { Level = s.Choice<LogSettings.Severity>() } }),
        new("log.file-size", (e, s) => e with { Log = e.Log with { FileBytes = s.Bytes(10_000, 10_000_000_000) } }),
        new("log.files-kept", (e, s) => e with { Log = e.Log with { FilesKept = s.Whole(1, 10_000) } }),
        new("log.keep", (e, s) => e with { Log = e.Log with { Keep = s.Duration(TimeSpan.FromHours(1), 3650 * Day) } }),

        new("seq.url", (e, s) => e with { Seq = e.Seq with { Url = Url(s, "http://localhost:5341") } }),
        new("seq.api-key", (e, s) => e with { Seq = e.Seq with { ApiKey = s.Text("a text") is { Length: > 0 } key ? key : null } }),
        new("seq.buffer-size", (e, s) => e with { Seq = e.Seq with { BufferBytes = s.Bytes(100_000, 100_000_000_000) } }),

        new("metrics.otlp.url", (e, s) => e with { Metrics = new MetricsSettings { OtlpUrl = Url(s, "http://localhost:4318") } }),
    ];

    private static Key<EngineSettings> Lab(string key, Func<LabSettings, Setting, LabSettings> put) =>
        new($"engine.{key}", (e, s) => e with { Lab = put(e.Lab, s) });

    private static string Device(Setting setting)
    {
        const string Allowed = "auto, cpu, or cuda:0 to cuda:63";
        var device = setting.Text(Allowed);
        var known = device == "auto" || (DeviceName.Parse(device) is { } name && name.ToString() == device && name.Cuda is null or < 64);
        return known ? device : throw setting.Wrong(Allowed);
    }

    private static Uri? Url(Setting setting, string example)
    {
        var allowed = $"nothing, or an address such as {example}";
        var text = setting.Text(allowed);
        if (text.Length == 0) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 ? url : throw setting.Wrong(allowed);
    }
}
