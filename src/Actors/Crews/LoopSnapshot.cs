using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>A training loop as it was at one step boundary. Training goes on while it is written, on any thread.</summary>
public sealed class LoopSnapshot : IDisposable
{
    private readonly LearnerCopy _learner;
    private readonly LoopState _state;
    private readonly string _name;
    private readonly GazeRecord? _gazes;

    /// <param name="gazes">Written before the checkpoint, so that an epoch that has ended has them; null: none are kept.</param>
    internal LoopSnapshot(LearnerCopy learner, LoopState state, string name, GazeRecord? gazes = null) =>
        (_learner, _state, _name, _gazes) = (learner, state, name, gazes);

    /// <summary>Where training stood.</summary>
    public TrainingPosition At => _state.At;

    /// <summary>Hashes, writes, syncs and renames. On return the checkpoint is durable.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="stage">Told of every stage.</param>
    /// <exception cref="IOException">The disk is full or failing; what was saved before is whole.</exception>
    public CheckpointRef Write(string folder, Action<SaveStage>? stage = null)
    {
        IntraOpThreads.Set(1); // this thread makes row-by-row copies of tensors, and another run needs the other cores
        _gazes?.Write(folder, new GazeRecordOrigin(_state.Images, _state.Spec.BitsHash()));
        return CheckpointFile.Write(folder, _name, LoopCheckpoint.Of(_learner, _state), _state.At, stage) with { Bits = _state.Facts };
    }

    public void Dispose() => _learner.Dispose();
}
