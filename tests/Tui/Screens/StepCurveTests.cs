using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class StepCurveTests
{
    private static readonly RunLine Run = new(new RunId("s-a"), "s", 0, RunPhase.Running) 
    {
        Doing = "training",
        Epoch = 1,
        Epochs = 3,
        StepsPerEpoch = 100_000,
        ImagesPerSecond = 90,
    };

    [Fact]
    public void A_frame_without_a_new_step_adds_nothing()
    {
        var curve = StepCurve.Empty.Add(Run with { Step = 1, Loss = 2 });

        Assert.Same(curve, curve.Add(Run with { Step = 1, Loss = 2 }));
        Assert.Same(StepCurve.Empty, StepCurve.Empty.Add(Run with { Step = 0, Loss = null }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(10_000)]
    public void However_long_it_trains_the_curve_reaches_from_the_first_step_to_the_newest(int steps)
    {
        var curve = Enumerable.Range(1, steps).Aggregate(StepCurve.Empty,
            (curve, step) => curve.Add(Run with { Step = step, Loss = 1.0 / step }));
        var samples = curve.Samples.ToList();

        Assert.Equal((1, steps), (samples[0].Step, samples[^1].Step));
        Assert.InRange(samples.Count, Math.Min(steps, 200), StepCurve.Most + 1);
        Assert.Equal(samples.Select(sample => sample.Step).Distinct().Order(), samples.Select(sample => sample.Step));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    [InlineData(200, 50)]
    public void Before_the_first_epoch_is_over_a_run_has_curves_already(int width, int height)
    {
        var state = MadeUpFrames.Watching(ScreenKind.Run);
        var detail = state.Run.Detail!;
        state = state with { Run = state.Run with { Detail = detail with { State = detail.State with { Epochs = [] } } } };

        var text = Page.Of(state, width, height, new Look(ColourDepth.None, false)).ToText();

        Assert.Contains("loss by step 0.4000", text, StringComparison.Ordinal);
        Assert.Contains("images/s 153", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not yet", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_no_longer_train_are_forgotten_but_for_the_one_pointed_at()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Run);
        Assert.Equal(4, state.Run.Steps.Count);

        var frame = MadeUpFrames.Of(3);
        state = state.Apply(frame with { Runs = [.. frame.Runs.Select(run => run with { Phase = RunPhase.Completed })] });

        Assert.Equal(state.Selected, Assert.Single(state.Run.Steps).Key);
    }
}
