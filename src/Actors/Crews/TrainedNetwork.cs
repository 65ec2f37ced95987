using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>
/// The network of a run as one of its checkpoints left it: on the CPU, in float32, in evaluation mode. It needs no engine and no data set.
/// </summary>
public sealed class TrainedNetwork : IDisposable
{
    private readonly Func<long, GazeModel> _another;

    private TrainedNetwork(GazeModel network, string stage, CheckpointRef checkpoint, Func<long, GazeModel> another) =>
        (Whole, Model, Checkpoint, _another) = (network, network.CutAt(stage), checkpoint, another);

    /// <summary>Belongs to this object.</summary>
    public GazeModel Whole { get; }

    /// <summary>The same network, cut where the run takes its gaze.</summary>
    public GazeModel Model { get; }

    public CheckpointRef Checkpoint { get; }

    /// <summary>Sets the calling thread's number of intra-op threads.</summary>
    /// <param name="state">The run, as its journal tells it.</param>
    /// <param name="epoch">The checkpoint at the end of this epoch, from 1; null: the newest sound one.</param>
    /// <param name="passedOver">Told of each checkpoint that is damaged, where an older one is taken.</param>
    /// <exception cref="InvalidInputException">There is no such checkpoint, or its network cannot be built.</exception>
    /// <exception cref="DamagedCheckpointException">The checkpoint of the epoch, or every one that is kept, is not what its hash
    /// says.</exception>
    public static TrainedNetwork Open(StateFolder folder, RunState state, int? epoch, Action<string> passedOver)
    {
        var spec = state.Spec!;
        CheckpointChoice choice = epoch is { } end ? new CheckpointChoice.OfEpoch(end) : new CheckpointChoice.Newest();
        var (from, checkpoint) = KeptCheckpoint.Read(folder, state, choice, passedOver);
        IntraOpThreads.Set(spec.Threads);
        GazeModel Another(long seed) =>
            Networks.Create(spec.Accepting(state.AcceptedPlugin).Network, NetworkShape.Of(ClassesOf(state), spec.Form), seed);
        var model = Another(spec.Seed);
        try
        {
            NetworkState.Restore(model, checkpoint);
            model.eval();
            return new TrainedNetwork(model, spec.Gaze.Layer, from, Another);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The same network as another seed makes it, untrained. The caller disposes it.</summary>
    public GazeModel Another(long seed) => _another(seed);

    public void Dispose() => Whole.Dispose();

    /// <summary>How many classes the run's network scores.</summary>
    /// <exception cref="InvalidInputException">The journal does not say.</exception>
    public static int ClassesOf(RunState state) =>
        state.Classes?.Names.Length
        ?? state.Images?.Classes.Length
        ?? (state.Epochs.IsEmpty ? null : (int?)state.Epochs[^1].Evaluation.CorrectPerClass.Length)
        ?? throw new InvalidInputException(
            $"{state.Spec!.Id}: its journal does not say how many classes it has; allowed: a run that has completed an epoch.");
}
