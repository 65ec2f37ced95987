using System.Globalization;
using System.Text;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Rendering;

/// <summary>
/// Text from outside as it may be printed. Nothing in it moves a cursor, turns the direction of writing, begins a new line or is invisible:
/// such characters are written as escapes. What is safe already is left as it is, so that it may be called twice.
/// </summary>
internal static class SafeText
{
    private const char DottedCircle = '\u25CC';

    /// <summary>One line. JSON never goes through here: it stays exact.</summary>
    public static string Line(string text)
    {
        if (IsPlain(text)) return text;
        var safe = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, at, out var rune))
            {
                if (at == 0 && IsMark(rune)) safe.Append(DottedCircle); // or it would lie on whatever is printed before it
                if (IsSafe(rune)) safe.Append(text, at, rune.Utf16SequenceLength);
                else Escape(safe, rune.Value);
                at += rune.Utf16SequenceLength;
            }
            else Escape(safe, text[at++]); // half of a pair
        }

        return safe.ToString();
    }

    /// <summary>One line of a reason, which may have lines of its own (<see cref="ReasonText"/>).</summary>
    public static string Reason(string text) => Line(ReasonText.InOneLine(text));

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or > '~') return false;
        return true;
    }

    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !IsBlankLetter(rune.Value);

    /// <summary>Letters that show nothing: the fillers of Hangul, two vowels of Khmer, the selectors of Mongolian.</summary>
    private static bool IsBlankLetter(int rune) =>
        rune is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x17B4 or 0x17B5 or 0x034F or (>= 0x180B and <= 0x180F);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static void Escape(StringBuilder safe, int value) => safe.Append(value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{value:X8}"),
    });
}
