using ActorGaze.Actors.Crews;
using CsCheck;

namespace ActorGaze.Tests.Actors.Crews;

public sealed class BatchPlanTests
{
    [Fact]
    public void Steps_come_first_then_the_evaluation_and_so_on_to_the_last_epoch()
    {
        var plan = BatchPlan.Of(trainingImages: 5, batch: 2, evaluationImages: 4, chunk: 3, epochs: 2);

        Assert.Equal("t0 t1 t2 e0 e1 t0 t1 t2 e0 e1", string.Join(' ', Walk(plan).Select(p => $"{(p.Evaluation ? 'e' : 't')}{p.Index}")));
        Assert.Equal([1, 1, 1, 1, 1, 2, 2, 2, 2, 2], Walk(plan).Select(p => p.Epoch));
    }

    [Fact]
    public void However_many_images_and_however_large_a_batch_every_epoch_takes_each_image_once() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 64], Gen.Int[1, 200], Gen.Int[1, 64], Gen.Int[1, 3]).Sample((training, batch, evaluation, chunk, epochs) =>
        {
            var places = Walk(BatchPlan.Of(training, batch, evaluation, chunk, epochs)).ToList();
            return Enumerable.Range(1, epochs).All(epoch =>
                Images(places.Where(p => p.Epoch == epoch && !p.Evaluation), batch, training).SequenceEqual(Enumerable.Range(0, training))
                && Images(places.Where(p => p.Epoch == epoch && p.Evaluation), chunk, evaluation).SequenceEqual(Enumerable.Range(0, evaluation)));
        });

    private static IEnumerable<int> Images(IEnumerable<BatchPlace> places, int size, int images) =>
        places.SelectMany(p => Enumerable.Range(0, images).Take(BatchPlan.RangeOf(p.Index, size, images)));

    private static IEnumerable<BatchPlace> Walk(BatchPlan plan)
    {
        for (BatchPlace? place = new BatchPlace(1, false, 0); place is { } here; place = plan.After(here)) yield return here;
    }
}
