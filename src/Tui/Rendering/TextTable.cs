namespace ActorGaze.Tui.Rendering;

/// <summary>A column of a table in text.</summary>
/// <param name="Right">Numbers stand right, words left.</param>
internal sealed record Column(string Title, bool Right = false);

/// <summary>Rows under titles, each column as wide as it must be. Cells are made safe first: a table may hold any name.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        string[][] safe = [.. rows.Select(row => row.Select(SafeText.Line).ToArray())];
        int[] widths = [.. columns.Select((column, i) => safe.Select(row => TextWidth.Of(row[i])).Append(TextWidth.Of(column.Title))
            .Max())];
        yield return Line(columns, widths, [.. columns.Select(c => c.Title)]);
        foreach (var row in safe) yield return Line(columns, widths, row);
    }

    /// <summary>One line; a cell that is too long ends in an ellipsis.</summary>
    public static string Line(IReadOnlyList<Column> columns, IReadOnlyList<int> widths, IReadOnlyList<string> cells) =>
        string.Join("  ", columns.Select((column, i) => Cell(cells[i], widths[i], column.Right))).TrimEnd();

    public static string Cell(string text, int width, bool right) => TextWidth.Pad(Cut(text, width), width, right);

    public static string Cut(string text, int width) => TextWidth.Cut(SafeText.Line(text), width);
}
