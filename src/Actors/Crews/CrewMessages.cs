using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>A batch's place in a run: which epoch (from 1), training or evaluation, and which one of it (from 0).</summary>
internal readonly record struct BatchPlace(int Epoch, bool Evaluation, int Index);

/// <summary>Demand: one batch, please. Trainer → loader.</summary>
internal sealed record NextBatch(int Attempt, BatchPlace Place, BatchForm Form = BatchForm.Pixels);

/// <summary>One batch. Loader → trainer, who disposes it.</summary>
internal sealed record BatchReady(int Attempt, BatchPlace Place, Batch Batch);

/// <summary>
/// The moving means that a checkpoint holds, or the empty ones of a start, and where training stands. Trainer → cams, once.
/// </summary>
internal sealed record MeansRestored(int Attempt, TrainingPosition At, MovingClassMeans Means);

/// <summary>The moving means with a step folded in. Trainer → cams, after every step with gazes.</summary>
/// <param name="At">Where training stands after the step.</param>
internal sealed record MeansFolded(int Attempt, TrainingPosition At, MovingClassMeans Means);

/// <summary>The moving means are asked for, and answered. For tests and screens.</summary>
internal sealed record AskMeans;

/// <summary>λ of every step of an epoch, told before the epoch begins. Cams → trainer.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Weights">By step, from 0.</param>
internal sealed record GazeWeightsAhead(int Attempt, int Epoch, ImmutableArray<double> Weights)
{
    public static GazeWeightsAhead Of(int attempt, RunSpec spec, int epoch, int stepsPerEpoch) => new(
        attempt, epoch, [.. Enumerable.Range(0, stepsPerEpoch)
            .Select(step => spec.WeightAt(new TrainingPosition(epoch - 1, step), stepsPerEpoch))]);
}
