using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>Which of a run's checkpoints is wanted.</summary>
public abstract record CheckpointChoice
{
    private CheckpointChoice() { }

    /// <summary>The newest sound one: where it is damaged, the one before it.</summary>
    public sealed record Newest : CheckpointChoice;

    /// <summary>
    /// That of the best epoch among those that are kept: the highest kappa, then the lowest cross entropy, then the earliest.
    /// </summary>
    public sealed record Best : CheckpointChoice;

    /// <summary>That at the end of an epoch, from 1.</summary>
    public sealed record OfEpoch(int Epoch) : CheckpointChoice;
}

/// <summary>A checkpoint of a run, read whole and found to be what its hash says.</summary>
/// <param name="Reference">As the journal names it.</param>
public sealed record KeptCheckpoint(CheckpointRef Reference, Checkpoint Content)
{
    /// <param name="state">The run, as its journal tells it.</param>
    /// <param name="passedOver">Told of each checkpoint that is damaged, where an older one is taken.</param>
    /// <exception cref="InvalidInputException">There is no such checkpoint.</exception>
    /// <exception cref="DamagedCheckpointException">
    /// The one that is wanted, or every one that is kept, is not what its hash says.
    /// </exception>
    public static KeptCheckpoint Read(StateFolder folder, RunState state, CheckpointChoice choice, Action<string> passedOver)
    {
        var wanted = Wanted(state, choice);
        foreach (var candidate in wanted)
        {
            try
            {
                var file = Path.Combine(folder.CheckpointsOf(state.Spec!.Id), candidate.File);
                return new KeptCheckpoint(candidate, CheckpointFile.Read(file, candidate.Sha256));
            }
            catch (DamagedCheckpointException damaged) when (candidate != wanted[^1])
            {
                passedOver($"{damaged.Message} The one before it is taken.");
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>Those to try, the first one first; at least one.</summary>
    private static CheckpointRef[] Wanted(RunState state, CheckpointChoice choice)
    {
        var id = state.Spec!.Id;
        if (state.Checkpoints.IsEmpty) throw new InvalidInputException($"{id} has no checkpoint yet; allowed: a run that has saved one.");
        var ends = state.Checkpoints.Where(kept => kept.At.StepsIntoNext == 0).ToArray();
        return choice switch
        {
            CheckpointChoice.Newest => [.. state.Checkpoints.Reverse()],
            CheckpointChoice.Best => Retention.Best(state.Checkpoints, state.Epochs) is { } best
                ? [best]
                : throw new InvalidInputException($"{id} keeps no checkpoint of a completed epoch, so none is the best; allowed: newest."),
            CheckpointChoice.OfEpoch { Epoch: var epoch } => ends.LastOrDefault(kept => kept.At.EpochsDone == epoch) is { } found
                ? [found]
                : throw new InvalidInputException(
                    $"{id}: the checkpoint of epoch {epoch} is not there; allowed: {Listed(ends)}. "
                    + "A run keeps its newest two and its best."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Listed(CheckpointRef[] ends) =>
        ends.Length == 0 ? "none, so leave the epoch out" : string.Join(", ", ends.Select(kept => kept.At.EpochsDone).Distinct().Order());
}
