using ActorGaze.Actors.Engine.Census;
using ActorGaze.Tests.Actors.Faults;

namespace ActorGaze.Tests.Actors.Engine.Census;

[Slow]
public sealed class CensusSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Whoever_lives_is_counted_with_its_age_and_the_messages_it_has_taken()
    {
        await using var lab = await _engine.StartWith([undisturbed.Run("a")]);
        await lab.WaitAsync(TestEngine.Sweep, cancel: TestEngine.Cancel);

        var everyone = Flat(await lab.CensusAsync()).ToDictionary(node => node.Path);
        while (everyone.ContainsKey("/user/lab/sweep-s/run-a")) everyone = Flat(await lab.CensusAsync()).ToDictionary(node => node.Path); // it is let go

        Assert.Equal(
            [
                "/user/lab", "/user/lab/census", "/user/lab/images", "/user/lab/metrics", "/user/lab/metrics/projection", "/user/lab/nodes", "/user/lab/sweep-s",
                "/user/lab/sweep-s/journal",
            ],
            everyone.Keys.Order(StringComparer.Ordinal));
        Assert.All(everyone.Values.Where(node => node.Name != "nodes"), node => Assert.True(node.MessagesPerSecond > 0 && node.AgeSeconds > 0, $"{node}"));
    }

    [Fact]
    public void A_message_that_was_stashed_is_counted_once()
    {
        using var system = Akka.Actor.ActorSystem.Create("counting");
        var queue = new CountingDequeMailbox(system.Settings, Akka.Configuration.Config.Empty).Create(Akka.Actor.ActorRefs.Nobody, system);
        queue.Enqueue(Akka.Actor.ActorRefs.Nobody, new Akka.Actor.Envelope("a", Akka.Actor.ActorRefs.NoSender));

        Assert.True(queue.TryDequeue(out var first));
        ((Akka.Dispatch.IUnboundedDequeBasedMessageQueueSemantics)queue).EnqueueFirst(first);
        Assert.True(queue.TryDequeue(out _));
        Assert.False(queue.TryDequeue(out _));

        Assert.Equal(1, Assert.IsType<ICountsMessages>(queue, exactMatch: false).Taken);
    }

    private static IEnumerable<CensusNode> Flat(CensusNode node) => node.Children.SelectMany(Flat).Prepend(node);
}
