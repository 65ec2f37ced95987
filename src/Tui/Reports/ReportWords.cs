using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>The sentences of a report.</summary>
internal static class ReportWords
{
    /// <summary>No clock is read for it: two reports of one journal are the same.</summary>
    public static string Meta(SweepReport report)
    {
        var data = string.Join(", ", report.Settings.Select(s => s.Data).Distinct());
        var newest = report.Newest is { } at
            ? FormattableString.Invariant($"; as the journal stood at {at.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC")
            : "";
        return $"{Numbers.Count(report.Runs.Length, "run")} on {data}, "
            + $"{Numbers.Count(report.Runs.Sum(r => r.Epochs.Count), "epoch")}{newest}.";
    }

    public static string Question(SweepReport report) => report.Sweep.Evaluation == Evaluation.Analytic
        ? "Networks trained with cross entropy alone: does the gaze deviation, how far correctly classified samples' Grad-CAMs lie from "
            + "their class's mean, go with Cohen's kappa over training? "
          + "A negative correlation says that networks that look at the same place for the same class classify better."
        : "Networks trained with cross entropy plus λ times the gaze loss, against the same networks without it: the same initial weights, "
            + "the same images in the same order.";

    public static string PlotNote(SweepReport report) => report.Sweep.Evaluation == Evaluation.Analytic
        ? "The curves show each trial thin and the mean of completed trials thick."
        : "A colour is a λ; each trial is thin, the mean of completed trials thick. The gaze deviation is over correctly classified "
            + "samples of the evaluation set; lower is more consistent.";

    /// <summary>Null where all is done.</summary>
    public static string? Unfinished(SweepReport report)
    {
        if (report.Finished) return null;
        var phases = report.Runs.Where(r => !r.Completed).GroupBy(r => r.Phase).OrderBy(g => g.Key)
            .Select(g => $"{g.Count()} {g.Key.Word()}: {Names(g)}");
        return $"{(report.GoesOn ? "This sweep is still going" : "Not all runs are completed")}. {string.Join("; ", phases)}. Means leave "
            + "them out where others are completed; plots show the epochs they have.";
    }

    private static string Names(IEnumerable<RunReport> runs)
    {
        string[] names = [.. runs.Select(r => r.Spec.Id.Value)];
        return names.Length <= 6 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Length - 5} more";
    }
}
