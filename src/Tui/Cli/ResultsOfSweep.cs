using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tui.Cli;

/// <summary>How a sweep ended: what <c>run</c> says last.</summary>
/// <param name="Report">The report's folder; null where it could not be written.</param>
internal sealed record ResultsOfSweep(string Sweep, string? Report, ImmutableArray<RunResult> Runs)
{
    /// <summary>Writes the report on the way. One that cannot be written takes no result away: the journal has them all.</summary>
    public static ResultsOfSweep Of(SweepReport report, Call call) =>
        new(report.Sweep.Name, Written(report, call), [.. report.Runs.Select(RunResult.Of)])
        {
            Findings = Reports.Findings.Of(report).Short,
        };

    /// <summary>What came out, in two sentences.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];

    /// <summary>False where a run failed or stands still.</summary>
    [JsonIgnore]
    public bool Sound => Runs.All(r => r.Phase is RunPhase.Completed or RunPhase.Cancelled);

    public IEnumerable<string> Lines()
    {
        var table = TextTable.Lines(
            [new("run"), new("phase"), new("epochs", true), new("accuracy", true), new("kappa", true), new("best kappa", true),
                new("gaze deviation", true), new("correlation", true)],
            [
                .. Runs.Select(r => (IReadOnlyList<string>)
                [
                    r.Run, r.Phase.Word(), $"{r.Epochs}", Numbers.Fixed(r.Accuracy, 3), Numbers.Fixed(r.Kappa, 3),
                    Numbers.Fixed(r.BestKappa, 3),
                    Numbers.Deviation(r.GazeDeviation), Numbers.Fixed(r.Correlation, 3),
                ]),
            ]);
        var reasons = Runs.Where(r => r.Reason is not null).Select(r => $"{r.Run}: {r.Reason}");
        return
        [
            .. table, .. reasons, "", .. Findings,
            .. Report is null
                ? []
                : new[] { $"Report: {Path.Combine(Report, "report.html")} (open it in a browser: curves, gazes by epoch, statistics)" },
        ];
    }

    private static string? Written(SweepReport report, Call call)
    {
        try
        {
            return ReportFolder.Write(call.StateFolder, report);
        }
        catch (PreventedException e)
        {
            call.Warn($"{e.Message} The results are safe; 'actorgaze report {report.Sweep.Name}' writes it once it can be.");
            return null;
        }
    }
}

/// <summary>One run at its end; null where there is nothing to tell.</summary>
internal sealed record RunResult(
    string Run, RunPhase Phase, string? Reason, int Epochs, double? Accuracy, double? Kappa, double? BestKappa, double? GazeDeviation,
    double? Correlation)
{
    /// <summary>What of its data set was left out, and what else is to be known of it; null where there is nothing to tell.</summary>
    public IReadOnlyList<string>? LeftOut { get; init; }

    public static RunResult Of(RunReport run) => new(
        run.Spec.Id.Value, run.Phase, run.Reason, run.Epochs.Count, run.Last?.Evaluation.Accuracy, run.Last?.Evaluation.Kappa,
        run.Best?.Evaluation.Kappa,
        run.Last?.Evaluation.GazeDeviation, run.Correlation)
    {
        LeftOut = run.Images is { } images && ImagesWords.LeftOutByName(images) is { Count: > 0 } lines ? lines : null,
    };
}
