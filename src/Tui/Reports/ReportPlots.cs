using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Which figures a report has.</summary>
internal static class ReportPlots
{
    /// <summary>By setting, in the report's order; a setting without an epoch has none.</summary>
    public static ImmutableArray<(Setting Setting, ImmutableArray<Plot> Plots)> Of(SweepReport report) =>
    [
        .. report.Settings.Select((setting, at) => (
            setting,
            setting.Runs.All(r => r.Epochs.IsEmpty) ? [] : report.Sweep.Evaluation == Evaluation.Analytic
                ? [Scatter(report, setting, at), .. CurvesOf(report, setting, at).Skip(1)] // accuracy says little that kappa does not
                : CurvesOf(report, setting, at))),
    ];

    /// <summary>An epoch a dot, a trial a colour.</summary>
    private static Plot Scatter(SweepReport report, Setting setting, int at) => new(
        $"{report.Prefix}{at + 1}-{setting.FileName}-kappa-and-deviation",
        $"{setting.Title(report.ManyData)}: mean r = {Minus(Numbers.Fixed(setting.MeanCorrelation, 3))}",
        "Gaze deviation", "Cohen's kappa", "A dot is an epoch, a colour a trial.",
        [
            .. setting.Runs.Take(Room.StillTrials(report)).Select((run, i) => new PlotSeries(
                [.. run.Epochs.Select(e => (e.Evaluation.GazeDeviation, e.Evaluation.Kappa))], i, PlotLook.Dots,
                $"trial {run.Spec.Trial}")),
        ]);

    private static ImmutableArray<Plot> CurvesOf(SweepReport report, Setting setting, int at) =>
    [
        .. new[] { Figures.Accuracy, Figures.Kappa, Figures.Deviation }.Select(figure => new Plot(
            $"{report.Prefix}{at + 1}-{setting.FileName}-{figure.Key}", $"{setting.Title(report.ManyData)}: {Begun(figure.Title)}",
            "Epoch", figure.Title, "",
            [
                .. from weight in setting.Weights
                   from run in weight.Runs.Take(Room.StillTrials(report))
                   select new PlotSeries(Along(run, figure), report.ColourOf(weight.GazeWeight), PlotLook.ThinLine, null),
                .. setting.Weights.Select(weight => new PlotSeries(
                    Points(Band.Of(weight.Counted, figure).Mean), report.ColourOf(weight.GazeWeight), PlotLook.Line,
                    setting.Weights.Length == 1 ? null : $"λ = {Minus(Numbers.Weight(weight.GazeWeight))}")),
            ]) { WholeX = true }),
    ];

    private static string Begun(string title) =>
        title.StartsWith("Cohen", StringComparison.Ordinal) ? title : char.ToLowerInvariant(title[0]) + title[1..];

    private static string Minus(string number) => number.Replace('-', '−');

    private static ImmutableArray<(double X, double Y)> Along(RunReport run, Figure figure) => Points([.. run.Epochs.Select(figure.Of)]);

    /// <summary>By epoch; those that are undefined are left out.</summary>
    private static ImmutableArray<(double X, double Y)> Points(ImmutableArray<double?> values) =>
        [.. values.Select((value, i) => (X: i + 1.0, Y: value ?? double.NaN)).Where(point => !double.IsNaN(point.Y))];
}
