using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>A report's tables: which rows and columns, in which words.</summary>
internal static class ReportTables
{
    private const string UnfinishedMark = "*";

    /// <summary>In the order in which they are read.</summary>
    public static ImmutableArray<ReportTable> Of(SweepReport report) =>
        report.Sweep.Evaluation == Evaluation.Analytic
            ? [Correlations(report), Results(report), Guards(report), ImagesTable.Of(report), Runs(report)]
            : [Results(report), Gains(report), Correlations(report), Guards(report), ImagesTable.Of(report), Runs(report)];

    /// <summary>Each trial's correlation, their mean, the paper's.</summary>
    public static ReportTable Correlations(SweepReport report)
    {
        var trials = report.Runs.Select(r => r.Spec.Trial).Distinct().Order().ToArray();
        var weights = report.Runs.Select(r => r.Spec.GazeWeight).Distinct().Count() > 1;
        ImmutableArray<ReportColumn> columns =
            ["Setting", .. weights ? ["λ"] : Array.Empty<ReportColumn>(), .. trials.Select(t => (ReportColumn)$"Trial {t}"), "Mean", .. weights ? Array.Empty<ReportColumn>() : ["Paper"]];

        var rows = from setting in report.Settings
                   from weight in setting.Weights
                   let done = weight.Runs.Where(r => r.Completed).Select(r => r.Correlation).OfType<double>().ToArray()
                   select (ImmutableArray<Cell>)
                   [
                       Cell.Of(setting.Title(report.ManyData)),
                       .. weights ? [Cell.Of(Numbers.Weight(weight.GazeWeight))] : Array.Empty<Cell>(),
                       .. trials.Select(t => Trial(weight.Runs.FirstOrDefault(r => r.Spec.Trial == t))),
                       Cell.Of(done.Length == 0 ? null : done.Average(), 3),
                       .. weights ? Array.Empty<Cell>() : [Cell.Of(setting.PaperCorrelation, 3)],
                   ];
        return new ReportTable(
            "correlations", "Correlation of kappa and gaze deviation",
            "Pearson's r over a trial's epochs; a dash where either series is constant. The mean is over completed trials that have one." + UnfinishedNote(report),
            1, columns, [.. rows]);
    }

    /// <summary>Final and best values by setting and λ.</summary>
    public static ReportTable Results(SweepReport report) => new(
        "results", "Final and best values",
        "At the last epoch, mean ± sample standard deviation over completed trials; best kappa is each trial's best epoch, chosen on the evaluation set itself.",
        1,
        ["Setting", "λ", new("Trials", "Trials", "Trials planned"), Mean("Accuracy"), Mean("Kappa"), Mean("Best kappa"), Mean("Gaze deviation")],
        [
            .. from setting in report.Settings
               from weight in setting.Weights
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(setting.Title(report.ManyData)), Cell.Of(Numbers.Weight(weight.GazeWeight)),
                   new Cell(
                       weight.Kappa.Count == weight.Runs.Length ? $"{weight.Kappa.Count}" : $"{weight.Kappa.Count} of {weight.Runs.Length}",
                       $"{weight.Kappa.Count}", $"{weight.Runs.Length}"),
                   Mean(weight.Accuracy, 3), Mean(weight.Kappa, 3), Mean(weight.BestKappa, 3), Mean(weight.Deviation, 4),
               ],
        ]);

    /// <summary>What λ changed, trial by trial.</summary>
    public static ReportTable Gains(SweepReport report) => new(
        "paired-differences", "Paired differences from λ = 0",
        "Trial t of every λ starts from the same weights and sees the same images in the same order. Mean difference at the last epoch with its 95 % interval (Student's t); "
        + "no correction for the number of comparisons.",
        1,
        ["Setting", "λ", "Pairs", "Δ kappa", Range("Δ kappa"), "Δ gaze deviation", Range("Δ gaze deviation")],
        [
            .. from setting in report.Settings
               from weight in setting.Weights
               where weight.KappaGain is not null
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(setting.Title(report.ManyData)), Cell.Of(Numbers.Weight(weight.GazeWeight)), Cell.Of(weight.KappaGain!.Pairs),
                   Cell.Of(weight.KappaGain.Mean, 3), Range(weight.KappaGain, 3), Cell.Of(weight.DeviationGain!.Mean, 4), Range(weight.DeviationGain, 4),
               ],
        ]);

    /// <summary>What tells a consistent gaze from a trivial one.</summary>
    public static ReportTable Guards(SweepReport report) => new(
        "guards", "Guards",
        "At each run's last epoch. A gaze loss has trivial minima: maps of zeros, maps of one value, nothing correct. Correct per class is out of the class's images; "
        + "zero gazes are the share of correct samples whose map is zero everywhere; entropy is in nats.",
        1,
        ["Run", "Epoch", new("Correct per class", "Correct per class", "Images per class"), "Zero gazes", "Gaze entropy", "Cross entropy", "Gaze loss", "λ"],
        [
            .. from run in report.Runs
               let last = run.Last
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(run.Spec.Id.Value + Mark(run)), Cell.Of(run.Epochs.Count), Correct(run),
                   new Cell(Numbers.Percent(last?.Evaluation.ZeroGazeShare), Cell.Exact(last?.Evaluation.ZeroGazeShare)), Cell.Of(last?.Evaluation.GazeEntropy, 3),
                   Cell.Of(last?.Training.CrossEntropy, 4), Cell.Of(last?.Training.GazeLoss, 5), new Cell(
                       Numbers.Short(last?.GazeWeight), Cell.Exact(last?.GazeWeight)),
               ],
        ]);

    /// <summary>Every run and how it ended.</summary>
    public static ReportTable Runs(SweepReport report) => new(
        "runs", "Runs", $"The last column is a hash over every setting that decides a run's bits; the table of images says what it was trained on.{OtherBits(report)}", 3,
        ["Run", "Phase", "Reason", "Seed", new("Epochs", "Epochs", "Epochs planned"), "Device", "Bits depend on", "Spec"],
        [
            .. report.Runs.Select(run => (ImmutableArray<Cell>)
            [
                Cell.Of(run.Spec.Id.Value), Cell.Of(run.Phase.Word()), new Cell(run.Reason ?? Numbers.Undefined, run.Reason ?? ""),
                Cell.Of(run.Spec.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
               new Cell($"{run.Epochs.Count}/{run.Spec.Epochs}", $"{run.Epochs.Count}", $"{run.Spec.Epochs}"),
                new Cell(run.Device ?? Numbers.Undefined, run.Device ?? ""), new Cell(
                    run.Bits?.ToString() ?? Numbers.Undefined, run.Bits?.ToString() ?? ""),
                new Cell(run.Spec.BitsHash()[..8], run.Spec.BitsHash()),
            ]),
        ]);

    private static string OtherBits(SweepReport report) => string.Concat(
        report.Runs.Where(run => run.OtherBits is not null)
            .Select(run => $" {run.Spec.Id} went on where the bits are others, {run.OtherBits}."));

    private static Cell Trial(RunReport? run) => run is null ? new(Numbers.Undefined, "") : Cell.Of(run.Correlation, 3, Mark(run));

    private static string Mark(RunReport run) => run.Completed ? "" : UnfinishedMark;

    private static string UnfinishedNote(SweepReport report) =>
        report.Finished ? "" : $" {UnfinishedMark} marks runs that are not completed; their figures are of the epochs so far.";

    private static ReportColumn Mean(string title) => new(title, title, $"{title} standard deviation");

    private static Cell Mean(Spread spread, int digits) => new(
        spread.Deviation is null
            ? Numbers.Fixed(spread.Mean, digits)
            : $"{Numbers.Fixed(spread.Mean, digits)} ± {Numbers.Fixed(spread.Deviation, digits)}",
        Cell.Exact(spread.Mean), Cell.Exact(spread.Deviation));

    private static ReportColumn Range(string of) => new($"95 % interval of {of}", $"{of} 95 % low", $"{of} 95 % high");

    private static Cell Range(PairedDifference difference, int digits) => difference.Interval95 is { } interval
        ? new Cell(
            $"[{Numbers.Fixed(interval.Low, digits)}, {Numbers.Fixed(interval.High, digits)}]", Cell.Exact(interval.Low),
            Cell.Exact(interval.High))
        : new Cell(Numbers.Undefined, "", "");

    private static Cell Correct(RunReport run)
    {
        if (run.Last is not { } last) return new Cell(Numbers.Undefined, "", "");
        var counts = ClassCounts.Of(run.Classes, last.Evaluation);
        return new Cell(
            ClassCounts.Words(counts), ClassCounts.Object(counts, count => count.Correct),
            ClassCounts.Object(counts, count => count.Images));
    }
}
