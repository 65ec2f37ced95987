using System.Collections.Immutable;
using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Rendering;
using static ActorGaze.Tui.Reports.FindingWords;

namespace ActorGaze.Tui.Reports;

/// <summary>Does training with the gaze loss help?</summary>
internal static class LearningFindings
{
    private const int MostReached = 4;

    public static Findings Of(SweepReport report)
    {
        var (kappa, gaze) = (LearningStudy.Of(report, Figures.Kappa), LearningStudy.Of(report, Figures.Deviation));
        return kappa.IsEmpty
            ? new Findings(["λ = 0 was not run beside another λ, so it is not known what the gaze loss changed.", Best(report)], [])
            : new Findings([Changed(report, kappa, "kappa"), Changed(report, gaze, "the gaze deviation"), Best(report)], [Limit(kappa)])
            {
                Short = [Reached(report), kappa.Concat(gaze).All(comparison => comparison.Finding == Finding.CannotBeTold)
                    ? "No λ changed kappa or the gaze deviation by more than chance explains."
                    : $"{Changed(report, kappa, "kappa").TrimEnd('.')}; {Begun(Changed(report, gaze, "the gaze deviation"))}"],
            };
    }

    /// <summary>A sentence that goes on after another.</summary>
    private static string Begun(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static string Changed(SweepReport report, ImmutableArray<Comparison> all, string what)
    {
        Comparison[] enough = [.. all.Where(comparison => comparison.Difference.Pairs >= Comparison.FewestPairs)];
        if (enough.Length == 0)
            return $"No λ has {Comparison.FewestPairs} completed trials beside those of λ = 0, so no change of {what} can be told.";

        string[] parts =
        [
            .. Part(report, $"raised {what}", [.. all.Where(comparison => comparison.Finding == Finding.Higher)]),
            .. Part(report, $"lowered {what}", [.. all.Where(comparison => comparison.Finding == Finding.Lower)]),
        ];
        if (parts.Length == 0)
        {
            var least = enough.Min(comparison => comparison.Corrected);
            var told = least is null ? "" : $" (the smallest corrected p is {Numbers.Fixed(least, 2)})";
            return $"No λ changed {what} by more than chance explains{told}.";
        }

        var open = all.Count(comparison => comparison.Finding == Finding.CannotBeTold);
        var others = open == 1 ? "comparison" : $"{open} comparisons";
        return $"The gaze loss {Joined(parts)}{(open == 0 ? "" : $"; of the other {others} it cannot be told")}.";
    }

    private static string[] Part(SweepReport report, string verb, Comparison[] found) =>
        found.Length == 0 ? [] : [$"{verb} for {Listed(found.Select(comparison => Named(report, comparison)))}"];

    private static string Named(SweepReport report, Comparison comparison)
    {
        var by = Numbers.Fixed(Math.Abs(comparison.Difference.Mean!.Value), comparison.Figure.Digits);
        return $"{Title(report, comparison.Setting, comparison.Weight)} (by {by})";
    }

    private static string Best(SweepReport report)
    {
        var all = report.Settings.SelectMany(setting => setting.Weights.Select(weight => (Setting: setting, Weight: weight)));
        var best = all.Where(one => one.Weight.Kappa.Mean is not null).MaxBy(one => one.Weight.Kappa.Mean);
        var plain = best.Setting.Weights.FirstOrDefault(weight => weight.GazeWeight == 0 && weight != best.Weight)?.Kappa.Mean;
        return $"The highest mean kappa, {Numbers.Fixed(best.Weight.Kappa.Mean, 3)}, is that of {Title(report, best.Setting, best.Weight)}"
            + (plain is null ? "." : $"; without the gaze loss it is {Numbers.Fixed(plain, 3)} there.");
    }

    /// <summary>Every mean where they are few, else the highest.</summary>
    private static string Reached(SweepReport report)
    {
        (Setting Setting, WeightReport Weight)[] all =
            [.. report.Settings.SelectMany(setting =>
                setting.Weights.Where(weight => weight.Kappa.Mean is not null).Select(weight => (setting, weight)))];
        return all.Length > MostReached
            ? Best(report)
            : $"Kappa at the last epoch, a mean over {Trials(all.Select(one => one.Weight.Kappa.Count))}, is "
                + Joined([.. all.Select(one => $"{Numbers.Fixed(one.Weight.Kappa.Mean, 3)} for {Title(report, one.Setting, one.Weight)}")])
                + ".";
    }

    private static string Limit(ImmutableArray<Comparison> kappa)
    {
        double[] halves = [.. kappa.Select(one => one.Difference.Interval95).OfType<Interval>()
            .Select(range => (range.High - range.Low) / 2).Order()];
        return halves.Length == 0
            ? "No λ has two completed trials beside those of λ = 0, so nothing can be told from chance."
            : $"Comparisons are over {Trials(kappa.Select(comparison => comparison.Difference.Pairs))}. The 95 % intervals of kappa's "
                + $"differences reach {Numbers.Fixed(halves[halves.Length / 2], 3)} to each side (the median): smaller effects cannot be "
                + "told from chance here. That a difference is not found does not say that there is none.";
    }
}
