using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>How well each class was recognised, and how consistent its gazes were, at the last epoch.</summary>
internal static class ClassesTable
{
    public static ReportTable Of(SweepReport report) => new(
        "classes", "By class",
        "At the last epoch, mean ± sample standard deviation over completed trials. Recall is the share of a class's images that were "
        + "named rightly; the deviation is over those.",
        1,
        ["Setting", "λ", "Class", "Trials", ReportTables.Mean("Recall"), ReportTables.Mean("Gaze deviation")],
        [
            .. from setting in report.Settings
               from weight in setting.Weights
               let done = weight.Runs.Where(run => run is { Completed: true, Last: not null }).ToArray()
               where done.Length > 0
               from label in Enumerable.Range(0, done.Min(run => run.Last!.Evaluation.Confusion.Classes))
               select (ImmutableArray<Cell>)
               [
                   Cell.Of(setting.Title(report.ManyData)), Cell.Of(Numbers.Weight(weight.GazeWeight)), Cell.Of(Name(done, label)),
                   Cell.Of($"{done.Length}"),
                   ReportTables.Mean(Spread.Of(done.Select(run => Recall(run, label)).OfType<double>()), 3),
                   ReportTables.Deviation(Spread.Of(done.Select(run => run.Last!.Evaluation.GazeDeviationPerClass[label])
                       .OfType<double>())),
               ],
        ])
    { Part = ReportPart.Gazes, Folded = true };

    private static string Name(RunReport[] runs, int label) =>
        ClassCounts.Shown(ClassCounts.Of(runs[0].Classes, runs[0].Last!.Evaluation))[label];

    /// <summary>Null where the class has no image.</summary>
    private static double? Recall(RunReport run, int label)
    {
        var count = ClassCounts.Of(run.Classes, run.Last!.Evaluation)[label];
        return count.Images == 0 ? null : (double)count.Correct / count.Images;
    }
}
