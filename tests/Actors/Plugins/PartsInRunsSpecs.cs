using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Plugins;

/// <summary>Distances and other parts that an assembly brings, in engines whose runs are threads and in those whose runs are processes.</summary>
[Slow]
public sealed class PartsInRunsSpecs(Undisturbed undisturbed)
{
    [Fact]
    public async Task A_run_with_parts_of_one_s_own_trains_in_a_worker_to_the_bits_of_one_in_the_engine()
    {
        using var engine = new TestEngine { InProcesses = true };
        using var whole = new TestEngine();
        var run = undisturbed.Run("r") with
        {
            Epochs = 3, GazeWeight = 5, Curriculum = new CurriculumSpec(Labs.Part(Labs.Mine, PartKind.Curriculum, "waves"), 0, 1),
            Gaze = new GazeSpec { Distance = Labs.Part(Labs.Mine, PartKind.Distance, "huber"), Method = GazeMethod.LayerCam },
            Loss = new LossSpec { Term = Labs.Part(Labs.Mine, PartKind.LossTerm, "area"), Weight = 0.1 },
            Training = undisturbed.Run("r").Training with { Optimiser = Optimiser.Sgd, Schedule = LearningSchedule.Cosine, ClassWeights = ClassWeights.Balanced },
        };

        await whole.RunToRest([run]);
        await using (var lab = await engine.StartWith([run]))
        {
            while ((await lab.ScoreboardAsync()).Runs.GetValueOrDefault(run.Id)?.Summary.EpochsDone is null or < 1) await Task.Delay(5, Cancel);
            if ((await lab.PauseAsync(run.Id)).IsAccepted) Accepted(await lab.ResumeAsync(run.Id));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        var (state, other) = (engine.Told(run.Id), whole.Told(run.Id));
        Assert.True(state.Phase == RunPhase.Completed, state.Reason);
        Assert.Equal(other.WeightsSha256, state.WeightsSha256);
        Assert.Equal(other.Epochs, state.Epochs);
        Assert.All(state.Epochs, epoch => Assert.Equal(0.1, epoch.Training.LossWeight));
        Assert.Equal(Plugin.Identify(Labs.Mine), state.Spec!.Plugin);
    }

    [Fact]
    public async Task A_part_that_breaks_costs_its_run_with_its_name_and_no_other()
    {
        using var engine = new TestEngine();
        RunSpec[] broken =
        [
            With("late", new GazeSpec { Distance = Labs.Part(Labs.Broken, PartKind.Distance, "late") }),
            With("shape", new GazeSpec { Distance = Labs.Part(Labs.Broken, PartKind.Distance, "shape") }),
            undisturbed.Run("many") with { Loss = new LossSpec { Term = Labs.Part(Labs.Broken, PartKind.LossTerm, "many") } },
        ];

        await engine.RunToRest([.. broken, undisturbed.Run("sound")]);

        Assert.Equal("The distance 'late' of BrokenLab.dll threw InvalidOperationException: thirty are enough", engine.Told(new RunId("late")).Reason);
        Assert.Contains("BrokenLab.BrokenMeasures", engine.Told(new RunId("late")).LastFault!.Stack, StringComparison.Ordinal);
        Assert.StartsWith("The distance 'shape' does not keep the contract: call:", engine.Told(new RunId("shape")).Reason, StringComparison.Ordinal);
        Assert.StartsWith("The loss term 'many' does not keep the contract: call:", engine.Told(new RunId("many")).Reason, StringComparison.Ordinal);
        Assert.All(broken, run => Assert.Equal(RunPhase.Failed, engine.Told(run.Id).Phase));
        Assert.Equal(RunPhase.Completed, engine.Told(new RunId("sound")).Phase);

        RunSpec With(string name, GazeSpec gaze) => undisturbed.Run(name) with { Gaze = gaze, GazeWeight = 5, Curriculum = new CurriculumSpec(CurriculumShape.Constant), Epochs = 40 };
    }

    [Fact]
    public async Task One_that_does_not_come_back_is_named_as_a_suspect()
    {
        using var engine = new TestEngine { InProcesses = true };
        engine.Settings = engine.Settings with { StepTimeout = TimeSpan.FromSeconds(8), Retry = Quick with { MaxInARow = 0 } };
        var run = undisturbed.Run("r") with { GazeWeight = 5, Curriculum = new CurriculumSpec(Labs.Part(Labs.Broken, PartKind.Curriculum, "hangs")) };

        await engine.RunToRest([run, undisturbed.Run("sound")]);

        Assert.Equal(RunPhase.Failed, engine.Told(run.Id).Phase);
        Assert.Contains("The run has the curriculum 'hangs' of BrokenLab.dll, whose code may not come back.", engine.Told(run.Id).Reason, StringComparison.Ordinal);
        await undisturbed.SameBits(engine.Told(new RunId("sound")));
    }
}
