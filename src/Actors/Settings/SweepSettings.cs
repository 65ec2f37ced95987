using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Actors.Settings;

/// <summary>What a sweep file asks for, on top of the defaults.</summary>
public sealed record SweepSettings(SweepSpec Sweep, EngineSettings Engine);

/// <summary>How the engine runs, logs and reports; changes no result.</summary>
public sealed record EngineSettings
{
    /// <summary>A template: its state folder is not in any file. See <see cref="LabIn"/>.</summary>
    public LabSettings Lab { get; init; } = new("");

    public LogSettings Log { get; init; } = new();

    public SeqSettings Seq { get; init; } = new();

    public MetricsSettings Metrics { get; init; } = new();

    public LabSettings LabIn(string stateFolder) => Lab with { StateFolder = stateFolder };
}

/// <summary>The log files.</summary>
public sealed record LogSettings
{
    /// <summary>How bad something is, mildest first.</summary>
    public enum Severity
    {
        Verbose,
        Debug,
        Information,
        Warning,
        Error,
        Fatal,
    }

    public Severity Level { get; init; } = Severity.Information;

    /// <summary>Where a file ends and the next begins, in bytes.</summary>
    public long FileBytes { get; init; } = 16_000_000;

    public int FilesKept { get; init; } = 10;

    /// <summary>Older files are deleted.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>A Seq server that gets the log as well.</summary>
public sealed record SeqSettings
{
    /// <summary>Null: none.</summary>
    public Uri? Url { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>What may wait on disk while the server cannot be reached, in bytes.</summary>
    public long BufferBytes { get; init; } = 64_000_000;
}

/// <summary>Where the engine's own metrics go.</summary>
public sealed record MetricsSettings
{
    /// <summary>A collector that speaks OTLP over HTTP; null: nothing is exported.</summary>
    public Uri? OtlpUrl { get; init; }
}
