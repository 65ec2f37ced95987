using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tui.Reports;

/// <summary>Does the correlation hold however the gazes are read? Nothing of it where no run has <c>gaze.readings = all</c>.</summary>
internal static class ReadingTables
{
    public static ImmutableArray<ReportTable> Of(SweepReport report) => report.Readings.IsEmpty ? [] : [Table(report)];

    /// <summary>For each setting, in how many readings the interval lies on which side of 0.</summary>
    public static IEnumerable<string> Sides(SweepReport report) =>
        from study in report.Readings
        group study by (study.Setting, study.Weight) into setting
        let intervals = setting.Select(study => study.All.Interval95).OfType<Interval>().ToArray()
        where intervals.Length > 0
        select Sides(FindingWords.Title(report, setting.Key.Setting, setting.Key.Weight), intervals);

    private static string Sides(string title, Interval[] intervals)
    {
        var (below, above) = (intervals.Count(interval => interval.High < 0), intervals.Count(interval => interval.Low > 0));
        return $"Of {intervals.Length} ways to read the gazes, the 95 % interval of the mean r for {title} lies wholly below 0 in "
            + $"{below}, wholly above 0 in {above}, and on both sides in {intervals.Length - below - above}.";
    }

    private static ReportTable Table(SweepReport report)
    {
        const string All = "Mean r";
        var late = $"After epoch {ReadingStudy.FirstEpochs}";
        var weights = CorrelationTables.HasWeights(report);
        var paper = report.Readings.Any(study => study.Setting.PaperCorrelation is not null);
        return new ReportTable(
            "readings", "The same correlation, with the gazes read in other ways",
            "The paper leaves open at which layer a gaze is taken and how a raw map is normalised. Pearson's r of kappa and gaze "
            + "deviation, mean over completed trials, with 95 % bootstrap intervals over trials, and the same without the first epochs; "
            + "all readings are of the same training. A conclusion that holds under one reading alone is a conclusion about that reading.",
            weights ? 4 : 3,
            [
                "Setting", .. CorrelationTables.Optional(weights, "λ"), "Layer", "Normalised", "Trials",
                All, Range("95 % interval", All), late, Range("Its 95 % interval", late), "Mean ρ",
                .. CorrelationTables.Optional(paper, "Paper", "Same sign"),
            ],
            [.. report.Readings.Select(study => Row(report, study, weights, paper))])
        { Part = ReportPart.Statistics };
    }

    private static ImmutableArray<Cell> Row(SweepReport report, ReadingStudy study, bool weights, bool paper) =>
    [
        .. CorrelationTables.Setting(report, study.All, weights),
        Cell.Of(study.Layer), Cell.Of(EnumWords.Of(study.Normalise)), Cell.Of(study.All.Counted),
        Cell.Of(study.All.Mean, 3), CorrelationTables.Range(study.All.Interval95, 3),
        Cell.Of(study.Late.Mean, 3), CorrelationTables.Range(study.Late.Interval95, 3), Cell.Of(study.All.SpearmanMean, 3),
        .. paper ? CorrelationTables.Paper(study.All) : [],
    ];

    private static ReportColumn Range(string title, string of) => new(title, $"{of} 95 % low", $"{of} 95 % high");
}
