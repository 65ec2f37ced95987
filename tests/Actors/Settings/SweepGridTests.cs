using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Settings;

public sealed class SweepGridTests
{
    private static readonly SweepGrid Paper = new("paper", Spec) { Networks = PaperNetworks.Of(1, 2, 5), GazeWeights = [-100, 0, 50, 0.5], Trials = 6 };

    [Fact]
    public void Every_combination_is_there_once_under_a_name_of_its_own()
    {
        var runs = Paper.Runs();

        Assert.Equal(3 * 4 * 6, runs.Count);
        Assert.Equal(runs.Count, runs.Select(r => r.Id).Distinct().Count());
        Assert.Equal(runs.Count, runs.Select(r => (r.Network.PaperLevel!.Value, r.GazeWeight, r.Trial)).Distinct().Count());
        Assert.All(runs, r => Assert.Equal("paper", r.Sweep));
    }

    [Fact]
    public void A_trial_has_one_seed_whatever_the_level_and_the_weight_and_every_trial_its_own()
    {
        var seeds = Paper.Runs().GroupBy(r => r.Trial).ToDictionary(trial => trial.Key, trial => trial.Select(r => r.Seed).Distinct());

        Assert.All(seeds.Values, seed => Assert.Single(seed));
        Assert.Equal(Enumerable.Range(0, 6).Select(t => Spec.Seed + t), seeds.OrderBy(t => t.Key).Select(t => t.Value.Single()));
    }

    [Fact]
    public void Trials_come_one_after_the_other_so_that_pairs_are_complete_early()
    {
        var runs = Paper.Runs();

        Assert.Equal(runs.Select(r => r.Trial).Order(), runs.Select(r => r.Trial));
        Assert.Equal([(1, -100.0), (1, 0.0), (1, 50.0), (1, 0.5), (2, -100.0)], runs.Take(5).Select(r => (r.Network.PaperLevel!.Value, r.GazeWeight)));
    }

    [Fact]
    public void Weights_too_close_to_be_told_apart_by_name_are_refused_when_submitted()
    {
        var sweep = new SweepGrid("fine", Spec) { GazeWeights = [1e-8, 2e-8] }.ToSweep();

        Assert.True(SweepState.Initial.Decide(sweep, Noon).Refused);
    }

    [Fact]
    public void Names_and_epochs_do_not_change_what_the_bits_depend_on_and_everything_else_does()
    {
        var hash = Spec.BitsHash();

        Assert.Equal(hash, (Spec with { Id = new RunId("x"), Sweep = "y", Trial = 9, Epochs = 99, Variant = "z" }).BitsHash());
        RunSpec[] others =
        [
            Spec with { Seed = 1 }, Spec with { Network = NetworkSpec.OfLevel(2) }, Spec with { GazeWeight = 1 }, Spec with { Threads = 1 }, Spec with { Data = "d" }, Spec with { Validation = 0 },
            Spec with { Crops = new() }, Spec with { Pixels = new() }, Spec with { Curriculum = new() }, Spec with { CurriculumEpochs = 9 }, Spec with { Gaze = new() },
            Spec with { Training = new() }, Spec with { Phantoms = null }, Spec with { Depth = PixelDepth.Twelve },
        ];
        Assert.Equal(others.Length, others.Select(o => o.BitsHash()).Except([hash]).Distinct().Count());
    }

    [Fact]
    public void A_weight_follows_its_curriculum_over_the_epochs_it_is_bound_to()
    {
        var run = Spec with { GazeWeight = 50, Epochs = 10, CurriculumEpochs = null, Curriculum = new CurriculumSpec(CurriculumShape.Linear, 0, 0.2) };

        Assert.Equal([0, 12.5, 25, 50, 50], new[] { (0, 0), (0, 2), (1, 0), (2, 0), (10, 0) }.Select(at => run.WeightAt(new TrainingPosition(at.Item1, at.Item2), 4)));
        Assert.Equal(25, (run with { Epochs = 99, CurriculumEpochs = 10 }).WeightAt(new TrainingPosition(1, 0), 4));
    }
}
