using System.Collections.Immutable;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>What λ changed, trial by trial, and what of that can be told from chance.</summary>
internal static class ComparisonTable
{
    public static ReportTable Of(SweepReport report) => new(
        "paired-differences", "Paired differences from λ = 0",
        "Trial t of every λ starts from the same weights and sees the same images in the same order. Mean difference at the last epoch "
        + "with its 95 % interval and p-value (Student's paired t test); Holm's correction is over all comparisons of the figure in this "
        + "table; d_z is the mean difference over the differences' standard deviation. A finding has a corrected p-value below "
        + $"{Numbers.Fixed(Comparison.Level, 2)} and {Comparison.FewestPairs} pairs or more.",
        2,
        [
            "Figure", "Setting", "λ", "Pairs", "Difference", new("95 % interval", "Difference 95 % low", "Difference 95 % high"), new(""),
            "Finding", "p", "p after Holm", "d_z",
        ],
        [
            .. from figure in LearningStudy.Compared
               let all = LearningStudy.Of(report, figure)
               let bars = CellBar.Of([.. all.Select(c => (c.Difference.Mean, c.Difference.Interval95, Look(c)))])
               from found in all.Zip(bars, (comparison, bar) => (Comparison: comparison, Bar: bar))
               select Row(report, found.Comparison, found.Bar),
        ])
    { Part = ReportPart.Statistics };

    /// <summary>Two or three words, for people.</summary>
    public static string Words(Comparison comparison) => (comparison.Finding, IsGaze(comparison)) switch
    {
        (Finding.Higher, false) => "helped",
        (Finding.Lower, false) => "hurt",
        (Finding.Lower, true) => "more consistent",
        (Finding.Higher, true) => "less consistent",
        _ => "cannot be told",
    };

    /// <summary>A p-value for people.</summary>
    public static string PValue(double? p) => p is < 0.001 ? "< 0.001" : Numbers.Fixed(p, 3);

    private static bool IsGaze(Comparison comparison) => comparison.Figure == Figures.Deviation;

    private static string Look(Comparison comparison) =>
        comparison.Finding == Finding.CannotBeTold ? "open" : (comparison.Finding == Finding.Higher) != IsGaze(comparison) ? "good" : "bad";

    private static ImmutableArray<Cell> Row(SweepReport report, Comparison comparison, CellBar? bar)
    {
        var (difference, digits) = (comparison.Difference, comparison.Figure.Digits);
        return
        [
            Cell.Of(comparison.Figure.Title), Cell.Of(comparison.Setting.Title(report.ManyData)),
            Cell.Of(Numbers.Weight(comparison.Weight.GazeWeight)),
            Cell.Of(difference.Pairs), Cell.Of(difference.Mean, digits), CorrelationTables.Range(difference.Interval95, digits),
            new Cell("") { Bar = bar }, Cell.Of(Words(comparison)),
            new Cell(PValue(difference.PValue), Cell.Exact(difference.PValue)),
            new Cell(PValue(comparison.Corrected), Cell.Exact(comparison.Corrected)),
            Cell.Of(difference.EffectSize, 2),
        ];
    }
}
