using System.Collections.Immutable;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>
/// Which checkpoints a run keeps: the newest two, and the best epoch's (highest kappa, then lowest cross entropy, then earliest).
/// </summary>
public static class Retention
{
    private const int Newest = 2;

    /// <param name="checkpoints">Oldest first.</param>
    /// <param name="epochs">Those completed, from epoch 1.</param>
    public static ImmutableList<CheckpointRef> Keep(ImmutableList<CheckpointRef> checkpoints, ImmutableList<EpochMetrics> epochs)
    {
        var best = Best(checkpoints, epochs);
        return [.. checkpoints.Where((c, i) => i >= checkpoints.Count - Newest || c == best)];
    }

    /// <summary>The best epoch's among these; null where none is at the end of an epoch.</summary>
    /// <param name="epochs">Those completed, from epoch 1.</param>
    public static CheckpointRef? Best(ImmutableList<CheckpointRef> checkpoints, ImmutableList<EpochMetrics> epochs) => checkpoints
        .Where(c => c.At.StepsIntoNext == 0 && c.At.EpochsDone >= 1 && c.At.EpochsDone <= epochs.Count)
        .OrderByDescending(c => epochs[c.At.EpochsDone - 1].Evaluation.Kappa)
        .ThenBy(c => epochs[c.At.EpochsDone - 1].Evaluation.CrossEntropy)
        .ThenBy(c => c.At.EpochsDone)
        .FirstOrDefault();
}
