using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Nn.Training;

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
            undisturbed.Run("a"), undisturbed.Run("b") with { Network = NetworkSpec.OfLevel(2), Epochs = 1 }, undisturbed.Run("c") with { GazeWeight = -100, Seed = 3 }, undisturbed.Run("d") with { Network = NetworkSpec.OfLevel(2), Seed = 3 },
        ];
        _beside.Settings = _beside.Settings with { RunsAtOnce = 2 };

        await _alone.RunToRest(sweep);
        await _beside.RunToRest(sweep);

        Assert.Equal(sweep.Select(run => Result(_alone, run)), sweep.Select(run => Result(_beside, run)));
        Assert.Equal(4, sweep.Select(run => Result(_alone, run).Weights).Distinct().Count());
        Assert.True(Overlap(_beside, sweep) && !Overlap(_alone, sweep));
    }

    [Fact]
    public async Task A_run_that_was_paused_and_resumed_while_it_waited_for_its_turn_still_gets_one()
    {
        RunSpec[] sweep = [undisturbed.Run("a") with { Epochs = 1 }, undisturbed.Run("b") with { Epochs = 1 }, undisturbed.Run("c") with { Epochs = 1 }];
        using var gate = new Gate(sweep[0].Id, new TrainingPosition(0, 1));
        await using var lab = await _alone.StartWith(sweep, gate.Observer);
        await gate.Reached;

        TestEngine.Accepted(await lab.PauseAsync(sweep[1].Id));
        TestEngine.Accepted(await lab.ResumeAsync(sweep[1].Id));
        gate.Open();
        await lab.WaitAsync(TestEngine.Sweep, cancel: TestEngine.Cancel);

        Assert.All(sweep, run => Assert.Equal(RunPhase.Completed, _alone.Told(run.Id).Phase));
    }

    [Fact]
    public async Task Only_runs_that_train_are_actors_and_the_others_are_listed_and_take_commands()
    {
        RunSpec[] sweep = [.. Enumerable.Range(1, 40).Select(n => undisturbed.Run($"r{n}"))];
        using var gate = new Gate(sweep[0].Id, new TrainingPosition(0, 1));
        await using var lab = await _alone.StartWith(sweep, gate.Observer);
        await gate.Reached;

        Assert.Equal(["run-r1"], await Actors(lab));
        var board = await lab.ScoreboardAsync();
        Assert.Equal((40, 39, 1), (board.Runs.Count, board.Tallies[TestEngine.Sweep].Phases[RunPhase.Queued], board.Tallies[TestEngine.Sweep].Phases[RunPhase.Running]));
        Assert.Equal("r7 is Paused before its first checkpoint; it has no crew.", TestEngine.Accepted(await lab.PauseAsync(sweep[6].Id)));
        Assert.Equal("r8 is Cancelled.", TestEngine.Accepted(await lab.CancelAsync(sweep[7].Id)));
        while ((await Actors(lab)).Count > 1) await Task.Yield(); // they are let go again
        var after = (await lab.ScoreboardAsync()).Tallies[TestEngine.Sweep].Phases;
        Assert.Equal((37, 1, 1, 1), (after[RunPhase.Queued], after[RunPhase.Running], after[RunPhase.Paused], after[RunPhase.Cancelled]));
        gate.Open();
    }

    private static async Task<IReadOnlyList<string>> Actors(Lab lab) =>
        [.. (await lab.CensusAsync()).Children.Single(node => node.Name == $"sweep-{TestEngine.Sweep}").Children.Where(node => node.Name.StartsWith("run-", StringComparison.Ordinal)).Select(node => node.Name)];

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
