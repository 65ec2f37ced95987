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

    public static string Of(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(columns)) text.AppendJoin(',', row.Select(cell => Quoted(Harmless(SafeText.Line(cell)))))
            .Append('\n');
        return text.ToString();
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
