using System.Net.Sockets;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting.Logging;

namespace ActorGaze.Actors.Engine;

/// <summary>The actor system of an engine that starts. With <c>cluster.listen</c> it is the first member of a cluster.</summary>
internal static class EngineSystem
{
    /// <summary>The engine's part in a cluster; null where it takes no other machine in.</summary>
    /// <exception cref="InvalidInputException">There is no authority in the state folder.</exception>
    public static Membership? MembershipOf(LabSettings settings, StateFolder folder) => settings.Cluster.Listen is null ? null : new Membership(folder);

    /// <exception cref="PreventedException">The port cannot be listened on.</exception>
    public static ActorSystem Start(LabSettings settings, LabServices services, HeldFolder held)
    {
        var config = EngineConfig.Of(services.Logging is not null);
        var setup = Databases.Options(held.Folder.Journal, held.Folder.Snapshots).And(held.Guard.ForActors());
        if (services.Logging is { } logging) setup = setup.And(new LoggerFactorySetup(logging));
        var listen = settings.Cluster.Listen is { } text ? Endpoint.Parse(text) : null;
        if (listen is { } at)
        {
            config = Transport.Config(at.Host, at.Port, MemberRole.Engine, Transport.PauseOf(settings.Cluster.Lease)).WithFallback(config);
            setup = setup.And(Transport.Tls(services.Membership!.Own, services.Membership.Check));
        }

        var system = Create(setup.And(BootstrapSetup.Create().WithConfig(config)), settings.Cluster.Listen);
        ((ExtendedActorSystem)system).SystemActorOf(DeadBatchesActor.Props(), "dead-batches"); // outlives those whose batches it disposes
        if (listen is not null) JoinSelf(system);
        return system;
    }

    private static void JoinSelf(ActorSystem system)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
    }

    private static ActorSystem Create(ActorSystemSetup setup, string? listen)
    {
        try
        {
            return ActorSystem.Create(Transport.SystemName, setup);
        }
        catch (Exception e) when (listen is not null && e.GetBaseException() is SocketException or Akka.Remote.RemoteTransportException)
        {
            throw new PreventedException($"cluster.listen: found {listen}, where this machine cannot listen: {e.GetBaseException().Message}", e);
        }
    }
}
