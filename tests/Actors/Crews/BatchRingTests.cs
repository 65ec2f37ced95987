using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Data.Batches;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Actors.Crews;

public sealed class BatchRingTests
{
    private static readonly BatchPlan Plan = new(TrainingSteps: 5, EvaluationChunks: 2, Epochs: 2);

    [Fact]
    public async Task Batches_come_in_the_order_asked_for_and_each_is_made_once()
    {
        var made = new System.Collections.Concurrent.ConcurrentQueue<BatchPlace>();
        using var ring = new BatchRing(place => Made(place, made), Plan.After, ahead: 3);

        var places = new List<BatchPlace>();
        for (BatchPlace? place = new BatchPlace(1, false, 0); place is { } at; place = Plan.After(at))
        {
            using var batch = await ring.Take(at);
            Assert.Equal(at.Index, batch.Classes[0]);
            places.Add(at);
        }

        Assert.Equal(14, places.Count);
        Assert.Equal(places.ToHashSet(), made.ToHashSet());
        Assert.Equal(places.Count, made.Count);
    }

    [Fact]
    public async Task A_place_out_of_order_is_made_and_what_lies_elsewhere_is_dropped()
    {
        var made = new System.Collections.Concurrent.ConcurrentDictionary<BatchPlace, Batch>();
        var ring = new BatchRing(place => made[place] = Made(place, []), Plan.After, ahead: 1);

        (await ring.Take(new BatchPlace(1, false, 0))).Dispose();
        using var far = await ring.Take(new BatchPlace(2, false, 4));
        ring.Dispose();

        Assert.Equal(4, far.Classes[0]);
        Assert.True(made[new BatchPlace(1, false, 1)].Labels.IsInvalid); // it lay ahead of the first
        Assert.True(made[new BatchPlace(2, true, 0)].Labels.IsInvalid); // and this one ahead of the second
    }

    [Fact]
    public async Task Closing_waits_for_the_batches_that_were_dropped_or_handed_out_while_they_were_made()
    {
        using var go = new ManualResetEventSlim();
        var reading = 0;
        var ring = new BatchRing(
            place =>
            {
                Interlocked.Increment(ref reading);
                go.Wait(Deadline.Token);
                Interlocked.Decrement(ref reading);
                return Made(place, []);
            }, Plan.After, ahead: 1);

        var first = ring.Take(new BatchPlace(1, false, 0));
        var second = ring.Take(new BatchPlace(2, false, 4)); // drops what lay ahead of the first
        var closed = Task.Run(ring.Dispose, Deadline.Token);
        Assert.False(closed.IsCompleted);
        go.Set();
        await closed;

        Assert.Equal(0, reading);
        (await first).Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task A_batch_that_cannot_be_made_says_why()
    {
        using var ring = new BatchRing(_ => throw new IOException("gone"), Plan.After, ahead: 2);

        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => ring.Take(new BatchPlace(1, false, 0)))).Message);
    }

    private static Batch Made(BatchPlace place, System.Collections.Concurrent.ConcurrentQueue<BatchPlace> made)
    {
        made.Enqueue(place);
        return new Batch(zeros(1, 1, 2, 2).DetachFromDisposeScope(), full(1, (long)place.Index, ScalarType.Int64).DetachFromDisposeScope());
    }
}
