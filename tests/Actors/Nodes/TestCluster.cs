using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Actors.Workers;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tests.Actors.Workers;
using ActorGaze.Tests.Tui.EndToEnd;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Tests.Actors.Nodes;

/// <summary>An engine that takes nodes in, and nodes as processes of the built program, all on loopback.</summary>
internal sealed class TestCluster : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(120); // against hanging; nothing waits for it to pass

    private readonly List<Process> _nodes = [];
    private readonly KeptLog _log = new();

    public TestCluster(string data)
    {
        Data = data;
        Port = FreePort();
        Authority = new Authority(Folder);
        PrivateFiles.MakeFolder(Folder.Root);
        Authority.Init(TimeProvider.System.GetUtcNow());
        Settings = new LabSettings(Folder.Root)
        {
            RunsAtOnce = 1, Retry = TestEngine.Quick with { MaxInARow = 6 }, Devices = ["*/*"], CheckpointsFolder = Path.Combine(Root, "checkpoints"),
            DataRoots = ImmutableSortedDictionary<string, string>.Empty.Add("phantoms", data),
            Cluster = new NodeSettings($"127.0.0.1:{Port}", Lease),
        };
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("cluster-").FullName;

    public StateFolder Folder => new(Path.Combine(Root, "engine"));

    public string Data { get; }

    public int Port { get; }

    public Authority Authority { get; }

    /// <summary>Of nodes that are told nothing else. Long, so that a busy machine loses no node; a test that waits for a loss takes <see cref="Short"/>.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(60);

    public static TimeSpan Short { get; } = TimeSpan.FromSeconds(10);

    public LabSettings Settings { get; set; }

    /// <summary>What the engine has logged.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    /// <summary>Called with each line that the engine logs.</summary>
    public Action<string>? Heard
    {
        set => _log.Heard = value;
    }

    public string StateOf(string node) => Path.Combine(Root, node);

    public Task<Lab> StartAsync(EngineObserver? observer = null) => Lab.StartAsync(
        Settings, new LabServices { Worker = new WorkerProgram(Actorgaze.Program, ["worker"]), Logging = _log.Factory, Observer = observer }, TestEngine.Cancel);

    /// <summary>An identity file for a node.</summary>
    public string Invite(string node, Authority? authority = null)
    {
        var file = Path.Combine(Root, $"{node}-{Guid.NewGuid():N}.identity");
        using var identity = (authority ?? Authority).Invite(node, TimeProvider.System.GetUtcNow());
        identity.Save(file);
        return file;
    }

    public Process Node(string name, string? identity = null, string? checkpoints = null, int runs = 1, params string[] more)
    {
        string[] settings =
        [
            $"engine.runs-at-once={runs}", "engine.devices=[cpu]", $"cluster.lease={Settings.Cluster.Lease.TotalSeconds}s", $"checkpoints.folder={checkpoints ?? Path.Combine(Root, "checkpoints")}",
            $"data.roots={{phantoms=\"{Data}\"}}", .. more,
        ];
        var start = new ProcessStartInfo(
            Actorgaze.Program,
            ["worker", "--join", $"127.0.0.1:{Port}", "--identity", identity ?? Invite(name), "--state", StateOf(name), .. settings.SelectMany(s => new[] { "--set", s })])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var node = Process.Start(start)!;
        _nodes.Add(node);
        return node;
    }

    public async Task JoinedAsync(Process node)
    {
        while (await node.StandardOutput.ReadLineAsync(TestEngine.Cancel) is { } line)
            if (line.Contains("has joined", StringComparison.Ordinal)) return;
        Assert.Fail(await node.StandardError.ReadToEndAsync(TestEngine.Cancel));
    }

    /// <summary>Until the engine has logged a line that holds all of these.</summary>
    public async Task LoggedAsync(params string[] words)
    {
        var waiting = TimeProvider.System.GetTimestamp();
        while (!_log.Lines.Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal))))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(waiting) < LongestWait, $"Nothing says {string.Join(" … ", words)} in:\n{string.Join('\n', _log.Lines)}");
            await Task.Delay(20, TestEngine.Cancel);
        }
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            if (!node.HasExited)
            {
                WorkerList.Signal("CONT", [node.Id]);
                node.Kill();
                node.WaitForExit();
            }

            node.Dispose();
        }

        foreach (var state in Directory.GetDirectories(Root)) WorkerList.End(state);
        Directory.Delete(Root, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class KeptLog : ILoggerProvider
    {
        public KeptLog() => Factory = LoggerFactory.Create(to => to.AddProvider(this).SetMinimumLevel(LogLevel.Information));

        public ConcurrentQueue<string> Lines { get; } = new();

        public Action<string>? Heard { get; set; }

        public ILoggerFactory Factory { get; }

        public ILogger CreateLogger(string categoryName) => new Kept(this);

        public void Dispose() { }

        private sealed class Kept(KeptLog log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var line = $"{logLevel} {formatter(state, exception)} {exception?.GetBaseException().Message}";
                log.Lines.Enqueue(line);
                log.Heard?.Invoke(line);
            }
        }
    }
}
