using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Actors.Workers;

namespace ActorGaze.Benchmarks;

/// <summary>
/// Eight short runs on one, two and three nodes of this machine, over TLS on loopback: the time, and what goes between the engine and its nodes.
/// The engine is in this process.
/// </summary>
internal static class Cluster
{
    private const int Runs = 8;
    private const int Level = 2;
    private const int Epochs = 4;
    private const string Sweep = "cluster";

    public static Table Measure(Material material)
    {
        var found = Enumerable.Range(1, 3).Select(nodes => MeasureAsync(material, nodes).GetAwaiter().GetResult()).ToList();
        return new Table(
            $"{Runs} runs of level {Level}, {Epochs} epochs each, on nodes of this machine with one run at once each",
            ["nodes", "until all have joined, s", "all runs, s", "of one node's time", "messages/s for each run that trains", "KB/s for each run that trains", "engine's memory, MB"],
            [
                .. found.Select((at, i) => (string[])
                [
                    $"{i + 1}", $"{at.Joined:0.0}", $"{at.Seconds:0}", $"{at.Seconds / found[0].Seconds:0.00}", $"{at.Messages / at.RunSeconds:0.0}",
                    $"{at.Bytes / at.RunSeconds / 1000:0.0}", $"{at.Memory:0}",
                ]),
            ]);
    }

    private static async Task<Figures> MeasureAsync(Material material, int nodes)
    {
        var root = Path.Combine(material.Folder, $"cluster-{nodes}");
        var (engine, checkpoints, port) = (new StateFolder(Path.Combine(root, "engine")), Path.Combine(root, "checkpoints"), FreePort());
        PrivateFiles.MakeFolder(engine.Root);
        var authority = new Authority(engine);
        authority.Init(TimeProvider.System.GetUtcNow());
        using var wire = new Wire();
        var settings = new LabSettings(engine.Root)
        {
            Devices = ["*/*"], CheckpointsFolder = checkpoints, Cluster = new NodeSettings($"127.0.0.1:{port}", TimeSpan.FromSeconds(30)),
        };
        settings = settings with { DataRoots = settings.DataRoots.Add("phantoms", material.Root) };
        await using var lab = await Lab.StartAsync(settings, new LabServices { Worker = new WorkerProgram(Daemon.Program, ["worker"]) });
        var started = new List<Process>();
        try
        {
            var begun = Stopwatch.GetTimestamp();
            for (var n = 1; n <= nodes; n++) started.Add(Node(root, authority, $"n{n}", port, material.Root, checkpoints));
            while (lab.Nodes.Length < nodes) await Task.Delay(20);
            var joined = Stopwatch.GetElapsedTime(begun).TotalSeconds;

            wire.Begin();
            begun = Stopwatch.GetTimestamp();
            var spec = new RunSpec(new RunId("x")) { Level = Level, Epochs = Epochs, GazeWeight = 50, Data = material.Root, Sweep = Sweep };
            Daemon.Demand(await lab.SubmitAsync(SweepSpec.Of(Sweep, Enumerable.Range(1, Runs).Select(n => spec with { Id = new RunId($"{Sweep}-{n}"), Seed = n }))));
            await lab.WaitAsync(Sweep);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            await Task.Delay(Wire.Interval * 2); // the last count
            return new Figures(joined, seconds, seconds * nodes, wire.Messages, wire.Bytes, ProcessFigures.Megabytes(Environment.ProcessId));
        }
        finally
        {
            foreach (var node in started)
            {
                node.Kill();
                await node.WaitForExitAsync();
                node.Dispose();
            }
        }
    }

    private static Process Node(string root, Authority authority, string name, int port, string data, string checkpoints)
    {
        var identity = Path.Combine(root, $"{name}.identity");
        using (var invited = authority.Invite(name, TimeProvider.System.GetUtcNow())) invited.Save(identity);
        string[] sets = ["engine.runs-at-once=1", "engine.devices=[cpu]", $"checkpoints.folder={checkpoints}", $"data.roots={{phantoms=\"{data}\"}}"];
        return Process.Start(new ProcessStartInfo(
            Daemon.Program,
            ["worker", "--join", $"127.0.0.1:{port}", "--identity", identity, "--state", Path.Combine(root, name), .. sets.SelectMany(set => new[] { "--set", set })])
        {
            RedirectStandardOutput = true,
        })!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Figures(double Joined, double Seconds, double RunSeconds, long Messages, long Bytes, double Memory);

    /// <summary>What this process's sockets carry, as the runtime counts it, and the messages of crews on nodes, both ways.</summary>
    private sealed class Wire : EventListener
    {
        public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

        private readonly Dictionary<string, double> _bytes = [];
        private readonly MeterListener _meter = new();
        private readonly Lock _guard = new();
        private double _before;
        private long _messages;

        public Wire()
        {
            _meter.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == Instruments.NodeMessagesName) listener.EnableMeasurementEvents(instrument);
            };
            _meter.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _messages, value));
            _meter.Start();
        }

        public long Messages => Interlocked.Read(ref _messages);

        public long Bytes
        {
            get
            {
                lock (_guard) return (long)(_bytes.Values.Sum() - _before);
            }
        }

        public void Begin()
        {
            lock (_guard) _before = _bytes.Values.Sum();
            Interlocked.Exchange(ref _messages, 0);
        }

        public override void Dispose()
        {
            _meter.Dispose();
            base.Dispose();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Sockets")
                EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.All, new Dictionary<string, string?> { ["EventCounterIntervalSec"] = $"{Interval.TotalSeconds:0}" });
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData is not { EventName: "EventCounters", Payload: [IDictionary<string, object> counter, ..] }) return;
            if (counter.TryGetValue("Name", out var name) && name is "bytes-received" or "bytes-sent" && counter.TryGetValue("Mean", out var total))
                lock (_guard) _bytes[$"{name}"] = (double)total;
        }
    }
}
