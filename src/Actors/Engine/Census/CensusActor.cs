using System.Collections.Immutable;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Census;

/// <summary>Answered with the <see cref="CensusNode"/> of the engine's root.</summary>
public sealed record GetCensus;

/// <summary>
/// Remembers who started when and was restarted why, as the actor system tells it; walks the tree and counts messages only when asked.
/// </summary>
public sealed class CensusActor : ReceiveActor
{
    private static readonly TimeSpan ShortestCount = TimeSpan.FromMilliseconds(400);

    private readonly TimeProvider _clock;
    private readonly Dictionary<IActorRef, Life> _lives = [];
    private readonly Dictionary<IActorRef, Traffic> _traffic = [];
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
        Receive<ActorRestarted>(again => _lives[again.Subject] = LifeOf(again.Subject) is var life
            ? life with { Restarts = life.Restarts + 1, Reason = again.Reason.Message } : life);
        Receive<ActorStopped>(gone =>
        {
            _lives.Remove(gone.Subject);
            _traffic.Remove(gone.Subject);
        });
        Receive<GetCensus>(_ => Sender.Tell(Look(root)));
    }

    public static Props Props(TimeProvider clock) => Akka.Actor.Props.Create(() => new CensusActor(clock));

    private Life LifeOf(IActorRef actor) =>
        _lives.GetValueOrDefault(actor) ?? new Life(_began, 0, null); // who was not heard of started before it

    private CensusNode Look(IActorRef actor)
    {
        var life = LifeOf(actor);
        var cell = actor as ActorRefWithCell;
        return new CensusNode(
            actor.Path.ToStringWithoutAddress(), actor.Path.Name, cell?.Underlying.NumberOfMessages
                ?? 0, MessagesPerSecond(actor, cell, life), life.Restarts, life.Reason,
            _clock.GetElapsedTime(life.Since).TotalSeconds,
            [.. (cell?.Children ?? []).OrderBy(child => child.Path.Name, StringComparer.Ordinal).Select(Look)]);
    }

    /// <summary>Since the census before; at the first one, since the actor started.</summary>
    private double? MessagesPerSecond(IActorRef actor, ActorRefWithCell? cell, Life life)
    {
        if (cell?.Underlying is not ActorCell { Mailbox.MessageQueue: ICountsMessages queue }) return null;
        var last = _traffic.GetValueOrDefault(actor) ?? new Traffic(life.Since, 0, null);
        var elapsed = _clock.GetElapsedTime(last.Since);
        // another watcher has just asked
        if (elapsed <= TimeSpan.Zero || (last.PerSecond is not null && elapsed < ShortestCount)) return last.PerSecond;
        var (now, taken) = (_clock.GetTimestamp(), queue.Taken);
        var rate = (taken - last.Taken) / elapsed.TotalSeconds;
        _traffic[actor] = new Traffic(now, taken, rate);
        return rate;
    }

    /// <summary>Messages taken until a moment, and how many a second before it.</summary>
    private sealed record Traffic(long Since, long Taken, double? PerSecond);

    private sealed record Life(long Since, int Restarts, string? Reason);
}
