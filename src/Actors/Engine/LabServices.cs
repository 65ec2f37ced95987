using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Engine.Nodes;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Actors.Workers;
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

    /// <summary>What a worker process is; null: crews live in the engine's own process, whatever the settings say.</summary>
    public WorkerProgram? Worker { get; init; }

    /// <summary>Reads what assemblies bring.</summary>
    public PluginReader Plugins { get; init; } = new(null);

    /// <summary>The workers of an engine that has started; null where crews live in its own process.</summary>
    internal WorkerPool? Pool { get; init; }

    /// <summary>The engine's membership in a cluster; null where it takes no other machine in.</summary>
    internal EngineCluster? Cluster { get; init; }

    /// <summary>What is read of metrics.db while the engine's actors are made; null: they read it themselves.</summary>
    internal OpeningProjection? Projection { get; init; }

    /// <summary>The nodes, for whoever looks.</summary>
    internal NodesInView Nodes { get; init; } = new();

    /// <summary>Bytes that are free on the disk of a folder.</summary>
    public Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;
}
