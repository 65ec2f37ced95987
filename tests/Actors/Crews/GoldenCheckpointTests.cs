using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Nn.Training;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>A checkpoint of the version before there was one training loop is still read, whole.</summary>
public sealed class GoldenCheckpointTests
{
    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Actors", "Golden", "checkpoint-v1.safetensors");

    [Fact]
    public void Its_learner_is_restored_to_the_bit_and_its_state_is_understood()
    {
        var checkpoint = CheckpointFile.Read(Golden, null);
        var spec = JsonSerializer.Deserialize<RunSpec>(checkpoint.Metadata["spec"], Json.Options)!;

        var state = LoopCheckpoint.Read(checkpoint, spec, checkpoint.Metadata["images-sha256"], MovingClassMeans.Empty(2, 0.9), "golden");
        using var learner = new Learner(new LearnerSpec { Network = spec.Network, Classes = 2, Seed = 99, Training = spec.Training, Gaze = spec.Gaze });
        learner.Restore(checkpoint);

        Assert.Equal((new TrainingPosition(2, 0), 2), (state.At, state.History.Epochs.Count));
        Assert.Null(state.Facts);
        Assert.Contains(state.Means.Means, mean => mean.Length == 14 * 14);
        foreach (var (key, tensor) in learner.Saved().Tensors) Assert.True(tensor.Equals(checkpoint.Tensors[key]), key);
    }
}
