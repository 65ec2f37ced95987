using System.Collections.Immutable;
using Akka.Actor;

namespace ActorGaze.Actors.Census;

/// <summary>Answered with the <see cref="CensusNode"/> of the engine's root.</summary>
public sealed record WhoIsThere;

/// <summary>Remembers who started when and was restarted why, as the actor system tells it; walks the tree only when asked.</summary>
public sealed class CensusActor : ReceiveActor
{
    private readonly TimeProvider _clock;
    private readonly Dictionary<IActorRef, Life> _lives = [];
    private readonly long _began;

    public CensusActor(TimeProvider clock)
    {
        _clock = clock;
        var root = Context.Parent;
        _began = clock.GetTimestamp();
        Context.System.EventStream.Subscribe(Self, typeof(ActorStarted));
        Context.System.EventStream.Subscribe(Self, typeof(ActorRestarted));
        Context.System.EventStream.Subscribe(Self, typeof(ActorStopped));

        Receive<ActorStarted>(started => _lives.TryAdd(started.Subject, new Life(_clock.GetTimestamp(), 0, null)));
        Receive<ActorRestarted>(again => _lives[again.Subject] = LifeOf(again.Subject) is var life ? life with { Restarts = life.Restarts + 1, Reason = again.Reason.Message } : life);
        Receive<ActorStopped>(gone => _lives.Remove(gone.Subject));
        Receive<WhoIsThere>(_ => Sender.Tell(Look(root)));
    }

    public static Props Props(TimeProvider clock) => Akka.Actor.Props.Create(() => new CensusActor(clock));

    private Life LifeOf(IActorRef actor) => _lives.GetValueOrDefault(actor) ?? new Life(_began, 0, null); // who was not heard of started before it

    private CensusNode Look(IActorRef actor)
    {
        var life = LifeOf(actor);
        var cell = actor as ActorRefWithCell;
        return new CensusNode(
            actor.Path.ToStringWithoutAddress(), actor.Path.Name, null, cell?.Underlying.NumberOfMessages ?? 0, null, life.Restarts, life.Reason,
            _clock.GetElapsedTime(life.Since).TotalSeconds, [.. (cell?.Children ?? []).OrderBy(child => child.Path.Name, StringComparer.Ordinal).Select(Look)]);
    }

    private sealed record Life(long Since, int Restarts, string? Reason);
}
