using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A run's figures by epoch, as they were when the run had been asked for.</summary>
/// <param name="EpochsDone">What its line said then. It is asked for again when the line says something else.</param>
internal sealed record RunEpochs(int EpochsDone, ImmutableArray<double> Kappa, ImmutableArray<double?> GazeDeviation)
{
    public static RunEpochs Of(int epochsDone, IReadOnlyList<EpochMetrics> epochs) =>
        new(epochsDone, [.. epochs.Select(epoch => epoch.Evaluation.Kappa)],
            [.. epochs.Select(epoch => (double?)epoch.Evaluation.GazeDeviation)]);
}

/// <summary>Kappa and gaze deviation by epoch for each λ, means over the first trials, of the network pointed at. Pure.</summary>
internal static class SweepCurves
{
    private const int MostTrials = 6;
    private const int MostWeights = 5;
    private const int LowestPanel = 6;
    private const int Narrowest = 40;

    /// <summary>The run whose epochs are asked for next: a run that is drawn, and has done epochs since. Null where all is known.</summary>
    public static Need? Needs(UiState state)
    {
        foreach (var run in Drawn(state).SelectMany(RunsOf(state)))
            if (run.EpochsDone > 0 && state.Sweep.Epochs.GetValueOrDefault(run.Id)?.EpochsDone != run.EpochsDone)
                return new Need.Epochs(run.Id, run.EpochsDone);
        return null;
    }

    /// <summary>The settings of the network pointed at that differ by λ alone: a few of them, the one pointed at among them.</summary>
    public static IReadOnlyList<Setting> Drawn(UiState state)
    {
        if (state.Index.SettingOf(state.Selected) is not (>= 0 and var at)) return [];
        var chosen = state.Index.Settings[at];
        var same = state.Index.Settings
            .Where(
                other =>
                    (other.Sweep, other.Data, other.Network, other.Variant) == (chosen.Sweep, chosen.Data, chosen.Network, chosen.Variant))
            .OrderBy(other => other.Lambda).ToList();
        return [.. same.Skip(Lists.FirstRow(same.IndexOf(chosen), same.Count, MostWeights)).Take(MostWeights)];
    }

    /// <summary>Draws both panels, beside each other where that fits better. Nothing where there is no room.</summary>
    public static void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var settings = Drawn(state);
        if (settings.Count == 0 || area.Width < Narrowest || area.Height < LowestPanel + 1) return;
        var trials = Math.Min(MostTrials, settings.Max(setting => setting.Places.Length));
        var mean = trials == 1 ? "" : settings.Max(setting => setting.Places.Length) > trials ? $", means of the first {trials} trials"
            : $", means of {trials} trials";
        grid.Text(
            area, 0, $" {settings[0].Network}{(settings[0].Variant.Length == 0 ? "" : $" {settings[0].Variant}")} by epoch and λ{mean}",
            Style.Bold);
        area = area.RowsFrom(1);
        var beside = area.Width >= 2 * Narrowest * 3 / 2 || area.Height < 2 * LowestPanel;
        var (width, height) = beside ? (area.Width / 2, area.Height) : (area.Width, area.Height / 2);
        var epochs = settings.SelectMany(RunsOf(state)).Max(run => run.Epochs);
        (string Title, Func<RunEpochs, int, double?> Figure)[] panels =
        [
            ("kappa", (run, epoch) => epoch < run.Kappa.Length ? run.Kappa[epoch] : null),
            ("gaze deviation", (run, epoch) => epoch < run.GazeDeviation.Length ? run.GazeDeviation[epoch] : null),
        ];
        for (var i = 0; i < panels.Length; i++)
        {
            var panel = beside ? area.Columns(i * width, width - 1) : area.Rows(i * height, height - 1);
            Curve.Draw(grid, panel, panels[i].Title, [.. settings.Select(setting => Of(setting, state, panels[i].Figure))], epochs, look);
        }
    }

    private static Func<Setting, IEnumerable<RunLine>> RunsOf(UiState state) =>
        setting => setting.Places.Take(MostTrials).Select(place => state.Frame.Runs[place]);

    /// <summary>Over those trials that have come so far.</summary>
    private static Series Of(Setting setting, UiState state, Func<RunEpochs, int, double?> figure)
    {
        RunEpochs[] runs = [.. RunsOf(state)(setting).Select(run => state.Sweep.Epochs.GetValueOrDefault(run.Id)).OfType<RunEpochs>()];
        var longest = runs.Select(run => run.Kappa.Length).DefaultIfEmpty(0).Max();
        return new Series($"λ{Numbers.Weight(setting.Lambda)}",
            [.. Enumerable.Range(0, longest).Select(epoch => runs.Average(run => figure(run, epoch)))]);
    }
}
