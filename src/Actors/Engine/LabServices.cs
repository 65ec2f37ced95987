using ActorGaze.Actors.Telemetry;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Engine;

/// <summary>What an engine takes from its host.</summary>
public sealed record LabServices
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the log goes; null: nowhere.</summary>
    public ILoggerFactory? Logging { get; init; }

    /// <summary>Who watches events, steps and saves from the inside; null: nobody.</summary>
    public EngineObserver? Observer { get; init; }

    /// <summary>Bytes that are free on the disk of a folder.</summary>
    public Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;
}
