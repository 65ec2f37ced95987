using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Does the gaze deviation go with kappa? By trial and over trials, with all epochs and without the first of them.</summary>
internal static class CorrelationTables
{
    public static ImmutableArray<ReportTable> Of(SweepReport report) =>
        [ByTrial(report), SpearmanByTrial(report), Means(report), .. ReadingTables.Of(report)];

    /// <summary>Pearson's r of each trial over all of its epochs, their mean, the paper's.</summary>
    public static ReportTable ByTrial(SweepReport report) => ByTrial(
        report, "correlations", "Correlation of kappa and gaze deviation",
        "Pearson's r over all epochs of a trial; a dash where either series is constant. The mean is over completed trials that have "
        + "one, as in the paper.", HasPaper(report), trial => trial.Pearson, study => study.Mean);

    /// <summary>The same of ranks, which asks only whether one figure rises as the other falls.</summary>
    public static ReportTable SpearmanByTrial(SweepReport report) => ByTrial(
        report, "rank-correlations", "Rank correlation of kappa and gaze deviation",
        "Spearman's ρ over all epochs of a trial; a dash where either series is constant. The mean is over completed trials that have one.",
        false, trial => trial.Spearman, study => study.SpearmanMean) with { Folded = true };

    private static ReportTable ByTrial(
        SweepReport report, string name, string title, string note, bool paper, Func<TrialCorrelation, double?> of,
        Func<CorrelationStudy, double?> mean)
    {
        int[] trials = [.. report.Runs.Select(r => r.Spec.Trial).Distinct().Order()];
        var weights = HasWeights(report);
        return new ReportTable(
            name, title,
            note + (report.Finished
                ? ""
                : $" {ReportTables.UnfinishedMark} marks runs that are not completed; their figures are of the epochs so far."),
            1,
            [
                "Setting", .. Optional(weights, "λ"), .. trials.Select(t => (ReportColumn)$"Trial {t}"), "Mean",
                .. Optional(paper, "Paper", "Same sign"),
            ],
            [
                .. report.Correlations.Where(study => study.Skipped == 0).Select(study => (ImmutableArray<Cell>)
                [
                    .. Setting(report, study, weights),
                    .. trials.Select(t => Trial(study.Trials.FirstOrDefault(trial => trial.Run.Spec.Trial == t), of)),
                    Cell.Of(mean(study), 3), .. paper ? Paper(report, study) : [],
                ]),
            ])
        { Part = ReportPart.Statistics };
    }

    /// <summary>Means and intervals, with so many of the first epochs left out.</summary>
    public static ReportTable Means(SweepReport report)
    {
        var weights = HasWeights(report);
        return new ReportTable(
            "correlations-over-trials", "Correlation over trials, with and without the first epochs",
            "Over completed trials: the plain mean of Pearson's r, their mean through Fisher's z, and the mean of Spearman's ρ. 95 % "
            + $"intervals are percentiles of {Bootstrap.Resamples.ToString("N0", CultureInfo.InvariantCulture)} bootstrap samples of "
            + "trials (fewer where there are more than a hundred trials), drawn from a fixed seed; with few trials they are too narrow, "
            + "and with fewer than three there is none.",
            1,
            [
                "Setting", .. Optional(weights, "λ"), "First epochs left out", "Trials", "Mean r", Range("Mean r"), "Through Fisher's z",
                "Mean ρ", Range("Mean ρ"), .. Optional(HasPaper(report), "Paper", "Same sign"),
            ],
            [
                .. report.Correlations.Select(study => (ImmutableArray<Cell>)
                [
                    .. Setting(report, study, weights), Cell.Of(study.Skipped), Cell.Of(study.Counted), Cell.Of(study.Mean, 3),
                    Range(study.Interval95, 3), Cell.Of(study.Fisher, 3), Cell.Of(study.SpearmanMean, 3),
                    Range(study.SpearmanInterval95, 3), .. Paper(report, study),
                ]),
            ])
        { Part = ReportPart.Statistics, Folded = true };
    }

    public static ReportColumn Range(string of) => new($"95 % interval of {of}", $"{of} 95 % low", $"{of} 95 % high");

    public static Cell Range(Interval? interval, int digits) => interval is null
        ? new Cell(Numbers.Undefined, "", "")
        : new Cell(
            $"[{Numbers.Fixed(interval.Low, digits)}, {Numbers.Fixed(interval.High, digits)}]",
            Cell.Exact(interval.Low), Cell.Exact(interval.High));

    internal static bool HasWeights(SweepReport report) => report.Runs.Select(r => r.Spec.GazeWeight).Distinct().Count() > 1;

    private static bool HasPaper(SweepReport report) => !HasWeights(report) && report.Settings.Any(s => s.PaperCorrelation is not null);

    internal static ReportColumn[] Optional(bool wanted, params ReportColumn[] columns) => wanted ? columns : [];

    internal static Cell[] Setting(SweepReport report, CorrelationStudy study, bool weights)
    {
        var setting = Cell.Of(study.Setting.Title(report.ManyData));
        return weights ? [setting, Cell.Of(Numbers.Weight(study.Weight.GazeWeight))] : [setting];
    }

    private static Cell Trial(TrialCorrelation? trial, Func<TrialCorrelation, double?> of) =>
        trial is null ? new(Numbers.Undefined, "") : Cell.Of(of(trial), 3, ReportTables.Mark(trial.Run));

    /// <summary>The paper's value, and whether the mean has its sign.</summary>
    public static Cell[] Paper(CorrelationStudy study) =>
    [
        Cell.Of(study.Setting.PaperCorrelation, 3),
        study.AgreesWithPaper is { } same ? Cell.Of(same ? "yes" : "no") : new Cell(Numbers.Undefined, ""),
    ];

    private static Cell[] Paper(SweepReport report, CorrelationStudy study) => HasPaper(report) ? Paper(study) : [];
}
