using System.Globalization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Tui.Reports;

/// <summary>Every epoch of every run as CSV, with one number in a cell.</summary>
internal static class EpochTables
{
    /// <summary>A row for a run's epoch. What is told by class has a table of its own.</summary>
    public static string Epochs(SweepReport report) => Csv.Of(
        EpochRow.Columns.Take(EpochRow.PlainColumns),
        EpochRow.Of(report.Runs.Select(StateOf)).Select(row => row.Values().Take(EpochRow.PlainColumns)));

    /// <summary>A row for a true class of a run's epoch and a class that it was taken for.</summary>
    public static string Classes(SweepReport report) => Csv.Of(
        ["run", "epoch", "class", "predicted", "images", "class_gaze_deviation"],
        from run in report.Runs
        from epoch in run.Epochs
        let found = epoch.Evaluation
        let names = ClassCounts.Of(run.Classes, found)
        from truth in Enumerable.Range(0, found.Confusion.Classes)
        from predicted in Enumerable.Range(0, found.Confusion.Classes)
        select new[]
        {
            run.Spec.Id.Value, Whole(epoch.Epoch), names[truth].Name, names[predicted].Name, Whole(found.Confusion[truth, predicted]),
            Cell.Exact(found.GazeDeviationPerClass[truth]),
        });

    /// <summary>A row for a run's epoch and a way to read its gazes; null where no run has <c>gaze.readings = all</c>.</summary>
    public static string? Readings(SweepReport report)
    {
        string[][] rows =
        [
            .. from run in report.Runs
               from epoch in run.Epochs
               from reading in epoch.Evaluation.Readings ?? []
               select new[]
               {
                   run.Spec.Id.Value, Whole(epoch.Epoch), reading.Layer, EnumWords.Of(reading.Normalise), Cell.Exact(reading.Deviation),
               },
        ];
        return rows.Length == 0 ? null : Csv.Of(["run", "epoch", "layer", "normalise", "gaze_deviation"], rows);
    }

    private static RunState StateOf(RunReport run) =>
        RunState.New(run.Spec) with { Phase = run.Phase, Epochs = run.Epochs, Classes = run.Classes };

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
