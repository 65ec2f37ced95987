using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A run's figures by epoch, panel by panel, another run's beside them where there is one. Pure.</summary>
internal static class RunCurves
{
    private const int WideEnoughForEight = 160;

    public static void Draw(Grid grid, Area area, RunDetail detail, Look look)
    {
        var (run, beside) = (detail.State, detail.Beside);
        var panels = Panels(run, beside, area.Width >= WideEnoughForEight);
        var across = panels.Count / 2;
        var (width, height) = (area.Width / across, area.Height / 2);
        var epochs = Math.Max(run.Spec!.Epochs, beside?.Spec!.Epochs ?? 0);
        for (var i = 0; i < panels.Count; i++)
        {
            var panel = area.Rows(i / across * height, height - (height > 6 ? 1 : 0)).Columns(i % across * width, width - 1);
            Curve.Draw(grid, panel, panels[i].Title, panels[i].Series, epochs, look);
        }
    }

    private static List<(string Title, IReadOnlyList<Series> Series)> Panels(RunState run, RunState? beside, bool eight)
    {
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
            ("gaze loss", Both(run, beside, e => e.Training.GazeLoss)),
            ("λ", Both(run, beside, e => e.GazeWeight)),
        };
        if (!eight)
        {
            panels[5] = ($"rate {Numbers.Short(run.Epochs.IsEmpty ? null : run.Epochs[^1].LearningRate)}, λ", Both(run, beside, e => e.GazeWeight));
            return panels;
        }

        panels.Add(("learning rate", Both(run, beside, e => e.LearningRate)));
        panels.Add(("gaze entropy", Both(run, beside, e => e.Evaluation.GazeEntropy)));
        return panels;
    }

    private static IReadOnlyList<Series> Both(RunState run, RunState? beside, Func<EpochMetrics, double?> figure) => beside is null
        ? [Of(run, "", figure)]
        : [Of(run, $"λ{Numbers.Weight(run.Spec!.GazeWeight)}", figure), Of(beside, $"λ{Numbers.Weight(beside.Spec!.GazeWeight)}", figure)];

    private static Series Of(RunState run, string name, Func<EpochMetrics, double?> figure) => new(name, [.. run.Epochs.Select(figure)]);
}
