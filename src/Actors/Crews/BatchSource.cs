using ActorGaze.Actors.Runs;
using ActorGaze.Nn.Data;

namespace ActorGaze.Actors.Crews;

/// <summary>Makes the batch of any place of a run: the same bits whenever, wherever and how often it is asked.</summary>
internal sealed class BatchSource(RunSpec spec, ImageStore store, DataSplit split)
{
    private (int Epoch, int[] Order)? _order;

    public ImageStore Images => store;

    public BatchPlan Plan { get; } = BatchPlan.Of(split.Train.Length, spec.Training.BatchSize, split.Evaluation.Length, spec.Training.EvaluationBatchSize, spec.Epochs);

    /// <summary>The caller disposes it.</summary>
    public Batch Make(BatchPlace place)
    {
        if (place.Evaluation)
        {
            var chunk = BatchPlan.RangeOf(place.Index, spec.Training.EvaluationBatchSize, split.Evaluation.Length);
            return BatchMaker.Evaluation(store, split.Evaluation.AsSpan(chunk), spec.Pixels);
        }

        if (_order?.Epoch != place.Epoch) _order = (place.Epoch, EpochOrder.Of(split.Train, spec.Seed, place.Epoch));
        var range = BatchPlan.RangeOf(place.Index, spec.Training.BatchSize, split.Train.Length);
        return BatchMaker.Training(store, _order.Value.Order.AsSpan(range), spec.Crops, spec.Pixels, spec.Seed, place.Epoch);
    }
}
