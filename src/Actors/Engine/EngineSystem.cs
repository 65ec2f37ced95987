using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Persistence;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting.Logging;

namespace ActorGaze.Actors.Engine;

/// <summary>The actor system of an engine that starts.</summary>
internal static class EngineSystem
{
    public static ActorSystem Start(LabServices services, HeldFolder held)
    {
        var setup = held.Setup.And(BootstrapSetup.Create().WithConfig(EngineConfig.Of(services.Logging is not null, held.Config)));
        if (services.Logging is { } logging) setup = setup.And(new LoggerFactorySetup(logging));
        var system = ActorSystem.Create("actorgaze", setup);
        ((ExtendedActorSystem)system).SystemActorOf(DeadBatchesActor.Props(), "dead-batches"); // outlives those whose batches it disposes
        return system;
    }
}
