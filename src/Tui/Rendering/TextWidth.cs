using System.Globalization;
using Wcwidth;

namespace ActorGaze.Tui.Rendering;

/// <summary>
/// How many columns text takes on a terminal, by the table of widths that Terminal.Gui uses too. For text that is safe already.
/// </summary>
internal static class TextWidth
{
    public static int Of(string text)
    {
        if (IsAscii(text)) return text.Length;
        var columns = 0;
        foreach (var element in Elements(text)) columns += OfElement(element);
        return columns;
    }

    /// <summary>What a reader takes for one character: a letter with its marks, an emoji with its parts.</summary>
    public static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }

    /// <summary>0, 1 or 2.</summary>
    /// <remarks>
    /// Terminal.Gui's own <c>GetColumns</c> reads the same table, but counts a sign with an emoji selector behind it (❤️) as one column.
    /// Terminals that draw it in two would then write the next character over half of it. It also takes five times as long.
    /// </remarks>
    public static int OfElement(string element) =>
        element.Length == 1 && element[0] is >= ' ' and <= '~' ? 1 : Math.Clamp(UnicodeCalculator.GetWidth(element), 0, 2);

    /// <summary>The text within so many columns; what is too long ends in an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width) return text;
        if (width <= 0) return "";
        var (taken, end) = (0, 0);
        foreach (var element in Elements(text))
        {
            var next = taken + OfElement(element);
            if (next > width - 1) break;
            (taken, end) = (next, end + element.Length);
        }

        return width == 1 && end == 0 && text[0] is >= ' ' and <= '~' ? text[..1] : text[..end] + "…";
    }

    /// <summary>
    /// Each text within its number of columns. Where two of them would end up the same, their ends are kept as well as their beginnings.
    /// </summary>
    public static IReadOnlyList<string> CutApart(IReadOnlyList<string> texts, IReadOnlyList<int> widths)
    {
        string[] cut = [.. texts.Zip(widths, Cut)];
        var twice = Enumerable.Range(0, cut.Length).GroupBy(i => cut[i]).Where(same => same.Select(i => texts[i]).Distinct().Count() > 1)
            .Select(same => same.Key).ToHashSet();
        return [.. texts.Select((text, i) => twice.Contains(cut[i]) ? CutWithin(text, widths[i]) : cut[i])];
    }

    private static string CutWithin(string text, int width)
    {
        var (end, kept) = ("", (width - 1) / 2);
        foreach (var element in Elements(text).Reverse())
        {
            if (Of(element + end) > kept) break;
            end = element + end;
        }

        return Cut(text, width - Of(end)) + end;
    }

    public static string Pad(string text, int width, bool right)
    {
        var missing = Math.Max(0, width - Of(text));
        return right ? new string(' ', missing) + text : text + new string(' ', missing);
    }

    /// <summary>Printable characters of ASCII alone, each of which is one column.</summary>
    public static bool IsAscii(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or > '~') return false;
        return true;
    }
}
