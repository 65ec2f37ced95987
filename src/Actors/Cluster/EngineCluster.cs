using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting.Logging;
using Akka.Remote;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Cluster;

/// <summary>
/// The engine's membership in its cluster. It is an actor system of its own beside the engine's: whatever becomes of it, the engine and the
/// runs on its own machine go on. One that was ended, by the members or by a fault, is begun again.
/// </summary>
internal sealed class EngineCluster : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    // of each of two steps: a member that is not heard is not waited for
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly NodeSettings _settings;
    private readonly (string Host, int Port) _listen;
    private readonly ILoggerFactory? _logging;
    private readonly Authority _authority;
    private readonly Identity _own;
    private readonly PeerCheck _check;
    private readonly CancellationTokenSource _leaving = new();
    private volatile ActorSystem _system;
    private Task? _keeping;

    private EngineCluster(NodeSettings settings, (string Host, int Port) listen, Authority authority, ILoggerFactory? logging)
    {
        (_settings, _listen, _authority, _logging, _own) = (settings, listen, authority, logging, authority.Engine());
        _check = new PeerCheck(_own.AuthorityCertificate, authority.Objection);
        _system = Start();
    }

    /// <summary>Null where the settings do not ask for one.</summary>
    /// <exception cref="InvalidInputException">There is no authority in the state folder.</exception>
    /// <exception cref="PreventedException">The port cannot be listened on.</exception>
    public static EngineCluster? Of(NodeSettings settings, StateFolder folder, ILoggerFactory? logging)
    {
        if (settings.Listen is not { } text || Endpoint.Parse(text) is not { } listen) return null;
        try
        {
            return new EngineCluster(settings, listen, new Authority(folder), logging);
        }
        catch (Exception e) when (e.GetBaseException() is System.Net.Sockets.SocketException or RemoteTransportException)
        {
            throw new PreventedException($"cluster.listen: found {text}, where this machine cannot listen: {e.GetBaseException().Message}",
                e);
        }
    }

    /// <summary>The address by which nodes reach the engine.</summary>
    public Address Address => Transport.AddressOf(_listen.Host, _listen.Port);

    /// <summary>From now on nodes are let in. Once it is open, this does nothing.</summary>
    /// <param name="nodes">Is told what nodes tell, with each node as the sender; what becomes of members; and
    /// <see cref="ClusterLost"/>.</param>
    public void Open(IActorRef nodes)
    {
        if (_keeping is not null) return;
        Begin(_system, nodes);
        _keeping = KeepAsync(nodes);
    }

    /// <summary>Who has signed a text, or why that is not taken.</summary>
    public (Peer? Peer, string? Refusal) Check(Contracts.Nodes.Proof proof, string text) => _check.Of(proof, text);

    public Contracts.Nodes.Proof Prove(string text) => _own.Prove(text);

    /// <summary>Why a node that has joined may not stay; null where it may, or the list cannot be read just now.</summary>
    public string? Objection(Peer peer)
    {
        try
        {
            return _authority.Objection(peer);
        }
        catch (InvalidInputException)
        {
            return null; // whoever connects meanwhile is refused, and the log says why
        }
    }

    /// <summary>
    /// A way between a run's crew here and its part on a node; null where the cluster ends just now. Whoever asks for it closes it.
    /// </summary>
    /// <param name="crew">Is told what comes from the node.</param>
    public IActorRef? Link(IActorRef node, IActorRef crew)
    {
        try
        {
            return _system.ActorOf(LinkActor.Props(node, crew));
        }
        catch (InvalidOperationException)
        {
            return null; // it is terminating
        }
    }

    /// <summary>Ends the membership of a node, and the connection to it: neither end can use it again.</summary>
    public void Expel(Address node)
    {
        var (system, cluster) = (_system, Akka.Cluster.Cluster.Get(_system));
        var uid = cluster.State.Members.FirstOrDefault(member => member.Address.Equals(node))?.UniqueAddress.Uid;
        cluster.Down(node);
        ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Quarantine(node, uid);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync().ConfigureAwait(false);
        if (_keeping is { } keeping) await keeping.ConfigureAwait(false);
        await ((Task)CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance)).WaitAsync(LongestEnd)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _system.Terminate().WaitAsync(LongestEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _own.Dispose();
        _leaving.Dispose();
    }

    private ActorSystem Start()
    {
        var setup = BootstrapSetup.Create()
            .WithConfig(Transport.Config(_listen.Host, _listen.Port, MemberRole.Engine, Transport.PauseOf(_settings.Lease))
                .WithFallback(Transport.Logging(_logging is not null)))
            .And(Transport.Tls(_own, _check));
        if (_logging is not null) setup = setup.And(new LoggerFactorySetup(_logging));
        return ActorSystem.Create(Transport.SystemName, setup);
    }

    private static void Begin(ActorSystem system, IActorRef nodes)
    {
        system.ActorOf(GatewayActor.Props(nodes), Transport.EngineActor);
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
    }

    private async Task KeepAsync(IActorRef nodes)
    {
        var left = Task.Delay(Timeout.Infinite, _leaving.Token);
        while (true)
        {
            await Task.WhenAny(_system.WhenTerminated, left).ConfigureAwait(false);
            if (_leaving.IsCancellationRequested) return;
            nodes.Tell(new ClusterLost());
            await Task.Delay(BetweenTries, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                _system = Start();
                Begin(_system, nodes);
            }
            catch (Exception e) // whatever it is, the engine goes on without nodes meanwhile
            {
                _logging?.CreateLogger<EngineCluster>()
                    .LogWarning(e, "The cluster could not be begun again on {Listen}; it is tried once more", _settings.Listen);
            }
        }
    }
}

/// <summary>The engine's membership was ended. It is begun again, with no node.</summary>
internal sealed record ClusterLost;
