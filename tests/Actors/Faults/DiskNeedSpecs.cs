using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Gaze;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>What a sweep will take on disk, before it is begun.</summary>
[Slow]
public sealed class DiskNeedSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(1, 1, 1, 100)]
    [InlineData(2, 3, 2, 100)]
    [InlineData(3, 1, 1, 100)]
    [InlineData(4, 1, 1, 100)]
    [InlineData(5, 4, 2, 0)]
    public void Three_checkpoints_a_run_one_more_a_slot_and_each_data_set_once(int level, int runs, int slots, int images)
    {
        var specs = Enumerable.Range(1, runs).Select(n => new RunSpec(new RunId($"r{n}")) { Network = NetworkSpec.OfLevel(level), Seed = n }).ToArray();

        var need = DiskNeed.Of(specs, slots, _ => new ImageCount(images, 0));

        var one = DiskNeed.Of(specs[..1], 0, _ => default).Checkpoints / 3;
        Assert.Equal(((3 * runs) + slots) * one, need.Checkpoints);
        Assert.Equal(images * 224L * 224, need.Images);
        Assert.InRange(one, 12 * PaperNetworks.Cost(level, 4).Parameters, (12 * PaperNetworks.Cost(level, 4).Parameters) + 250_000);
    }

    [Theory]
    [InlineData("target", 0, 196)]
    [InlineData("grid28", 0, 784)]
    [InlineData("grid7", 0, 49)]
    [InlineData("block2", 0, 196)]
    [InlineData("target", 0.25, 196)]
    public void Recorded_gazes_of_each_evaluated_image_in_each_epoch(string layer, double validation, int cells)
    {
        var run = new RunSpec(new RunId("r1")) { Epochs = 50, Validation = validation, Gaze = new GazeSpec { Layer = layer } };
        DiskNeed Of(params RunSpec[] runs) => DiskNeed.Of(runs, 1, _ => new ImageCount(400, 300));

        Assert.Equal(0, Of(run).Gazes);
        var need = Of(run, run with { Id = new RunId("r2"), RecordGazes = GazesKept.All });

        Assert.Equal(50L * (validation > 0 ? 100 : 300) * (cells + 8), need.Gazes);
        Assert.Equal(need.Checkpoints + need.Images + need.Gazes, need.Total);
        Assert.Equal(layer == "grid28", Of(run).Checkpoints > Of(run with { Gaze = new GazeSpec() }).Checkpoints); // the class means of its epochs
        Assert.Contains(" for recorded gazes), and", need.Shortage(0, "/state"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_knows_how_many_weights_the_networks_of_the_program_have() => Assert.Equal(
        PartsRegistry.BuiltIn.Of(PartKind.Network).ToDictionary(network => network.Name, network => Networks.Cost(new NetworkSpec(network.Name), NetworkShape.Of(4)).Parameters),
        DiskNeed.Parameters);

    [Fact]
    public async Task A_sweep_that_does_not_fit_is_refused_with_what_it_needs_and_what_is_free_unless_nobody_is_to_look()
    {
        _engine.Settings = _engine.Settings with { RunsAtOnce = 0 };
        var sweep = SweepSpec.Of(Sweep, [undisturbed.Run("a") with { Network = NetworkSpec.OfLevel(5) }]);
        var small = new LabServices { FreeSpace = _ => 12_000_000 };

        await using (var lab = await Lab.StartAsync(_engine.Settings, small, Cancel))
            Assert.Matches($@"^{_engine.Root}: about [0-9.]+ GB are needed \([0-9.]+ for checkpoints, 0\.00 for decoded images\), and 0\.01 GB are free\.", Refused(await lab.SubmitAsync(sweep)));
        await using (var lab = await Lab.StartAsync(_engine.Settings with { CheckDisk = false }, small, Cancel))
            Accepted(await lab.SubmitAsync(sweep));
    }
}
