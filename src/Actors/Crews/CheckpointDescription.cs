using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>What a checkpoint file says of itself, without a journal.</summary>
/// <param name="Run">The run's name; null in checkpoints that do not tell.</param>
/// <param name="Images">The data set's content key; null in checkpoints of the first versions.</param>
/// <param name="History">The figures of its epochs; empty in checkpoints of older versions.</param>
/// <param name="Checked">It holds a hash of all that is in it, and that is right; older versions wrote none.</param>
internal sealed record CheckpointDescription(
    CheckpointRef Checkpoint, string? Run, RunSpec Spec, string? Images, EpochHistory History, bool Checked)
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DamagedCheckpointException">It is not whole, or not what was saved.</exception>
    /// <exception cref="InvalidInputException">It is whole, but no checkpoint that this version can read.</exception>
    /// <exception cref="IOException">The disk could not be read.</exception>
    public static CheckpointDescription Read(string path)
    {
        var (checkpoint, sha256) = CheckpointFile.ReadHashed(path);
        return LoopCheckpoint.Describe(checkpoint, path, sha256, new FileInfo(path).Length);
    }
}
