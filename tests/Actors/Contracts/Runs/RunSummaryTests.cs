using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Parts;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

public sealed class RunSummaryTests
{
    private static readonly RunSpec[] Different =
    [
        Spec, Spec with { Epochs = Spec.Epochs + 1 }, Spec with { Trial = 9 }, Spec with { Seed = 1 }, Spec with { Id = new RunId("other") }, Spec with { GazeWeight = 0.1 + 0.2 },
        Spec with { Network = NetworkSpec.OfLevel(4) }, Spec with { Network = new NetworkSpec("mine") }, Spec with { Network = new NetworkSpec("mine") { Parameters = Spec.Network.Parameters.Add("width", "8") } },
    ];

    [Fact]
    public void Two_specs_have_one_key_where_they_are_equal_whatever_was_looked_at_before()
    {
        var keys = Different.Select(RunSummary.KeyOf).ToList();

        Assert.Equal(Different.Length, keys.Distinct().Count());
        foreach (var (spec, key) in Different.Zip(keys))
        {
            foreach (var before in Different)
            {
                RunSummary.KeyOf(before);
                Assert.Equal(key, RunSummary.KeyOf(spec with { Epochs = spec.Epochs }));
            }
        }
    }

    [Fact]
    public void A_key_that_metrics_db_has_kept_is_the_same_in_a_later_process() =>
        Assert.Equal("ea6981a17b330ca9:r1:2:77:4:0.30000000000000004", RunSummary.KeyOf(new RunSpec(new RunId("r1")) { Sweep = "s", Trial = 2, Seed = 77, Network = NetworkSpec.OfLevel(4), GazeWeight = 0.1 + 0.2 }));

    [Fact]
    public void A_run_has_taken_what_its_key_says()
    {
        var summary = new RunSummary(RunPhase.Completed, 5, RunSummary.KeyOf(Spec));

        Assert.True(summary.HasTaken(Spec with { }));
        Assert.All(Different[1..], other => Assert.False(summary.HasTaken(other)));
    }
}
