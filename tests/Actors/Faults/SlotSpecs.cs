using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>How many runs go at once, and what goes beside a run, is no part of its result.</summary>
[Slow]
public sealed class SlotSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _alone = new();
    private readonly TestEngine _beside = new();

    public void Dispose()
    {
        _alone.Dispose();
        _beside.Dispose();
    }

    [Fact]
    public async Task One_slot_and_two_lead_every_run_of_a_sweep_to_the_same_weights_and_metrics()
    {
        RunSpec[] sweep =
        [
            undisturbed.Run("a"), undisturbed.Run("b") with { Level = 2, Epochs = 1 }, undisturbed.Run("c") with { GazeWeight = -100, Seed = 3 }, undisturbed.Run("d") with { Level = 2, Seed = 3 },
        ];
        _beside.Settings = _beside.Settings with { RunsAtOnce = 2 };

        await _alone.RunToRest(sweep);
        await _beside.RunToRest(sweep);

        Assert.Equal(sweep.Select(run => Result(_alone, run)), sweep.Select(run => Result(_beside, run)));
        Assert.Equal(4, sweep.Select(run => Result(_alone, run).Weights).Distinct().Count());
        Assert.True(Overlap(_beside, sweep) && !Overlap(_alone, sweep));
    }

    private static (RunPhase Phase, string? Weights, string Epochs) Result(TestEngine engine, RunSpec run)
    {
        var told = engine.Told(run.Id);
        Assert.All(told.Epochs, epoch => Assert.NotNull(epoch.Training.GazeLoss));
        Assert.Equal((RunPhase.Completed, run.Epochs), (told.Phase, told.Epochs.Count));
        return (told.Phase, told.WeightsSha256, System.Text.Json.JsonSerializer.Serialize(told.Epochs, ActorGaze.Actors.Contracts.Json.Options));
    }

    /// <summary>One run began before another of the sweep had ended.</summary>
    private static bool Overlap(TestEngine engine, RunSpec[] sweep)
    {
        var lives = sweep.Select(run => (Start: engine.Told<RunEvent.Started>(run.Id)[0].At, End: engine.Told<RunEvent.Completed>(run.Id)[0].At)).OrderBy(life => life.Start).ToArray();
        return lives.Zip(lives[1..], (one, next) => next.Start < one.End).Any(so => so);
    }
}
