using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class SweepCurvesTests
{
    [Fact]
    public void Of_ten_thousand_runs_only_a_few_are_asked_for_one_at_a_time()
    {
        var state = UiState.Initial.Apply(MadeUpFrames.Of(500, [0, 10, 50, 100], [1, 2, 3, 4, 5])) with { Size = (160, 45) };
        Assert.Equal(10_000, state.Frame.Runs.Length);

        var asked = new List<Need.Epochs>();
        while (state.Module.Needs(state) is Need.Epochs need)
        {
            asked.Add(need);
            state = state with { Sweep = state.Sweep.Apply(need.Id, new RunEpochs(need.EpochsDone, [], [])) };
        }

        Assert.InRange(asked.Count, 4, 24);
        Assert.Equal(asked.Distinct(), asked);
        Assert.All(asked, need => Assert.InRange(state.Index.Find(state.Frame, need.Id)!.Trial, 1, 6));
    }

    [Fact]
    public void A_run_is_asked_for_again_only_when_it_has_done_another_epoch()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Sweep) with { Size = (160, 45) };
        Assert.Null(state.Module.Needs(state));

        var frame = MadeUpFrames.Of(3);
        var same = state.Apply(frame with { Number = 8 });
        var further = state.Apply(frame with { Runs = [.. frame.Runs
            .Select(run => run.Id == state.Selected ? run with { EpochsDone = run.EpochsDone + 1 } : run)] });

        Assert.Null(same.Module.Needs(same));
        Assert.Equal(new Need.Epochs(state.Selected!, 4), further.Module.Needs(further));
    }

    [Fact]
    public void A_small_screen_asks_for_nothing() =>
        Assert.Null(ScreenModules.Of(ScreenKind.Sweep).Needs(UiState.Initial.Apply(MadeUpFrames.Of(3))));

    [Fact]
    public void The_mean_is_over_the_trials_that_have_come_so_far()
    {
        var state = UiState.Initial.Apply(MadeUpFrames.Of(3, [0], [1])) with { Size = (160, 45) };
        foreach (var (run, kappa) in state.Frame.Runs.Zip([0.2, 0.4]))
            state = state with { Sweep = state.Sweep.Apply(run.Id, new RunEpochs(1, [kappa], [0.05])) };

        var text = Page.Of(state, 160, 45, new Look(ColourDepth.None, false)).ToText();

        Assert.Contains("kappa λ0 0.3000", text, StringComparison.Ordinal);
        Assert.Contains("gaze deviation λ0 0.0500", text, StringComparison.Ordinal);
        Assert.Contains("level1 by epoch and λ, means of 3 trials", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Among_many_weights_those_around_the_one_pointed_at_are_drawn()
    {
        var state = UiState.Initial.Apply(MadeUpFrames.Of(1, [.. Enumerable.Range(0, 30).Select(i => 10.0 * i)], [1]));
        state = state.Choosing(state.Frame.Runs[20].Id);

        Assert.Equal([180, 190, 200, 210, 220], SweepCurves.Drawn(state).Select(setting => setting.Lambda));
    }
}
