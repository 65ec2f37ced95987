using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>What came out of a sweep, in sentences that follow from its numbers, and what they do not tell.</summary>
/// <param name="Sentences">Three; fewer where little is defined.</param>
/// <param name="Limits">What cannot be told.</param>
internal sealed record Findings(ImmutableArray<string> Sentences, ImmutableArray<string> Limits)
{
    private const double ManyZeroGazes = 0.1; // of the correct samples

    /// <summary>The same in two sentences, for whoever has just waited for it.</summary>
    public ImmutableArray<string> Short { get; init; } = [.. Sentences.Take(2)];

    public static Findings Of(SweepReport report)
    {
        if (!report.Runs.Any(run => run is { Completed: true, Last: not null }))
            return new Findings(["No run is completed, so nothing has come out yet."], []);

        var found = report.Sweep.Evaluation == Evaluation.Analytic ? AnalyticFindings.Of(report) : LearningFindings.Of(report);
        return found with { Limits = [.. found.Limits, .. Zeros(report), .. GazeWorth.Nothing(report)] };
    }

    /// <summary>A low deviation may mean that a network looks at nothing.</summary>
    private static IEnumerable<string> Zeros(SweepReport report)
    {
        string[] found =
        [
            .. from setting in report.Settings
               from weight in setting.Weights
               let share = Spread.Of(weight.Counted.Select(r => r.Last?.Evaluation.ZeroGazeShare).OfType<double>()).Mean
               where share >= ManyZeroGazes
               select $"{FindingWords.Title(report, setting, weight)} ({Numbers.Percent(share, 0)})",
        ];
        return found.Length == 0
            ? []
            :
            [
                $"Many gazes are zero everywhere at the last epoch for {FindingWords.Listed(found)}: "
                + "a low deviation may mean there that the network looks at nothing.",
            ];
    }
}
