using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ActorGaze.Actors.Engine.Census;

/// <summary>A mailbox that knows how many messages were taken out of it.</summary>
internal interface ICountsMessages
{
    long Taken { get; }
}

/// <summary>Akka's default mailbox, counting.</summary>
public sealed class CountingMailbox(Akka.Actor.Settings settings, Config config) : MailboxType(settings, config),
    IProducesMessageQueue<UnboundedMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue();

    private sealed class Queue : CountingQueue<UnboundedMessageQueue>, IUnboundedMessageQueueSemantics;
}

/// <summary>The mailbox of actors that stash, counting.</summary>
public sealed class CountingDequeMailbox(Akka.Actor.Settings settings, Config config) : MailboxType(settings, config),
    IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue();

    private sealed class Queue : CountingQueue<UnboundedDequeMessageQueue>, IUnboundedDequeBasedMessageQueueSemantics
    {
        public void EnqueueFirst(Envelope envelope)
        {
            PutBack();
            Inner.EnqueueFirst(envelope);
        }
    }
}

/// <summary>Counts what is taken out of another queue. Only one thread takes at a time; any may look.</summary>
internal abstract class CountingQueue<TQueue> : IMessageQueue, ICountsMessages
    where TQueue : IMessageQueue, new()
{
    private long _taken;

    public long Taken => Volatile.Read(ref _taken);

    public bool HasMessages => Inner.HasMessages;

    public int Count => Inner.Count;

    protected TQueue Inner { get; } = new();

    public void Enqueue(IActorRef receiver, Envelope envelope) => Inner.Enqueue(receiver, envelope);

    public bool TryDequeue(out Envelope envelope)
    {
        if (!Inner.TryDequeue(out envelope)) return false;
        _taken++;
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => Inner.CleanUp(owner, deadletters);

    /// <summary>What was stashed will be taken again.</summary>
    protected void PutBack() => _taken--;
}
