using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts;

/// <summary>How an engine runs: what it may use and how long it waits. Changes no run's bits.</summary>
public sealed record LabSettings(string StateFolder)
{
    /// <summary>Null: one per core on CPUs, one per device otherwise.</summary>
    public RunsAtOnce? RunsAtOnce { get; init; }

    /// <summary>
    /// Where in PostgreSQL the journal is; null: where the state folder remembers it, and at first in the state folder.
    /// </summary>
    public JournalAddress? Journal { get; init; }

    /// <summary>
    /// <c>auto</c>, or devices such as <c>cpu</c>, <c>cuda:0</c>; slots are dealt over them in turn. Where <see cref="RunsAtOnce"/> has a
    /// number for each device, <c>auto</c> stands for these devices.
    /// </summary>
    public ImmutableArray<string> Devices { get; init; } = ["auto"];

    /// <summary>Where crews live. A host that names no worker program has them in its own process, whatever this says.</summary>
    public WorkerKind Workers { get; init; } = WorkerKind.Process;

    /// <summary>Added to the niceness of worker processes, 0 to 19: the higher, the more they let other programs go first.</summary>
    public int WorkerNice { get; init; }

    /// <summary>The processors that worker processes may use, as <see cref="CpuList"/> reads them; null: all.</summary>
    public string? WorkerCpus { get; init; }

    /// <summary>What a run does that would go on where the bits would be others.</summary>
    public OtherBits Bits { get; init; } = OtherBits.Tell;

    /// <summary>Batches a loader makes beyond the one asked for, 0 to 16.</summary>
    public int ReadAhead { get; init; } = 1;

    /// <summary>The largest share of a GPU's free memory, in [0, 1], that the decoded images of a run may take.</summary>
    public double GpuImagesShare { get; init; } = 0.25;

    public CheckpointSettings Checkpoints { get; init; } = new();

    /// <summary>A folder that every machine sees, for checkpoints; null: the state folder's own.</summary>
    public string? CheckpointsFolder { get; init; }

    /// <summary>Full paths of data folders by names that every machine knows them by.</summary>
    public ImmutableSortedDictionary<string, string> DataRoots { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public NodeSettings Cluster { get; init; } = new();

    public RetrySettings Retry { get; init; } = new();

    /// <summary>
    /// A step that takes longer is a fault; images that do not come for so long are told of.
    /// Time in which the engine was stopped, or the machine asleep, does not count.
    /// </summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long leaving may take before what is not saved is left to the last checkpoint.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A sweep that needs more disk than is free is refused.</summary>
    public bool CheckDisk { get; init; } = true;

    /// <summary>A paused run keeps its slot.</summary>
    public bool HoldSlot { get; init; }

    /// <summary>Events between snapshots of a run's folded state.</summary>
    public int SnapshotEvery { get; init; } = 100;
}

/// <summary>How an engine takes other machines in.</summary>
/// <param name="Listen">As HOST:PORT, the way that the others reach it; null: it takes none in.</param>
/// <param name="Lease">How long a worker on another machine trains and saves without the engine's word.</param>
public sealed record NodeSettings(string? Listen, TimeSpan Lease)
{
    public NodeSettings() : this(null, TimeSpan.FromSeconds(30)) { }
}

/// <summary>Where crews live.</summary>
public enum WorkerKind
{
    /// <summary>Each in a process of its own: what ends that process costs its run one attempt, and nothing else.</summary>
    Process,

    /// <summary>In the engine's process.</summary>
    Thread,
}

/// <summary>What becomes of a run that would go on under facts that give other bits.</summary>
public enum OtherBits
{
    /// <summary>It goes on. Screens, commands, the log and the report say so.</summary>
    Tell,

    /// <summary>It is paused, with the difference.</summary>
    Strict,
}

/// <summary>When checkpoints inside an epoch are made.</summary>
/// <param name="MaxShare">Greatest share of wall time that saving may take, in [0, 1]; 0: at epochs' ends alone.</param>
/// <param name="MinInterval">Least time between two of them.</param>
public sealed record CheckpointSettings(double MaxShare, TimeSpan MinInterval)
{
    public CheckpointSettings() : this(0.05, TimeSpan.FromSeconds(60)) { }
}

/// <summary>What follows a forgivable fault.</summary>
/// <param name="MaxInARow">Faults without a completed epoch between them before the run fails.</param>
/// <param name="FirstDelay">The wait after the first; it doubles.</param>
/// <param name="MaxDelay">The longest wait.</param>
/// <param name="Jitter">Share of the wait added at random, in [0, 1].</param>
public sealed record RetrySettings(int MaxInARow, TimeSpan FirstDelay, TimeSpan MaxDelay, double Jitter)
{
    public RetrySettings() : this(5, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), 0.2) { }
}
