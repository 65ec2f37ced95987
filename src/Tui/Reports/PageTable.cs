using System.Collections.Immutable;

namespace ActorGaze.Tui.Reports;

/// <summary>A table in a page.</summary>
/// <param name="File">The same as CSV, beside the page.</param>
/// <param name="Note">May be empty.</param>
/// <param name="More">Rows that only the file has.</param>
internal sealed record PageTable(PageText File, PageText Title, PageText Note, bool Folded, ImmutableArray<PageColumn> Columns,
    ImmutableArray<PageRow> Rows, int More)
{
    public static PageTable Of(SweepReport report, ReportTable table) => new(
        $"{report.Prefix}{table.Name}.csv", table.Title, table.Note, table.Folded,
        [.. table.Columns.Select((column, i) => new PageColumn(column.Title, i < table.Words))],
        [.. table.Rows.Take(Room.Rows).Select((row, i) => PageRow.Of(table, row, i == 0 ? null : table.Rows[i - 1]))],
        Math.Max(0, table.Rows.Length - Room.Rows));
}

/// <summary>A column of a table.</summary>
/// <param name="Word">It holds words rather than numbers.</param>
internal sealed record PageColumn(PageText Title, bool Word);

/// <summary>A row of a table.</summary>
/// <param name="BeginsGroup">Its first cell differs from that of the row above, in a table whose first cells repeat.</param>
internal sealed record PageRow(bool BeginsGroup, ImmutableArray<PageCell> Cells)
{
    public static PageRow Of(ReportTable table, ImmutableArray<Cell> row, ImmutableArray<Cell>? above)
    {
        var repeated = row[0].Text == above?[0].Text;
        return new PageRow(
            above is not null && !repeated && table.Columns[0].Title is "Setting" or "Figure",
            [.. row.Select((cell, i) => PageCell.Of(cell, i < table.Words, i == 0 && repeated))]);
    }
}

/// <summary>A cell of a table.</summary>
/// <param name="Word">It stands in a column of words.</param>
/// <param name="Number">A hyphen in it is a minus sign: it is of numbers alone, and no name stands in it.</param>
/// <param name="Long">It may be broken into lines.</param>
/// <param name="Repeated">It says what the cell above says.</param>
/// <param name="Bar">Drawn in the text's place; null: the text is shown.</param>
internal sealed record PageCell(PageText Text, bool Word, bool Number, bool Long, bool Repeated, CellBar? Bar)
{
    /// <summary>Whether there is a bar.</summary>
    public bool Drawn => Bar is not null;

    private const int MostInALine = 60; // UTF-16 units

    public static PageCell Of(Cell cell, bool word, bool repeated) =>
        new(cell.Text, word, !word && !cell.Text.Any(char.IsLetter), cell.Text.Length > MostInALine, repeated, cell.Bar);
}
