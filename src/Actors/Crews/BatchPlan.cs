using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>The order in which a run's batches come: pure, so that a loader can make the next one before it is asked for.</summary>
/// <param name="TrainingSteps">Training batches an epoch, at least 1.</param>
/// <param name="EvaluationChunks">Evaluation batches an epoch, at least 1.</param>
/// <param name="Epochs">Epochs of the run.</param>
internal sealed record BatchPlan(int TrainingSteps, int EvaluationChunks, int Epochs)
{
    public static BatchPlan Of(int trainingImages, int batch, int evaluationImages, int chunk, int epochs) =>
        new(DivideUp(trainingImages, batch), DivideUp(evaluationImages, chunk), epochs);

    /// <summary>
    /// The batch to take first where training stands: the next step, or the evaluation where all of the epoch's steps are done; null after
    /// the last epoch.
    /// </summary>
    public BatchPlace? First(TrainingPosition at) => at switch
    {
        _ when at.EpochsDone >= Epochs => null,
        _ when at.StepsIntoNext < TrainingSteps => new BatchPlace(at.EpochsDone + 1, Evaluation: false, at.StepsIntoNext),
        _ => new BatchPlace(at.EpochsDone + 1, Evaluation: true, 0),
    };

    /// <summary>The place after this one; null after the last epoch's last chunk.</summary>
    public BatchPlace? After(BatchPlace place) => place switch
    {
        { Evaluation: false } when place.Index + 1 < TrainingSteps => place with { Index = place.Index + 1 },
        { Evaluation: false } => new BatchPlace(place.Epoch, Evaluation: true, 0),
        _ when place.Index + 1 < EvaluationChunks => place with { Index = place.Index + 1 },
        _ when place.Epoch < Epochs => new BatchPlace(place.Epoch + 1, Evaluation: false, 0),
        _ => null,
    };

    /// <summary>The range of a batch among <paramref name="images"/> images; the last batch may be short.</summary>
    public static Range RangeOf(int index, int size, int images) => (index * size)..Math.Min(images, (index + 1) * size);

    private static int DivideUp(int a, int b) => (a + b - 1) / b;
}
