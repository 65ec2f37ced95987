using static ActorGaze.Tui.Reports.FindingWords;

namespace ActorGaze.Tui.Reports;

/// <summary>Does the gaze deviation go with kappa over training?</summary>
internal static class AnalyticFindings
{
    private const int MostMeans = 6;
    private const int FewTrials = 20;

    public static Findings Of(SweepReport report)
    {
        CorrelationStudy[] studies = [.. report.Correlations.Where(study => study.Skipped == 0)];
        CorrelationStudy[] known = [.. studies.Where(study => study.Mean is not null)];
        return known.Length == 0
            ? new Findings(["In no completed trial is the correlation of kappa and gaze deviation defined."], [])
            : new Findings(
                [
                    "The mean of Pearson's r of kappa and gaze deviation over trials is "
                    + Listed(
                        known.Select(study => $"{Signed(study.Mean, 2)}{Range(study.Interval95, 2)} for {Name(report, study)}"), MostMeans)
                    + ".",
                    Apart(report, known), Paper(known), .. ReadingTables.Sides(report),
                ],
                [
                    $"Intervals are over {Trials(known.Select(study => study.Counted))}. "
                    + (known.Min(study => study.Counted) < FewTrials
                        ? "A bootstrap over so few is too narrow: an interval that ends near 0 says nothing."
                        : "They tell how far the mean over other trials of the same setting would vary."),
                    "A trial's epochs follow one another, so its r is no test of its own. Both figures change as a network learns, and "
                    + "that alone can make them go together.",
                    .. Undefined(studies),
                ]);
    }

    private static string Apart(SweepReport report, CorrelationStudy[] known)
    {
        if (known.All(study => study.Interval95 is null)) return "Fewer than three trials have one, so there is no interval.";

        string[] sides =
        [
            .. Side(report, "wholly below 0", [.. known.Where(study => study.Interval95?.High < 0)]),
            .. Side(report, "wholly above 0", [.. known.Where(study => study.Interval95?.Low > 0)]),
        ];
        return sides.Length == 0 ? "No 95 % interval lies wholly on one side of 0." : $"The 95 % interval lies {Joined(sides)}.";
    }

    private static string[] Side(SweepReport report, string side, CorrelationStudy[] there) =>
        there.Length == 0 ? [] : [$"{side} for {Listed(there.Select(study => Name(report, study)))}"];

    private static string Paper(CorrelationStudy[] known)
    {
        var compared = known.Count(study => study.AgreesWithPaper is not null);
        return compared == 0
            ? "The sweep names no values of the paper to compare with."
            : $"The mean has the sign that the paper reports in {known.Count(study => study.AgreesWithPaper == true)} of {compared} "
                + $"{(compared == 1 ? "setting" : "settings")}.";
    }

    private static IEnumerable<string> Undefined(CorrelationStudy[] studies)
    {
        string[] runs =
        [
            .. studies.SelectMany(study => study.Trials).Where(trial => trial.Run.Completed && trial.Pearson is null)
                .Select(trial => trial.Run.Spec.Id.Value),
        ];
        return runs.Length == 0
            ? []
            :
            [
                $"In {Listed(runs)} kappa or the gaze deviation never moves: no correlation is defined there, and the means leave them "
                + "out.",
            ];
    }

    private static string Name(SweepReport report, CorrelationStudy study) => Title(report, study.Setting, study.Weight);
}
