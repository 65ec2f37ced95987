using System.Text.Json;
using System.Text.Json.Nodes;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using Checkpoint = ActorGaze.Nn.Training.Checkpoint;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>Whose a checkpoint is.</summary>
public sealed class LoopCheckpointTests
{
    private const string Images = "0123456789abcdef";

    [Fact]
    public void One_of_a_version_with_fewer_settings_and_another_hash_is_ones_own_still()
    {
        var older = JsonSerializer.SerializeToNode(Samples.Spec with { Threads = 1 }, Json.Options)!.AsObject();
        older.Remove("threads");

        Assert.Equal(new TrainingPosition(1, 2), Read(Of(older, hash: "of another version"), Samples.Spec with { Threads = 1 }).At);
    }

    [Fact]
    public void One_of_a_version_that_did_not_name_its_images_is_ones_own_still() => Assert.Equal(Images, Read(Of(Now, images: null), Samples.Spec).Images);

    [Fact]
    public void Names_and_more_epochs_make_no_other_run() => Assert.Equal(9, Read(Of(Now), Samples.Spec with { Epochs = 9, Sweep = "other" }).Spec.Epochs);

    [Fact]
    public void Other_settings_are_named_with_both_values() =>
        Assert.Contains("f.safetensors was made with other settings: training.batchSize: 4 before, 8 now.", No(Of(Now), Samples.Spec with { Training = Samples.Spec.Training with { BatchSize = 8 } }), StringComparison.Ordinal);

    [Fact]
    public void Other_images_are_named_by_their_content() =>
        Assert.Contains("(content fedcba987654 before, 0123456789ab now)", No(Of(Now, images: "fedcba9876543210"), Samples.Spec), StringComparison.Ordinal);

    [Fact]
    public void Images_that_a_first_version_called_by_another_key_are_ones_own_still()
    {
        var read = LoopCheckpoint.Read(Of(Now, images: "fedcba9876543210"), Samples.Spec, Images, MovingClassMeans.Empty(2, 0.9), "f.safetensors", ["fedcba9876543210"]);

        Assert.Equal(Images, read.Images);
        Assert.True(LoopCheckpoint.SaysTheSame("images-sha256", "fedcba9876543210", Images, [Images, "fedcba9876543210"]));
        Assert.False(LoopCheckpoint.SaysTheSame("images-sha256", "fedcba9876543210", Images, [Images]));
    }

    [Fact]
    public void Images_in_another_folder_are_the_same_settings()
    {
        var (here, there) = (Samples.Spec with { Data = "/data/old", Phantoms = null }, Samples.Spec with { Data = "/data/new", Phantoms = null });
        var spec = JsonSerializer.SerializeToNode(here, Json.Options)!.AsObject();

        Assert.Equal(there, Read(Of(spec), there).Spec);
        Assert.True(LoopCheckpoint.SaysTheSame("spec", spec.ToJsonString(), JsonSerializer.Serialize(there, Json.Options), []));
        Assert.Contains("data: ", No(Of(spec), there with { Data = "phantoms-diffuse" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_versions_settings_are_not_read_and_not_called_damaged()
    {
        var newer = Now;
        newer["nobodyKnowsYet"] = 3;

        Assert.Contains("f.safetensors is whole, but not a checkpoint that this version can read", No(Of(newer), Samples.Spec), StringComparison.Ordinal);
        Assert.Contains("'actorgaze-checkpoint/2'", No(Of(Now, format: "actorgaze-checkpoint/2"), Samples.Spec), StringComparison.Ordinal);
    }

    private static JsonObject Now => JsonSerializer.SerializeToNode(Samples.Spec, Json.Options)!.AsObject();

    private static string No(Checkpoint checkpoint, ActorGaze.Actors.Contracts.Runs.RunSpec spec) => Assert.Throws<InvalidInputException>(() => Read(checkpoint, spec)).Message;

    private static LoopState Read(Checkpoint checkpoint, ActorGaze.Actors.Contracts.Runs.RunSpec spec) =>
        LoopCheckpoint.Read(checkpoint, spec, Images, MovingClassMeans.Empty(2, 0.9), "f.safetensors");

    private static Checkpoint Of(JsonObject spec, string? images = Images, string hash = "", string format = "actorgaze-checkpoint/1")
    {
        var metadata = Checkpoint.Empty.Metadata
            .Add("format", format).Add("spec", spec.ToJsonString()).Add("spec-bits-sha256", hash)
            .Add("position", JsonSerializer.Serialize(new TrainingPosition(1, 2), Json.Options))
            .Add("epoch-so-far", JsonSerializer.Serialize(EpochTally.Empty, Json.Options))
            .Add("plateau", JsonSerializer.Serialize(PlateauState.Initial(0.1), Json.Options));
        return Checkpoint.Empty with { Metadata = images is null ? metadata : metadata.Add("images-sha256", images) };
    }
}
