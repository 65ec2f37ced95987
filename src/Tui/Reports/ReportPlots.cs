using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Which figures a report has.</summary>
internal static class ReportPlots
{
    private static readonly (string Name, string Words, Func<EvaluationFigures, double> Figure)[] Curves =
        [("accuracy", "Accuracy", e => e.Accuracy), ("kappa", "Cohen's kappa", e => e.Kappa), ("gaze-deviation", "Gaze deviation", e => e.GazeDeviation)];

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
        $"{at + 1}-{setting.FileName}-kappa-and-deviation",
        $"{setting.Title(report.ManyData)}: mean r = {Minus(Numbers.Fixed(setting.MeanCorrelation, 3))}",
        "Gaze deviation", "Cohen's kappa", "A dot is an epoch, a colour a trial.",
        [
            .. setting.Runs.Select((run, i) => new PlotSeries(
                [.. run.Epochs.Select(e => (e.Evaluation.GazeDeviation, e.Evaluation.Kappa))], i, PlotLook.Dots, $"trial {run.Spec.Trial}")),
        ]);

    private static ImmutableArray<Plot> CurvesOf(SweepReport report, Setting setting, int at) =>
    [
        .. Curves.Select(curve => new Plot(
            $"{at + 1}-{setting.FileName}-{curve.Name}", $"{setting.Title(report.ManyData)}: {curve.Words.ToLowerInvariant().Replace("cohen", "Cohen", StringComparison.Ordinal)}", "Epoch", curve.Words, "",
            [
                .. setting.Weights.SelectMany((weight, colour) => weight.Runs.Select(run => new PlotSeries(Along(run, curve.Figure), colour, PlotLook.ThinLine, null))),
                .. setting.Weights.Select((weight, colour) => new PlotSeries(
                    [.. weight.MeanCurve(curve.Figure).Select((y, i) => (i + 1.0, y))], colour, PlotLook.Line,
                    setting.Weights.Length == 1 ? null : $"λ = {Minus(Numbers.Weight(weight.GazeWeight))}")),
            ]) { WholeX = true }),
    ];

    private static string Minus(string number) => number.Replace('-', '−');

    private static ImmutableArray<(double X, double Y)> Along(RunReport run, Func<EvaluationFigures, double> figure) =>
        [.. run.Epochs.Select(e => ((double)e.Epoch, figure(e.Evaluation)))];
}
