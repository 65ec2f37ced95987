using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ActorGaze.Tui.Rendering;

/// <summary>
/// Names side by side as a reader can tell them apart. Where two of them look the same, the code points in which they differ stand behind
/// each. Pure.
/// </summary>
internal static class LookAlikes
{
    /// <summary>
    /// The names made safe, in their order; two different names are never the same text, as long as they differ by more than how they are
    /// escaped.
    /// </summary>
    public static ImmutableArray<string> Shown(IReadOnlyList<string> names)
    {
        var shown = names.Select(SafeText.Line).ToArray();
        foreach (var group in names.Select((name, i) => (Name: name, At: i)).GroupBy(n => Skeleton(n.Name)))
        {
            Rune[][] distinct = [.. group.Select(n => n.Name).Distinct(StringComparer.Ordinal)
                .Select(name => name.EnumerateRunes().ToArray())];
            if (distinct.Length < 2) continue;
            var (before, behind) = Common(distinct);
            foreach (var (name, at) in group) shown[at] += $" ({CodePoints([.. name.EnumerateRunes()], before, behind)})";
        }

        return [.. shown];
    }

    /// <summary>One name as it is shown beside the others.</summary>
    public static string Shown(string name, IReadOnlyList<string> names)
    {
        var at = names.ToList().IndexOf(name);
        return at < 0 ? SafeText.Line(name) : Shown(names)[at];
    }

    /// <summary>
    /// The same text for names that look the same: marks apart and in one order, nothing invisible, one alphabet, one space for several.
    /// </summary>
    public static string Skeleton(string name)
    {
        var letters = new StringBuilder();
        foreach (var rune in SafeText.Line(WithoutInvisible(name)).EnumerateRunes())
            foreach (var part in Precomposed.Apart(rune)) letters.Append(Latin(part));
        return string.Join(' ', WithMarksSorted(letters.ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string WithoutInvisible(string name) =>
        string.Concat(name.EnumerateRunes().Where(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.Format).Select(r => r.ToString()));

    /// <summary>The order in which marks of one letter were typed does not show.</summary>
    private static string WithMarksSorted(string text)
    {
        var sorted = text.ToCharArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            var end = i;
            while (end < sorted.Length && char.GetUnicodeCategory(sorted[end]) == UnicodeCategory.NonSpacingMark) end++;
            if (end - i > 1) Array.Sort(sorted, i, end - i);
            i = Math.Max(i, end - 1);
        }

        return new string(sorted);
    }

    /// <summary>A letter of another alphabet as the Latin one it looks like.</summary>
    private static string Latin(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator) return " ";
        if (rune.Value is >= 0xFF01 and <= 0xFF5E) return ((char)(rune.Value - 0xFEE0)).ToString(); // full width
        if (!rune.IsBmp) return rune.ToString();
        var at = Foreign.IndexOf((char)rune.Value, StringComparison.Ordinal);
        return at >= 0 ? Alike[at].ToString() : Ligatures.GetValueOrDefault((char)rune.Value, rune.ToString());
    }

    // Cyrillic, Greek, Armenian and others, each above what it looks like.
    private const string Foreign = "аеорсухіјѕһԁԛԝѵӏАВЕКМНОРСТУХІЈЅԌԚԜαονρυιΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսոհցɡɑıǀ‐‑‒–—−⁻‘’ʼʹ“”″∶٠";

    private const string Alike = "aeopcyxijshdqwvlABEKMHOPCTYXIJSGQWaovpuiABEZHIKMNOPTYXounhggail-------''''\"\"\":.";

    private static readonly Dictionary<char, string> Ligatures = new()
    {
        ['ﬀ'] = "ff", ['ﬁ'] = "fi", ['ﬂ'] = "fl", ['ﬃ'] = "ffi", ['ﬄ'] = "ffl", ['ĳ'] = "ij", ['ǉ'] = "lj", ['ǌ'] = "nj", ['…'] = "...",
        ['¹'] = "1", ['²'] = "2", ['³'] = "3",
    };

    /// <summary>How much all have in common before and behind; every name keeps at least one code point between.</summary>
    private static (int Before, int Behind) Common(Rune[][] names)
    {
        var least = names.Min(name => name.Length);
        var before = 0;
        while (before < least && names.All(name => name[before] == names[0][before])) before++;
        var behind = 0;
        while (behind < least - before && names.All(name => name[^(behind + 1)] == names[0][^(behind + 1)])) behind++;
        if (before + behind < least || least == 0) return (before, behind);
        return before > 0 ? (before - 1, behind) : (before, behind - 1);
    }

    private static string CodePoints(Rune[] name, int before, int behind) =>
        string.Join(' ', name[before..^behind].Select(rune => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}")));
}
