using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

public sealed class ExtensionTests
{
    [Fact]
    public void More_epochs_of_a_fixed_curriculum_differ_in_nothing() => Assert.Null(Extension.Difference(Spec, Spec with { Epochs = 30 }));

    [Fact]
    public void In_how_many_ways_gazes_are_read_may_change_because_it_decides_no_bits()
    {
        var read = Spec with { Readings = GazeReadingsTaken.All };

        Assert.Null(Extension.Difference(Spec, read));
        Assert.Equal(Spec.BitsHash(), read.BitsHash());
    }

    [Fact]
    public void Which_gazes_are_kept_may_change_because_it_decides_no_bits() => Assert.Null(Extension.Difference(Spec, Spec with { RecordGazes = GazesKept.All }));

    [Fact]
    public void Fewer_epochs_are_no_extension() => Assert.Contains("epochs: 3 before, 2 now", Extension.Difference(Spec, Spec with { Epochs = 2 }));

    [Fact]
    public void More_epochs_that_would_bend_a_curriculum_already_run_are_named()
    {
        var bound = Spec with { CurriculumEpochs = null };

        Assert.Contains("curriculum.epochs", Extension.Difference(bound, bound with { Epochs = 4 }));
        Assert.Null(Extension.Difference(bound with { GazeWeight = 0 }, bound with { GazeWeight = 0, Epochs = 4 }));
        var constant = bound with { Curriculum = new CurriculumSpec(CurriculumShape.Constant) };
        Assert.Null(Extension.Difference(constant, constant with { Epochs = 4 }));
    }

    [Theory]
    [InlineData(0, "the course of loss.weight in")]
    [InlineData(5, "the course of λ and loss.weight in")]
    public void The_course_of_a_loss_term_is_told_by_its_own_name(double gazeWeight, string expected)
    {
        var run = Spec with { CurriculumEpochs = null, GazeWeight = gazeWeight, Loss = new LossSpec { Term = "area", Weight = 2, Curriculum = new CurriculumSpec(CurriculumShape.Linear) } };

        Assert.Contains(expected, Extension.Difference(run, run with { Epochs = 4 }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_is_named_by_its_key_with_both_values()
    {
        Assert.Equal(["training.batchSize: 4 before, 8 now"], Extension.Differences(Spec, Spec with { Training = Spec.Training with { BatchSize = 8 } }));
        Assert.Equal(["gazeWeight: -100 before, 50 now", "seed: 77 before, 78 now"], Extension.Differences(Spec, Spec with { Seed = 78, GazeWeight = 50 }).Order());
        Assert.All(Extension.Differences(Spec, Spec with { Phantoms = null }), d => Assert.EndsWith("nothing now", d));
        Assert.Equal(["gaze.distance: \"emd\" before, \"l1\" now"], Extension.Differences(Spec, Spec with { Gaze = Spec.Gaze with { Distance = ActorGaze.Nn.Gaze.GazeDistance.L1 } }));
    }
}
