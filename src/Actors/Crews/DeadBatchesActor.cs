using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Crews;

/// <summary>Disposes batches that nobody received: their trainer was gone when they came.</summary>
internal sealed class DeadBatchesActor : ReceiveActor
{
    public DeadBatchesActor() => Receive<AllDeadLetters>(letter =>
    {
        if (letter.Message is BatchReady lost) lost.Batch.Dispose();
    });

    public static Props Props() => Akka.Actor.Props.Create(() => new DeadBatchesActor());

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(AllDeadLetters));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
