using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Telemetry;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>What a trainer works with.</summary>
internal sealed record TrainerWiring(
    CrewOrder.Begin Begin, BatchSource Source, IActorRef Loader, IActorRef Cams, TimeProvider Clock, EngineObserver? Observer);
