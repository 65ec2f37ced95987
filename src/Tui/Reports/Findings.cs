using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>What came out of a sweep, in sentences that follow from its numbers, and what they do not tell.</summary>
/// <param name="Sentences">Three at most; fewer where nothing is completed.</param>
/// <param name="Limits">What cannot be told.</param>
internal sealed record Findings(ImmutableArray<string> Sentences, ImmutableArray<string> Limits)
{
    private const int MostNamed = 4;
    private const int FewTrials = 20;
    private const double ManyZeroGazes = 0.1;

    public static Findings Of(SweepReport report) => !report.Runs.Any(run => run is { Completed: true, Last: not null })
        ? new Findings(["No run is completed, so nothing has come out yet."], [])
        : report.Sweep.Evaluation == Evaluation.Analytic ? Analytic(report) : Learning(report);

    /// <summary>Names up to a number that is still read, then how many more.</summary>
    public static string Listed(IEnumerable<string> names, int most = MostNamed)
    {
        string[] all = [.. names];
        return all.Length <= most ? Joined(all) : $"{string.Join(", ", all.Take(most))} and {all.Length - most} more";
    }

    private static Findings Analytic(SweepReport report)
    {
        CorrelationStudy[] studies = [.. report.Correlations.Where(s => s.Skipped == 0)];
        CorrelationStudy[] known = [.. studies.Where(s => s.Mean is not null)];
        if (known.Length == 0) return new Findings(["In no completed trial is the correlation of kappa and gaze deviation defined."], [.. Zeros(report)]);

        CorrelationStudy[] below = [.. known.Where(s => s.Interval95?.High < 0)], above = [.. known.Where(s => s.Interval95?.Low > 0)];
        string[] apart =
        [
            .. below.Length == 0 ? [] : new[] { $"wholly below 0 for {Listed(below.Select(s => Title(report, s.Setting, s.Weight)))}" },
            .. above.Length == 0 ? [] : new[] { $"wholly above 0 for {Listed(above.Select(s => Title(report, s.Setting, s.Weight)))}" },
        ];
        CorrelationStudy[] compared = [.. known.Where(s => s.AgreesWithPaper is not null)];
        var same = compared.Count(s => s.AgreesWithPaper == true);
        return new Findings(
            [
                $"The mean of Pearson's r of kappa and gaze deviation over trials is {Listed(known.Select(s => $"{Signed(s.Mean, 2)}{Range(s.Interval95, 2)} for {Title(report, s.Setting, s.Weight)}"), 6)}.",
                known.All(s => s.Interval95 is null) ? "Fewer than three trials have one, so there is no interval."
                    : apart.Length == 0 ? "No 95 % interval lies wholly on one side of 0." : $"The 95 % interval lies {Joined(apart)}.",
                compared.Length == 0
                    ? "The sweep names no values of the paper to compare with."
                    : $"The mean has the sign that the paper reports in {same} of {compared.Length} {(compared.Length == 1 ? "setting" : "settings")}.",
            ],
            [
                $"Intervals are over {Counts(known.Select(s => s.Counted))}. {OfSoMany(known.Min(s => s.Counted))}",
                "A trial's epochs follow one another, so its r is no test of its own; both figures change as a network learns, and that alone makes them go together.",
                .. Undefined(studies), .. Zeros(report),
            ]);
    }

    private static Findings Learning(SweepReport report)
    {
        var (kappa, gaze) = (LearningStudy.Of(report, Figures.Kappa), LearningStudy.Of(report, Figures.Deviation));
        var best = report.Settings.SelectMany(s => s.Weights.Select(w => (Setting: s, Weight: w))).Where(p => p.Weight.Kappa.Mean is not null)
            .MaxBy(p => p.Weight.Kappa.Mean);
        var plain = best.Setting.Weights.FirstOrDefault(w => w.GazeWeight == 0 && w != best.Weight)?.Kappa.Mean;
        double[] halves = [.. kappa.Select(c => c.Difference.Interval95).OfType<Interval>().Select(i => (i.High - i.Low) / 2).Order()];
        return new Findings(
            [
                Told(report, kappa, "kappa", ("raised", "lowered")), Told(report, gaze, "the gaze deviation", ("raised", "lowered")),
                $"The highest mean kappa, {Numbers.Fixed(best.Weight.Kappa.Mean, 3)}, is that of {Title(report, best.Setting, best.Weight)}"
                + (plain is null ? "." : $"; without the gaze loss it is {Numbers.Fixed(plain, 3)} there."),
            ],
            [
                halves.Length == 0
                    ? "No λ has two completed trials beside those of λ = 0, so nothing can be told from chance."
                    : $"Comparisons are over {Counts(kappa.Select(c => c.Difference.Pairs))}. The 95 % intervals of kappa's differences reach {Numbers.Fixed(halves[halves.Length / 2], 3)} to each side "
                      + "(the median): smaller effects cannot be told from chance here. That a difference is not found does not say that there is none.",
                .. Zeros(report),
            ]);
    }

    private static string Told(SweepReport report, ImmutableArray<Comparison> all, string what, (string Higher, string Lower) verbs)
    {
        var parts = new[] { (Finding.Higher, verbs.Higher), (Finding.Lower, verbs.Lower) }.SelectMany(kind =>
        {
            Comparison[] found = [.. all.Where(c => c.Finding == kind.Item1)];
            return found.Length == 0
                ? Array.Empty<string>()
                : [$"{kind.Item2} {what} for {Listed(found.Select(c => $"{Title(report, c.Setting, c.Weight)} (by {Numbers.Fixed(Math.Abs(c.Difference.Mean!.Value), c.Figure.Digits)})"))}"];
        }).ToArray();
        var open = all.Count(c => c.Finding == Finding.CannotBeTold);
        var least = all.Min(c => c.Corrected);
        return all.IsEmpty ? $"λ = 0 was not run beside another λ, so no difference of {what} is known."
            : parts.Length == 0 ? $"No λ changed {what} by more than chance explains{(least is null ? "" : $" (the smallest corrected p is {Numbers.Fixed(least, 2)})")}."
            : $"The gaze loss {Joined(parts)}{(open == 0 ? "" : $"; of the other {(open == 1 ? "comparison" : $"{open} comparisons")} it cannot be told")}.";
    }

    private static string OfSoMany(int trials) => trials < FewTrials
        ? "A bootstrap over so few is too narrow: an interval that ends near 0 says nothing."
        : "They tell how far the mean over other trials of the same setting would vary.";

    private static IEnumerable<string> Undefined(CorrelationStudy[] studies)
    {
        var runs = studies.SelectMany(s => s.Trials).Where(t => t.Run.Completed && t.Pearson is null).Select(t => t.Run.Spec.Id.Value).ToArray();
        if (runs.Length > 0) yield return $"In {Listed(runs)} kappa or the gaze deviation never moves: no correlation is defined there, and the means leave them out.";
    }

    /// <summary>A low deviation may mean that a network looks at nothing.</summary>
    private static IEnumerable<string> Zeros(SweepReport report)
    {
        var found = (from setting in report.Settings
                     from weight in setting.Weights
                     let share = Spread.Of(weight.Counted.Select(r => r.Last?.Evaluation.ZeroGazeShare).OfType<double>()).Mean
                     where share >= ManyZeroGazes
                     select $"{Title(report, setting, weight)} ({Numbers.Percent(share, 0)})").ToArray();
        if (found.Length > 0)
            yield return $"Many gazes are zero everywhere at the last epoch for {Listed(found)}: a low deviation may mean there that the network looks at nothing.";
    }

    private static string Title(SweepReport report, Setting setting, WeightReport weight)
    {
        var title = setting.Title(report.ManyData);
        return (report.Weights.Length == 1 ? "" : $"λ = {Minus(Numbers.Weight(weight.GazeWeight))}, ") + char.ToLowerInvariant(title[0]) + title[1..];
    }

    private static string Counts(IEnumerable<int> counts)
    {
        int[] all = [.. counts.Distinct().Order()];
        return all.Length == 1 ? $"{all[0]} {(all[0] == 1 ? "trial" : "trials")}" : $"{all[0]} to {all[^1]} trials";
    }

    private static string Range(Interval? interval, int digits) =>
        interval is null ? "" : $" ({Signed(interval.Low, digits)} to {Signed(interval.High, digits)})";

    private static string Signed(double? value, int digits) => Minus(Numbers.Fixed(value, digits));

    private static string Minus(string number) => number.Replace('-', '−');

    private static string Joined(string[] parts) => parts.Length < 2 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
