using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Whether a sweep's gazes are any good, in sentences: what was found, and which command adds what is missing.</summary>
internal static class GazeWorth
{
    public static IEnumerable<string> Sentences(SweepReport report)
    {
        foreach (var (title, runs) in Examined(report))
        {
            var assessments = runs.Select(run => GazeAssessment.Of(run.Examination!)).ToArray();
            foreach (var same in assessments.Zip(runs).GroupBy(pair => pair.Item1.Is).OrderBy(group => group.Key))
            {
                var (assessment, run) = same.First();
                var which = same.Count() == runs.Length
                    ? runs.Length == 1 ? "" : $"in {(runs.Length == 2 ? "both" : $"all {runs.Length}")} trials that were examined, "
                    : $"in {same.Count()} of {runs.Length} trials that were examined, ";
                yield return $"{title}: {which}the gaze {assessment.Word}. In trial {run.Spec.Trial}: "
                    + $"{char.ToLowerInvariant(assessment.Reason[0])}{assessment.Reason[1..]}";
            }

            if (GazeAssessment.Lesions(runs[0].Examination!) is { } lesions)
                yield return $"{title}, trial {runs[0].Spec.Trial}: {char.ToLowerInvariant(lesions[0])}{lesions[1..]}";
        }

        foreach (var sentence in Missing(report)) yield return sentence;
    }

    /// <summary>A low deviation that means nothing, among what cannot be told.</summary>
    public static IEnumerable<string> Nothing(SweepReport report)
    {
        var found = Examined(report)
            .Select(group => (group.Title, Share: group.Runs.Average(run => run.Examination!.Maps.Nothing ?? 0)))
                .Where(group => group.Share >= GazeAssessment.MuchNothing)
            .Select(group => $"{group.Title} ({Numbers.Percent(group.Share, 0)})").ToArray();
        return found.Length == 0
            ? []
            : [$"Gaze checks found many maps that say nothing, zero, near-flat or collapsed, for {FindingWords.Listed(found)}: a low "
                + "deviation there means that the network looks at nothing, not that it looks at the same place."];
    }

    private static IEnumerable<string> Missing(SweepReport report)
    {
        RunReport[] missing = [.. report.Runs.Where(run => run.Examination is null && run.Last is not null)];
        RunReport[] older = [.. report.Runs.Where(run => run.Examination is { } found && found.Epoch < run.Epochs.Count)];
        var command = $"'actorgaze gaze check {report.Sweep.Name}'";
        if (missing.Length == report.Runs.Count(run => run.Last is not null))
        {
            yield return missing.Length == 0
                ? "No run has an epoch yet, so there is no gaze to look at."
                : $"No run has been examined yet. {command} does that from the checkpoints, and the next report shows it here.";
            yield break;
        }

        if (missing.Length > 0)
            yield return $"Not examined yet: {FindingWords.Listed(missing.Select(run => run.Spec.Id.Value))}. {command} adds "
                + $"{(missing.Length == 1 ? "it" : "them")}.";
        if (older.Length > 0)
            yield return "Examined at an earlier epoch than the last: "
                + $"{FindingWords.Listed(older.Select(run => $"{run.Spec.Id} (epoch {run.Examination!.Epoch} of {run.Epochs.Count})"))}. "
                + $"{command} looks again.";
    }

    private static IEnumerable<(string Title, RunReport[] Runs)> Examined(SweepReport report) =>
        from setting in report.Settings
        from weight in setting.Weights
        let runs = weight.Runs.Where(run => run.Examination is not null).ToArray()
        where runs.Length > 0
        let title = FindingWords.Title(report, setting, weight)
        select (Capital(title), runs);

    /// <summary>λ stays small: in capitals it is another letter.</summary>
    private static string Capital(string title) => char.IsAsciiLetterLower(title[0]) ? char.ToUpperInvariant(title[0]) + title[1..] : title;
}
