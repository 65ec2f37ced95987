using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>A report's tables: which rows and columns, in which words.</summary>
internal static class ReportTables
{
    public const string UnfinishedMark = "*";

    /// <summary>In the order in which they are read.</summary>
    public static ImmutableArray<ReportTable> Of(SweepReport report) =>
        report.Sweep.Evaluation == Evaluation.Analytic
            ? [.. CorrelationTables.Of(report), Results(report), ClassesTable.Of(report), Guards(report), .. WorthTables.Of(report),
                .. ProvenanceTables.Of(report)]
            :
            [
                Results(report), ComparisonTable.Of(report), .. CorrelationTables.Of(report), ClassesTable.Of(report), Guards(report),
                .. WorthTables.Of(report), .. ProvenanceTables.Of(report),
            ];

    /// <summary>Final and best values by setting and λ.</summary>
    public static ReportTable Results(SweepReport report) => new(
        "results", "Final and best values",
        "At the last epoch, mean ± sample standard deviation over completed trials; best kappa is each trial's best epoch, chosen on the "
        + "evaluation set itself.",
        1,
        ["Setting", "λ", new("Trials", "Trials", "Trials planned"), Mean("Accuracy"), Mean("Kappa"), Mean("Best kappa"),
            Mean("Gaze deviation")],
        [
            .. from setting in report.Settings
               from weight in setting.Weights
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(setting.Title(report.ManyData)), Cell.Of(Numbers.Weight(weight.GazeWeight)),
                   new Cell(
                       weight.Kappa.Count == weight.Runs.Length ? $"{weight.Kappa.Count}" : $"{weight.Kappa.Count} of {weight.Runs.Length}",
                       $"{weight.Kappa.Count}", $"{weight.Runs.Length}"),
                   Mean(weight.Accuracy, 3), Mean(weight.Kappa, 3), Mean(weight.BestKappa, 3), Deviation(weight.Deviation),
               ],
        ])
    { Part = ReportPart.Overview };

    /// <summary>What tells a consistent gaze from a trivial one.</summary>
    public static ReportTable Guards(SweepReport report) => new(
        "guards", "Guards",
        "At each run's last epoch. A gaze loss has trivial minima: maps of zeros, maps of one value, nothing correct. "
        + "Zero gazes are the share of correct samples whose map is zero everywhere; entropy is in nats.",
        1,
        ["Run", "Epoch", "Zero gazes", "Gaze entropy", "Cross entropy", "Gaze loss", "λ"],
        [
            .. from run in report.Runs
               let last = run.Last
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(run.Spec.Id.Value + Mark(run)), Cell.Of(run.Epochs.Count),
                   new Cell(Numbers.Percent(last?.Evaluation.ZeroGazeShare), Cell.Exact(last?.Evaluation.ZeroGazeShare)),
                   Cell.Of(last?.Evaluation.GazeEntropy, 3),
                   Cell.Of(last?.Training.CrossEntropy, 4), Cell.Of(last?.Training.GazeLoss, 5), new Cell(
                       Numbers.Short(last?.GazeWeight), Cell.Exact(last?.GazeWeight)),
               ],
        ])
    { Part = ReportPart.Statistics, Folded = true };

    public static string Mark(RunReport run) => run.Completed ? "" : UnfinishedMark;

    public static ReportColumn Mean(string title) => new(title, title, $"{title} standard deviation");

    /// <summary>Of the gaze: some readings make it small, and then it keeps three digits.</summary>
    public static Cell Deviation(Spread spread) => spread.Mean is null or 0 or >= 1e-3
        ? Mean(spread, 4)
        : new Cell(
            spread.Deviation is null ? Numbers.Short(spread.Mean) : $"{Numbers.Short(spread.Mean)} ± {Numbers.Short(spread.Deviation)}",
            Cell.Exact(spread.Mean), Cell.Exact(spread.Deviation));

    public static Cell Mean(Spread spread, int digits) => new(
        spread.Deviation is null
            ? Numbers.Fixed(spread.Mean, digits)
            : $"{Numbers.Fixed(spread.Mean, digits)} ± {Numbers.Fixed(spread.Deviation, digits)}",
        Cell.Exact(spread.Mean), Cell.Exact(spread.Deviation));
}
