using ActorGaze.Nn.Statistics;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Parts of the sentences that say what came out.</summary>
internal static class FindingWords
{
    private const int MostNamed = 4;

    /// <summary>The λ, where there are several, and the setting, within a sentence.</summary>
    public static string Title(SweepReport report, Setting setting, WeightReport weight)
    {
        var title = setting.Title(report.ManyData);
        var lambda = report.Weights.Length == 1 ? "" : $"λ = {Minus(Numbers.Weight(weight.GazeWeight))}, ";
        return lambda + char.ToLowerInvariant(title[0]) + title[1..];
    }

    /// <summary>Names up to a number that is still read, then how many more.</summary>
    public static string Listed(IEnumerable<string> names, int most = MostNamed)
    {
        string[] all = [.. names];
        return all.Length <= most ? Joined(all) : $"{string.Join(", ", all.Take(most))} and {all.Length - most} more";
    }

    /// <summary>With commas, and an "and" before the last.</summary>
    public static string Joined(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    /// <summary>As many trials as the least and the most of these.</summary>
    public static string Trials(IEnumerable<int> counts)
    {
        int[] all = [.. counts.Distinct().Order()];
        return all.Length == 1 ? $"{all[0]} {(all[0] == 1 ? "trial" : "trials")}" : $"{all[0]} to {all[^1]} trials";
    }

    /// <summary>In parentheses, with a space before them; empty where there is none.</summary>
    public static string Range(Interval? interval, int digits) =>
        interval is null ? "" : $" ({Signed(interval.Low, digits)} to {Signed(interval.High, digits)})";

    public static string Signed(double? value, int digits) => Minus(Numbers.Fixed(value, digits));

    private static string Minus(string number) => number.Replace('-', '−');
}
