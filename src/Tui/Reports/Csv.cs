using System.Globalization;
using System.Text;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>
/// Comma-separated values, RFC 4180, with line feeds. No cell begins a formula in a spreadsheet, and none holds a control character.
/// </summary>
internal static class Csv
{
    private const string FormulaBeginnings = "=+-@＝＋－＠";

    private const int WriteAtOnce = 1 << 15; // characters

    public static string Of(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        using var text = new StringWriter();
        Write(text, columns, rows);
        return text.ToString();
    }

    /// <summary>Row by row: what is written need not be kept.</summary>
    public static void Write(TextWriter target, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(columns))
        {
            text.AppendJoin(',', row.Select(cell => Quoted(Harmless(SafeText.Line(cell))))).Append('\n');
            if (text.Length < WriteAtOnce) continue;
            target.Write(text.ToString());
            text.Clear();
        }

        if (text.Length > 0) target.Write(text.ToString());
    }

    /// <summary>An apostrophe before what a spreadsheet would calculate; a number stays a number, also a negative one.</summary>
    private static string Harmless(string value)
    {
        var text = value.TrimStart();
        var begins = text.Length > 0 && FormulaBeginnings.Contains(text[0], StringComparison.Ordinal);
        return begins && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + value : value;
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
