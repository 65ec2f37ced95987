using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Images;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Nodes;

/// <summary>This machine as a node of an engine on another: joins, trains what it is given, and joins again when it was parted.</summary>
public sealed class NodeHost
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(15);

    private readonly LabSettings _settings;
    private readonly Identity _own;
    private readonly (string Host, int Port) _engine;
    private readonly ILoggerFactory? _logging;
    private readonly WorkerProgram _program;
    private readonly Action<NodeNews> _told;

    /// <param name="settings">Of this machine: devices, runs at once, data roots, the folder of checkpoints, the state folder.</param>
    /// <param name="engine">As HOST:PORT.</param>
    /// <param name="program">What a worker process is.</param>
    /// <param name="told">Is told what becomes of the node.</param>
    /// <exception cref="InvalidInputException">The address is none.</exception>
    public NodeHost(LabSettings settings, Identity own, string engine, WorkerProgram program, ILoggerFactory? logging,
        Action<NodeNews> told)
    {
        (_settings, _own, _program, _logging, _told) = (settings, own, program, logging, told);
        _engine = Endpoint.Parse(engine)
            ?? throw new InvalidInputException($"--join: found '{engine}'; allowed: HOST:PORT, as the engine's cluster.listen has it.");
    }

    /// <summary>Until it is cancelled or refused.</summary>
    /// <returns>Why the engine does not take it; null where it was cancelled.</returns>
    /// <exception cref="InvalidInputException">The settings do not fit this machine.</exception>
    /// <exception cref="PreventedException">No worker process can be started.</exception>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var folder = new StateFolder(Path.GetFullPath(_settings.StateFolder));
        folder.Prepare();
        using var held = EngineLock.Take(folder);
        folder.PutCheckpoints(_settings.CheckpointsFolder);
        using var pool = EngineWorkers.Pool(_settings with { Workers = WorkerKind.Process }, new LabServices { Worker = _program },
            folder)!;
        var cuda = await EngineWorkers.CudaCountAsync(pool, cancel).ConfigureAwait(false);
        var slots = SlotPlan.Of(_settings, Environment.ProcessorCount, cuda).Slots;
        var up = await EngineWorkers.FirstUpAsync(pool, EngineWorkers.LongestStart, TimeProvider.System, cancel).ConfigureAwait(false);
        var check = new PeerCheck(_own.AuthorityCertificate, _ => null);
        var (process, began) = ($"{Guid.NewGuid():N}", Stopwatch.GetTimestamp());
        var engine = Transport.AddressOf(_engine.Host, _engine.Port);
        _ = OwnAddress(); // at the first start, an address that leads nowhere is told
        var refused = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!cancel.IsCancellationRequested)
        {
            var wiring = new NodeWiring(_own, check, engine, process, () => Stopwatch.GetElapsedTime(began), folder, pool, ImagesOf(folder),
                slots, up.Devices, _settings.DataRoots, _settings.ShutdownTimeout, news =>
            {
                _told(news);
                if (news is NodeNews.Refused no) refused.TrySetResult(no.Reason);
            });
            if (TryStart(wiring) is not var (system, node))
            {
                await Task.Delay(BetweenTries, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await Task.WhenAny(system.WhenTerminated, refused.Task, Task.Delay(Timeout.Infinite, cancel)).ConfigureAwait(false);
            if (cancel.IsCancellationRequested) await SaveAsync(system, node).ConfigureAwait(false);
            await EndAsync(system).ConfigureAwait(false);
            if (refused.Task.IsCompleted) return await refused.Task.ConfigureAwait(false);
            if (cancel.IsCancellationRequested) return null;
            _told(new NodeNews.Parted());
            await Task.Delay(BetweenTries, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    /// <summary>Null where the network is away just now.</summary>
    private (ActorSystem System, IActorRef Node)? TryStart(NodeWiring wiring)
    {
        try
        {
            return Start(wiring);
        }
        catch (InvalidInputException e)
        {
            _logging?.CreateLogger<NodeHost>().LogWarning("{Reason}", e.Message);
            return null;
        }
    }

    private (ActorSystem System, IActorRef Node) Start(NodeWiring wiring)
    {
        var setup = BootstrapSetup.Create()
            .WithConfig(Transport.Config(OwnAddress(), 0, MemberRole.Worker, Transport.PauseOf(_settings.Cluster.Lease))
                .WithFallback(Transport.Logging(_logging is not null)))
            .And(Transport.Tls(_own, wiring.Check));
        if (_logging is not null) setup = setup.And(new LoggerFactorySetup(_logging));
        var system = ActorSystem.Create(Transport.SystemName, setup);
        var node = system.ActorOf(NodeActor.Props(wiring), "node");
        Akka.Cluster.Cluster.Get(system).JoinSeedNodes([wiring.Engine]);
        return (system, node);
    }

    /// <summary>
    /// Its runs are saved and stopped, and the engine has written that down: for as long as the setting allows, and then its crews end.
    /// </summary>
    private async Task SaveAsync(ActorSystem system, IActorRef node)
    {
        var saved = node.Ask<NodeActor.MayGo>(new NodeActor.Leave(), _settings.ShutdownTimeout + LongestEnd);
        await Task.WhenAny(saved, system.WhenTerminated).ConfigureAwait(false);
    }

    /// <summary>The members are told that it leaves, where they can be.</summary>
    private static async Task EndAsync(ActorSystem system)
    {
        if (system.WhenTerminated.IsCompleted) return;
        await ((Task)CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance)).WaitAsync(LongestEnd)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await system.Terminate().WaitAsync(LongestEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Has the sources of assemblies write their images down.</summary>
    public SourceReader Sources { get; init; } = new(null);

    private Props ImagesOf(StateFolder folder) =>
        ImagesActor.Props(new ImagesWiring(_settings, folder, ActorRefs.Nobody, TimeProvider.System) { Export = Sources.Folder });

    /// <summary>The address of this machine from which it reaches the engine.</summary>
    /// <exception cref="InvalidInputException">The engine's name has no address.</exception>
    private string OwnAddress()
    {
        try
        {
            using var socket = new UdpClient(_engine.Host, _engine.Port); // sends nothing
            return ((IPEndPoint)socket.Client.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException e)
        {
            throw new InvalidInputException(
                $"--join: found '{_engine.Host}:{_engine.Port}', which leads nowhere ({e.Message}); allowed: the engine's HOST:PORT.", e);
        }
    }
}
