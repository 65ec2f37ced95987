using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Engine.Checkpoints;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Engine.Checkpoints;

/// <summary>What becomes of checkpoints that lie in a run's folder, whatever its journal says.</summary>
public sealed class CheckpointReviewTests
{
    private const string Folder = "/state/checkpoints/r1";
    private const string Images = "0123456789abcdef";

    /// <summary>Fifty epochs asked for, three done; the journal names the checkpoints of epochs 2 and 3.</summary>
    private static readonly RunState ThreeDone = new()
    {
        Phase = RunPhase.Running, Spec = Spec with { Epochs = 50 }, Epochs = [Epoch(1), Epoch(2), Epoch(3)], Checkpoints = [Checkpoint(2), Checkpoint(3)], Attempts = 1,
    };

    private static readonly RunState Nothing = new() { Phase = RunPhase.Queued, Spec = Spec with { Epochs = 50 } };

    [Fact]
    public void A_journal_put_back_takes_up_the_checkpoints_that_are_further_and_the_figures_they_bring()
    {
        var found = new[] { Found(39, best: 39), Found(43, best: 39), Found(44, best: 39) };

        var review = Review(ThreeDone, found, there: []);

        Assert.Equal([39, 43, 44], review.Adopt.Select(a => a.Checkpoint.At.EpochsDone));
        Assert.Equal([(4, 39), (40, 43), (44, 44)], review.Adopt.Select(a => (a.Epochs[0].Epoch, a.Epochs[^1].Epoch)));
        Assert.Equal((null, 0, 0), (review.Wait, review.SetAside.Count, review.Keep.Count));
        Assert.Equal([Checkpoint(2), Checkpoint(3)], review.Missing);
    }

    [Fact]
    public void Of_many_that_are_further_those_are_taken_up_that_the_run_would_have_kept()
    {
        var found = Enumerable.Range(40, 5).Select(e => Found(e, best: 41)).ToArray();

        var review = Review(ThreeDone, found);

        Assert.Equal([41, 43, 44], review.Adopt.Select(a => a.Checkpoint.At.EpochsDone));
        Assert.Equal([(Checkpoint(40).File, "the run keeps newer and better ones"), (Checkpoint(42).File, "the run keeps newer and better ones")], review.SetAside.Select(f => (f.File, f.Why)));
    }

    [Fact]
    public void A_run_that_the_journal_has_no_checkpoint_of_goes_on_from_what_is_there()
    {
        var review = Review(Nothing, [Found(2), Found(2, steps: 5)]);

        Assert.Equal([new TrainingPosition(2, 0), new TrainingPosition(2, 5)], review.Adopt.Select(a => a.Checkpoint.At));
        Assert.Equal([2, 0], review.Adopt.Select(a => a.Epochs.Count));
        Assert.All(review.Adopt, a => Assert.Equal("the journal names no checkpoint", a.Why));
    }

    [Fact]
    public void Where_the_named_ones_are_gone_an_older_one_is_better_than_none()
    {
        var review = Review(ThreeDone, [Found(1, history: false)], there: []);

        Assert.Equal([Checkpoint(1)], review.Adopt.Select(a => a.Checkpoint));
        Assert.Empty(review.Adopt[0].Epochs);
        Assert.EndsWith("an older version made it, so its bytes cannot be checked", review.Adopt[0].Why, StringComparison.Ordinal);
        Assert.Equal([Checkpoint(2), Checkpoint(3)], review.Missing);
    }

    [Fact]
    public void Where_there_is_nothing_to_go_on_from_the_run_waits_and_names_the_files()
    {
        var review = Review(ThreeDone, [], there: []);

        Assert.Equal(
            $"No checkpoint that the journal names is in {Folder}: {Checkpoint(2).File}, {Checkpoint(3).File}. Put one back and say 'resume r1'. To begin again from nothing: 'cancel r1', then 'retry r1 --from-start'.",
            review.Wait);
        Assert.Empty(review.Missing);
        Assert.Contains("say 'retry r1'", Review(ThreeDone with { Phase = RunPhase.Failed, Checkpoints = [] }, []).Wait, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_run_begins() => Assert.Equal((null, 0), (Review(Nothing, []).Wait, Review(Nothing, []).Adopt.Count));

    [Fact]
    public void One_that_is_further_and_brings_no_figures_is_waited_over_with_what_can_be_done()
    {
        var review = Review(ThreeDone, [Found(39, history: false), Found(44, history: false)]);

        Assert.Equal(
            $"{Folder}/{Checkpoint(44).File} is at end of epoch 44, further than the journal, but neither has the figures of epochs 4 to 44. "
            + "Put back the journal.db that has them. Or move the file elsewhere and say 'resume r1': then the run goes on from end of epoch 3.",
            review.Wait);
        Assert.Equal((0, 0, 0), (review.Adopt.Count, review.SetAside.Count, review.Missing.Count));
    }

    [Fact]
    public void One_whose_figures_begin_too_late_leaves_a_gap_too() =>
        Assert.Contains("the figures of epochs 4 to 10.", Review(ThreeDone, [Found(44, from: 11)]).Wait, StringComparison.Ordinal);

    [Fact]
    public void One_epoch_saved_by_an_older_version_just_before_it_was_killed_is_done_again()
    {
        var review = Review(ThreeDone, [Found(4, history: false)]);

        Assert.Equal((null, "it brings no figures of epoch 4, so that epoch is done again"), (review.Wait, Assert.Single(review.SetAside).Why));
    }

    [Fact]
    public void Figures_that_differ_from_the_journals_are_brought_along_from_the_first_of_them_on()
    {
        var other = new FoundFile(Checkpoint(5).File, Description(5, 0, [Epoch(1), .. Enumerable.Range(2, 4).Select(e => Epoch(e, kappa: 0.25))]), null);

        var review = Review(ThreeDone, [other]);

        Assert.Equal([2, 3, 4, 5], Assert.Single(review.Adopt).Epochs.Select(e => e.Epoch));
    }

    [Theory]
    [InlineData("another run", "it is a checkpoint of the run r2")]
    [InlineData("other settings", "it was made with other settings: seed: 9 before, 77 now")]
    [InlineData("other images", "it was made with other images (content fedcba987654, and 0123456789ab in the run's own)")]
    [InlineData("not further", "it is not further than e0003-s00000-a1.safetensors, which the journal names")]
    [InlineData("damaged", "it is damaged: it ends too early")]
    [InlineData("forgotten", "it was made before the run was told to begin again from the start")]
    public void One_that_is_none_to_go_on_from_is_set_aside_with_the_reason(string which, string why)
    {
        var run = which == "forgotten" ? ThreeDone with { ForgottenAttempts = 1 } : ThreeDone;
        var sound = Found(9).What!;
        var found = which switch
        {
            "another run" => new FoundFile("x.safetensors", sound with { Run = "r2" }, null),
            "other settings" => new FoundFile("x.safetensors", sound with { Spec = sound.Spec with { Seed = 9 } }, null),
            "other images" => new FoundFile("x.safetensors", sound with { Images = "fedcba9876543210" }, null),
            "not further" => Found(2, steps: 9),
            "damaged" => new FoundFile("x.safetensors", null, "it is damaged: it ends too early"),
            _ => Found(9),
        };

        var review = Review(run, [found]);

        Assert.Equal(new FileReason(found.File, why), Assert.Single(review.SetAside));
        Assert.Equal((null, 0), (review.Wait, review.Adopt.Count));
    }

    [Fact]
    public void One_beyond_the_epochs_that_are_asked_for_stays_for_when_more_are()
    {
        var review = Review(ThreeDone with { Spec = Spec with { Epochs = 3 } }, [Found(44)]);

        Assert.Equal("it is at end of epoch 44, and the run is asked for 3 epochs. It is used when the run is asked for more", Assert.Single(review.Keep).Why);
        Assert.Equal((0, 0), (review.Adopt.Count, review.SetAside.Count));
    }

    [Fact]
    public void What_is_taken_up_leads_to_a_state_without_a_gap()
    {
        var review = Review(ThreeDone, [Found(39, best: 39), Found(43, best: 39), Found(44, steps: 7, best: 39)], there: []);

        var run = review.Adopt.Aggregate(ThreeDone.Told(new RunCommand.DropMissing(review.Missing)), (state, command) => state.Told(command));

        Assert.Equal(Enumerable.Range(1, 44), run.Epochs.Select(e => e.Epoch));
        Assert.Equal([new TrainingPosition(39, 0), new TrainingPosition(43, 0), new TrainingPosition(44, 7)], run.Checkpoints.Select(c => c.At));
    }

    private static CheckpointReview Review(RunState run, IEnumerable<FoundFile> found, CheckpointRef[]? there = null) =>
        CheckpointReview.Of(run, c => (there ?? [.. run.Checkpoints]).Contains(c), found, Images, Folder);

    private static FoundFile Found(int epochs, int steps = 0, int from = 1, int best = 0, bool history = true) => new(
        Checkpoint(epochs, steps).File,
        Description(epochs, steps, history ? [.. Enumerable.Range(from, epochs - from + 1).Select(e => e <= 3 ? Epoch(e) : Epoch(e, kappa: e == best ? 0.9 : 0.4))] : []), null);

    private static CheckpointDescription Description(int epochs, int steps, IReadOnlyList<EpochMetrics> history) =>
        new(Checkpoint(epochs, steps), "r1", Spec with { Epochs = 50 }, Images, new EpochHistory([.. history]), Checked: history.Count > 0);
}
