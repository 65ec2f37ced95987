using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>What a checkpoint file says of itself, and how it is known to be sound without a journal.</summary>
public sealed class CheckpointDescriptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("describe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_tells_its_run_its_place_its_images_and_the_figures_of_its_epochs()
    {
        var saved = Save(Made());

        var told = CheckpointDescription.Read(Path.Combine(_folder, saved.File));

        Assert.Equal(saved, told.Checkpoint);
        Assert.Equal(("r1", "images", true), (told.Run, told.Images, told.Checked));
        Assert.Equal(Samples.Spec with { Threads = 1 }, told.Spec);
        Assert.Equal([Samples.Epoch(1)], told.History.Epochs);
    }

    [Fact]
    public void One_bit_that_turned_anywhere_is_found_without_a_journal()
    {
        var path = Path.Combine(_folder, Save(Made()).File);
        var sound = File.ReadAllBytes(path);
        var found = 0;
        for (var at = 8; at < sound.Length; at += 1_499)
        {
            var bytes = sound.ToArray();
            bytes[at] ^= 1;
            File.WriteAllBytes(path, bytes);

            var fault = Record.Exception(() => CheckpointDescription.Read(path));

            Assert.True(fault is DamagedCheckpointException or InvalidInputException, $"byte {at}: {fault}");
            found++;
        }

        Assert.InRange(found, 20, int.MaxValue);
    }

    [Fact]
    public void One_of_an_older_version_tells_that_it_cannot_be_checked_and_brings_no_figures()
    {
        var made = Made();
        var older = CheckpointDescription.Read(Path.Combine(_folder, Save(made with { Metadata = made.Metadata.Remove("epochs").Remove("content-sha256") }).File));

        Assert.False(older.Checked);
        Assert.Empty(older.History.Epochs);
    }

    [Fact]
    public void Something_else_is_told_by_its_path()
    {
        var saved = Save(Checkpoint.Empty);

        Assert.Contains(Path.Combine(_folder, saved.File), Assert.Throws<InvalidInputException>(() => CheckpointDescription.Read(Path.Combine(_folder, saved.File))).Message, StringComparison.Ordinal);
    }

    private CheckpointRef Save(Checkpoint checkpoint) => CheckpointFile.Write(_folder, "e0001-s00002-a1.safetensors", checkpoint, new TrainingPosition(1, 2));

    private static Checkpoint Made()
    {
        using var learner = new Learner(new LearnerSpec { Network = NetworkSpec.OfLevel(1), Classes = 2, Seed = 1, Training = new TrainingSpec(), Gaze = new GazeSpec() });
        using var copy = learner.Copy();
        return LoopCheckpoint.Of(copy, new LoopState(
            Samples.Spec with { Threads = 1 }, "images", new TrainingPosition(1, 2), EpochTally.Empty, PlateauState.Initial(0.1), MovingClassMeans.Empty(2, 0.9),
            new EpochHistory(ImmutableList.Create(Samples.Epoch(1))), Facts: null));
    }
}
