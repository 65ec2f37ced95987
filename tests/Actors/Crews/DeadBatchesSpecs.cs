using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Data.Batches;
using Akka.Actor;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>Batches that came when their trainer was gone.</summary>
[Slow]
public sealed class DeadBatchesSpecs : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("dead", """
        akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off
          actor.default-mailbox.mailbox-type = "ActorGaze.Actors.Engine.Census.CountingMailbox, ActorGaze.Actors" }
        """);

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData("gone")]
    [InlineData("waiting in its mailbox")]
    public async Task A_batch_that_nobody_received_is_disposed(string how)
    {
        var undertaker = _system.ActorOf(DeadBatchesActor.Props());
        await undertaker.Ask<ActorIdentity>(new Identify(0), Cancel);
        var trainer = _system.ActorOf(Props.Empty);
        var batch = new Batch(zeros(1, 1, 2, 2).DetachFromDisposeScope(), zeros(1, ScalarType.Int64).DetachFromDisposeScope());

        if (how == "gone") await trainer.GracefulStop(TimeSpan.FromSeconds(10));
        else trainer.Tell(PoisonPill.Instance);
        trainer.Tell(new BatchReady(1, new BatchPlace(1, false, 0), batch));
        if (how != "gone") await trainer.GracefulStop(TimeSpan.FromSeconds(10));
        await undertaker.Ask<ActorIdentity>(new Identify(1), Cancel);

        Assert.True(batch.Images!.IsInvalid && batch.Labels.IsInvalid);
    }
}
