using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;

namespace ActorGaze.Actors.Settings;

/// <summary>The keys of the engine, the log, Seq and the metrics: none changes a result.</summary>
internal static class EngineKeys
{
    private static readonly Real Share = new(new Interval(0, 1));
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly EngineSettings Start = new();

    public static ImmutableArray<Key<EngineSettings>> All { get; } =
    [
        Lab("runs-at-once", new RunCounts(), lab => lab.RunsAtOnce,
            (lab, v) => lab with { RunsAtOnce = v },
            "How many runs train at once: in all, or on each device, as { \"cuda:0\" = 4, cpu = 2 }. auto: one per core without a GPU, one "
            + "per device with one. Two runs of one thread each are faster than one run of two.", "runs"),
        Lab("devices", new ListValue<string>(new DeviceOrAuto(OfNodes: true)), lab => lab.Devices, (lab, v) => lab with { Devices = v },
            "The devices that train, such as [cpu] or [\"cuda:0\", \"gpubox/*\"]: this machine's, and those of other machines as "
            + "NODE/DEVICE, with * for any. Runs are dealt over the devices in turn. auto: every GPU of this machine, or its processor "
            + "where there is none, and every device of every node."),
        Lab("workers", new Choice<WorkerKind>(), lab => lab.Workers, (lab, v) => lab with { Workers = v },
            "Where runs train. process: each in a process of its own, so that a crash costs one run one attempt, and a paused run has "
            + "given all its memory back. thread: in the engine's process, for tests and scripts."),
        Lab("worker-nice", new Whole<int>(0, 19), lab => lab.WorkerNice, (lab, v) => lab with { WorkerNice = v },
            "How far worker processes step back behind other programs of this machine, as nice(1) counts: with 19 they take what nobody "
            + "else wants. Not on Windows."),
        Lab("worker-cpus", new Processors(), lab => lab.WorkerCpus, (lab, v) => lab with { WorkerCpus = v },
            "The processors that worker processes may use, by number, such as \"0-3,6\"; the others stay free. Linux alone."),
        Lab("bits", new Choice<OtherBits>(), lab => lab.Bits, (lab, v) => lab with { Bits = v },
            "What a run does whose checkpoint was made on another processor, GPU, libtorch or number of threads, where the bits would be "
            + "others. tell: the run goes on, and every screen and report says so. strict: the run is paused, and its reason is the "
            + "difference."),
        Lab("read-ahead", new Whole<int>(0, 16), lab => lab.ReadAhead, (lab, v) => lab with { ReadAhead = v },
            "Batches that are made before they are asked for, so that the trainer never waits for an image.", "batches"),
        Lab("gpu-images-share", Share, lab => lab.GpuImagesShare, (lab, v) => lab with { GpuImagesShare = v },
            "The largest share of a GPU's free memory that a run's decoded images may take (50 KB an image). Where they do not fit, "
            + "several threads make the batches. The pixels are the same."),
        Lab("step.timeout", new Duration(Second, 7 * Day), lab => lab.StepTimeout, (lab, v) => lab with { StepTimeout = v },
            "A step that takes longer is a fault, and the run goes on from its newest checkpoint. Where images do not come for so long, "
            + "the runs that need them say so and give their slots to others until the images come. Time in which the engine was stopped "
            + "or the machine asleep does not count."),
        Lab("shutdown.timeout", new Duration(Second, Day), lab => lab.ShutdownTimeout, (lab, v) => lab with { ShutdownTimeout = v },
            "How long the engine may take to save and leave. What is not saved by then is trained again from the last checkpoint."),
        Lab("check-disk", new Flag(), lab => lab.CheckDisk, (lab, v) => lab with { CheckDisk = v },
            "Whether the engine refuses a sweep that needs more disk than is free, for checkpoints and decoded images."),
        Lab("hold-slot", new Flag(), lab => lab.HoldSlot, (lab, v) => lab with { HoldSlot = v },
            "Whether a paused run keeps its slot, so that it can go on at once. Otherwise the next run gets the slot."),
        Lab("checkpoint.max-share", Share, lab => lab.Checkpoints.MaxShare,
            (lab, v) => lab with { Checkpoints = lab.Checkpoints with { MaxShare = v } },
            "The largest share of wall time that saving may take. 0: checkpoints are made at the ends of epochs alone."),
        Lab("checkpoint.min-interval", new Duration(TimeSpan.Zero, 7 * Day), lab => lab.Checkpoints.MinInterval,
            (lab, v) => lab with { Checkpoints = lab.Checkpoints with { MinInterval = v } },
            "The least time between two checkpoints."),
        Lab("retry.max-in-a-row", new Whole<int>(0, 1000), lab => lab.Retry.MaxInARow,
            (lab, v) => lab with { Retry = lab.Retry with { MaxInARow = v } },
            "A run fails after more faults than this without a completed epoch between them.", "faults"),
        Lab("retry.first-delay", new Duration(TimeSpan.Zero, Day), lab => lab.Retry.FirstDelay,
            (lab, v) => lab with { Retry = lab.Retry with { FirstDelay = v } },
            "The wait after the first fault. Each further fault doubles the wait, up to retry.max-delay."),
        Lab("retry.max-delay", new Duration(TimeSpan.Zero, Day), lab => lab.Retry.MaxDelay,
            (lab, v) => lab with { Retry = lab.Retry with { MaxDelay = v } },
            "The longest wait before a run is tried again."),
        Lab("retry.jitter", Share, lab => lab.Retry.Jitter, (lab, v) => lab with { Retry = lab.Retry with { Jitter = v } },
            "A random part of the wait, up to this share, is added to it. So runs do not come back all at once."),
        Lab("snapshot-every", new Whole<int>(1, 1_000_000), lab => lab.SnapshotEvery, (lab, v) => lab with { SnapshotEvery = v },
            "Events between two snapshots of a run's state. With fewer, an engine with long journals starts faster.", "events"),

        Of("journal.url", new JournalUrl(), e => e.Lab.Journal, (e, v) => e with { Lab = e.Lab with { Journal = v } },
            "A database of PostgreSQL that has the journal and the snapshots, in quotes. The password is no part of it: set PGPASSWORD, or "
            + "write it into the file that PGPASSFILE names (else ~/.pgpass). The state folder remembers the address, so that every "
            + "command finds the journal. Empty: the journal that the state folder remembers, and at first SQLite files in it. 'actorgaze "
            + "journal copy' moves one."),
        Lab("checkpoints.folder", new FolderPath(), lab => lab.CheckpointsFolder, (lab, v) => lab with { CheckpointsFolder = v },
            "A folder for checkpoints that every machine of a cluster sees; each names it by its own path. The state folder's checkpoints "
            + "becomes a link to it. Empty: the state folder has them.", top: ""),
        Lab("data.roots", new NamedFolders(), lab => lab.DataRoots, (lab, v) => lab with { DataRoots = v },
            "Names for folders of data, by which another machine finds its own copy. A copy counts only where its images are the same to "
            + "the byte.", top: ""),
        Lab("cluster.listen", new ListenAddress(), lab => lab.Cluster.Listen, (lab, v) =>
            lab with { Cluster = lab.Cluster with { Listen = v } },
            "Where this engine listens for workers on other machines, over TLS. Needs 'actorgaze cluster init'. Empty: no port is opened.",
            top: ""),
        Lab("cluster.lease", new Duration(Second, Day), lab => lab.Cluster.Lease, (lab, v) =>
            lab with { Cluster = lab.Cluster with { Lease = v } },
            "How long a worker on another machine trains without hearing from the engine. When it is over the worker ends, and the run "
            + "goes on elsewhere. A machine that is silent for a sixth of it (half a second to ten) gets no new runs.", top: ""),

        Of("log.level", new Choice<LogSettings.Severity>(), e => e.Log.Level, (e, v) => e with { Log = e.Log with { Level = v } },
            "Messages that are less severe than this are not written."),
        Of("log.file-size", new Bytes(10_000, 10_000_000_000), e => e.Log.FileBytes,
            (e, v) => e with { Log = e.Log with { FileBytes = v } },
            "A file that grows beyond this is closed, and the next one is begun."),
        Of("log.files-kept", new Whole<int>(1, 10_000), e => e.Log.FilesKept, (e, v) => e with { Log = e.Log with { FilesKept = v } },
            "How many files are kept. Older ones are deleted when the next file is begun.", "files"),
        Of("log.keep", new Duration(TimeSpan.FromHours(1), 3650 * Day), e => e.Log.Keep, (e, v) => e with { Log = e.Log with { Keep = v } },
            "How long a file is kept. Older ones are deleted when the next file is begun."),

        Of("seq.url", new Address("http://localhost:5341"), e => e.Seq.Url, (e, v) => e with { Seq = e.Seq with { Url = v } },
            "The server's address, in quotes. Empty: there is no such server."),
        Of("seq.api-key", new Secret(), e => e.Seq.ApiKey, (e, v) => e with { Seq = e.Seq with { ApiKey = v } },
            "The key that the server asks for. Write ${?SEQ_API_KEY} rather than the key itself."),
        Of("seq.buffer-size", new Bytes(100_000, 100_000_000_000), e => e.Seq.BufferBytes,
            (e, v) => e with { Seq = e.Seq with { BufferBytes = v } },
            "Where the buffer is larger, its oldest files are deleted. A file holds a day, or 100MB of it, and the two newest files always "
            + "stay."),

        Of("metrics.otlp.url", new Address("http://localhost:4318"), e => e.Metrics.OtlpUrl,
            (e, v) => e with { Metrics = e.Metrics with { OtlpUrl = v } },
            "A collector that takes OTLP over HTTP, in quotes. /v1/metrics is added where the address has no path. Empty: nothing is "
            + "exported. Headers, such as a key, and the interval are OpenTelemetry's own environment variables."),
    ];

    private static Key<EngineSettings> Of<V>(
        string path, ValueKind<V> kind, Func<EngineSettings, V> get, Func<EngineSettings, V, EngineSettings> put,
        string reason, string unit = "") =>
        Key<EngineSettings>.Of(Start, path, kind, get, put, reason, unit);

    private static Key<EngineSettings> Lab<V>(
        string name, ValueKind<V> kind, Func<LabSettings, V> get, Func<LabSettings, V, LabSettings> put, string reason, string unit = "",
        string top = "engine.") =>
        Of($"{top}{name}", kind, e => get(e.Lab), (e, v) => e with { Lab = put(e.Lab, v) }, reason, unit);
}
