using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Crews;

/// <summary>Makes the batch of any place of a run: the same bits whenever, wherever and how often it is asked.</summary>
internal sealed class BatchSource(RunSpec spec, ImageStore store, DataSplit split)
{
    private volatile EpochsOrder? _order;

    public ImageStore Images => store;

    public BatchPlan Plan { get; } = BatchPlan.Of(
        split.Train.Length, spec.Training.BatchSize, split.Evaluation.Length, spec.Training.EvaluationBatchSize, spec.Epochs);

    /// <summary>Images that are trained on, by class.</summary>
    public IReadOnlyList<int> TrainingCounts
    {
        get
        {
            var counts = new int[store.Classes.Length];
            foreach (var index in split.Train) counts[store.Labels[index]]++;
            return counts;
        }
    }

    public static BatchSource Of(RunSpec spec, ImageStore store) => new(spec, store, DataSplit.Of(store, spec.Validation));

    /// <summary>The caller disposes it. Safe to call from several threads.</summary>
    public Batch Make(BatchPlace place, BatchForm form = BatchForm.Pixels)
    {
        var recipe = RecipeOf(place);
        return form switch
        {
            BatchForm.Recipe => new Batch(null, recipe),
            BatchForm.Bytes => BatchMaker.Bytes(store, recipe),
            _ => BatchMaker.Make(store, recipe),
        };
    }

    private BatchRecipe RecipeOf(BatchPlace place)
    {
        if (place.Evaluation)
        {
            var chunk = BatchPlan.RangeOf(place.Index, spec.Training.EvaluationBatchSize, split.Evaluation.Length);
            return BatchRecipe.Evaluation(store, split.Evaluation.AsSpan(chunk), spec.Pixels);
        }

        var range = BatchPlan.RangeOf(place.Index, spec.Training.BatchSize, split.Train.Length);
        return BatchRecipe.Training(store, OrderOf(place.Epoch).AsSpan(range), spec.Crops, spec.Pixels, spec.Seed, place.Epoch);
    }

    private int[] OrderOf(int epoch)
    {
        var known = _order;
        if (known?.Epoch != epoch) _order = known = new(epoch, EpochOrder.Of(split.Train, spec.Seed, epoch));
        return known.Order;
    }

    private sealed record EpochsOrder(int Epoch, int[] Order);
}
