namespace ActorGaze.Tui.Rendering;

/// <summary>A column of a table in text.</summary>
/// <param name="Right">Numbers stand right, words left.</param>
internal sealed record Column(string Title, bool Right = false);

/// <summary>Rows under titles, each column as wide as it must be.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Title.Length).Max())];
        yield return Line(columns, widths, [.. columns.Select(c => c.Title)]);
        foreach (var row in rows) yield return Line(columns, widths, row);
    }

    /// <summary>One line; a cell that is too long ends in an ellipsis.</summary>
    public static string Line(IReadOnlyList<Column> columns, IReadOnlyList<int> widths, IReadOnlyList<string> cells) =>
        string.Join("  ", columns.Select((column, i) => Cell(cells[i], widths[i], column.Right))).TrimEnd();

    public static string Cell(string text, int width, bool right)
    {
        var cut = Cut(text, width);
        return right ? cut.PadLeft(width) : cut.PadRight(width);
    }

    public static string Cut(string text, int width) => text.Length <= width ? text : width <= 1 ? text[..Math.Max(0, width)] : text[..(width - 1)] + "…";
}
