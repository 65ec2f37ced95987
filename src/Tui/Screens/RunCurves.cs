using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>
/// A run's figures by epoch, panel by panel, another run's beside them where there is one; and those by step as far as frames have told
/// them. Pure.
/// </summary>
internal static class RunCurves
{
    private const int WideEnoughForEight = 160;
    private const int WideEnoughForSteps = 110;

    /// <summary>Both where there is room; by step alone before the first epoch is over, and where that was asked for.</summary>
    public static void Draw(Grid grid, Area area, RunDetail detail, RunScreenState own, Look look)
    {
        var steps = detail.State.Spec is { } spec ? own.Steps.GetValueOrDefault(spec.Id, StepCurve.Empty) : StepCurve.Empty;
        var (eight, both) = (area.Width >= WideEnoughForEight, area.Width >= WideEnoughForSteps);
        if (detail.State.Epochs.IsEmpty || (own.StepsAlone && steps.Newest is not null)) Steps(grid, area, steps, look, both);
        else if (steps.Newest is null || !both) Epochs(grid, area, detail, eight, look);
        else
        {
            var left = area.Width - (area.Width / (eight ? 5 : 4)); // as wide as one panel of the others
            Epochs(grid, area.Columns(0, left), detail, eight, look);
            Steps(grid, area.ColumnsFrom(left), steps, look, false);
        }
    }

    /// <summary>Loss and images a second, beside each other or one above the other.</summary>
    private static void Steps(Grid grid, Area area, StepCurve steps, Look look, bool beside)
    {
        StepSample[] samples = [.. steps.Samples];
        (string Title, Func<StepSample, double?> Figure, double? Floor)[] panels =
            [("loss by step", sample => sample.Loss, null), ("images/s", sample => sample.ImagesPerSecond, 0)];
        var (width, height) = beside ? (area.Width / 2, area.Height) : (area.Width, area.Height / 2);
        for (var i = 0; i < panels.Length; i++)
        {
            var panel = beside ? area.Columns(i * width, width - 1) : area.Columns(0, width - 1).Rows(i * height, height);
            var line = new Series("", [.. samples.Select(panels[i].Figure)]);
            Curve.Draw(grid, panel.Rows(0, panel.Height - (height > 6 ? 1 : 0)), panels[i].Title, [line], samples.Length, look,
                panels[i].Floor);
        }
    }

    private static void Epochs(Grid grid, Area area, RunDetail detail, bool eight, Look look)
    {
        var (run, beside) = (detail.State, detail.Beside);
        var panels = Panels(run, beside, eight);
        var across = panels.Count / 2;
        var (width, height) = (area.Width / across, area.Height / 2);
        var epochs = Math.Max(run.Spec!.Epochs, beside?.Spec!.Epochs ?? 0);
        for (var i = 0; i < panels.Count; i++)
        {
            var panel = area.Rows(i / across * height, height - (height > 6 ? 1 : 0)).Columns(i % across * width, width - 1);
            Curve.Draw(grid, panel, panels[i].Title, panels[i].Series, epochs, look);
        }
    }

    /// <summary>A loss term has the panel of the gaze loss where no gaze loss is taken, and else the eighth.</summary>
    private static List<(string Title, IReadOnlyList<Series> Series)> Panels(RunState run, RunState? beside, bool eight)
    {
        bool Known(Func<EpochMetrics, double?> figure) => run.Epochs.Concat(beside?.Epochs ?? []).Any(epoch => figure(epoch) is not null);
        var (gaze, term) = (Known(e => e.Training.GazeLoss), Known(e => e.Training.LossTerm));
        var panels = new List<(string, IReadOnlyList<Series>)>
        {
            ("loss", beside is null
                ? [Of(run, "test", e => e.Evaluation.CrossEntropy), Of(run, "train", e => e.Training.CrossEntropy)]
                : Both(run, beside, e => e.Evaluation.CrossEntropy)),
            ("accuracy", beside is null
                ? [Of(run, "test", e => e.Evaluation.Accuracy), Of(run, "train", e => e.Training.Accuracy)]
                : Both(run, beside, e => e.Evaluation.Accuracy)),
            ("kappa", Both(run, beside, e => e.Evaluation.Kappa)),
            ("gaze deviation", Both(run, beside, e => e.Evaluation.GazeDeviation)),
            term && !gaze ? LossTerm() : ("gaze loss", Both(run, beside, e => e.Training.GazeLoss)),
            ("λ", Both(run, beside, e => e.GazeWeight)),
        };
        if (!eight)
        {
            panels[5] = ($"rate {Numbers.Short(run.Epochs.IsEmpty ? null : run.Epochs[^1].LearningRate)}, λ",
                Both(run, beside, e => e.GazeWeight));
            return panels;
        }

        panels.Add(("learning rate", Both(run, beside, e => e.LearningRate)));
        panels.Add(term && gaze ? LossTerm() : ("gaze entropy", Both(run, beside, e => e.Evaluation.GazeEntropy)));
        return panels;

        (string, IReadOnlyList<Series>) LossTerm() => ("loss term", Both(run, beside, e => e.Training.LossTerm));
    }

    private static IReadOnlyList<Series> Both(RunState run, RunState? beside, Func<EpochMetrics, double?> figure) => beside is null
        ? [Of(run, "", figure)]
        : [Of(run, $"λ{Numbers.Weight(run.Spec!.GazeWeight)}", figure), Of(beside, $"λ{Numbers.Weight(beside.Spec!.GazeWeight)}", figure)];

    private static Series Of(RunState run, string name, Func<EpochMetrics, double?> figure) => new(name, [.. run.Epochs.Select(figure)]);
}
