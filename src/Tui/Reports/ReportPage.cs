using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Tui.Reports;

/// <summary>A report as its templates print it: nothing is left to be worked out there.</summary>
/// <param name="made">When it was made, in words.</param>
internal sealed class ReportPage(SweepReport report, string made)
{
    public PageText Name => report.Sweep.Name;

    public PageText Meta => ReportWords.Meta(report, made);

    public PageText Question => ReportWords.Question(report);

    /// <summary>Empty where all is done.</summary>
    public PageText Unfinished => ReportWords.Unfinished(report) ?? "";

    public bool Analytic => report.Sweep.Evaluation == Evaluation.Analytic;

    /// <summary>In the order in which they are read; the plots stand after the first.</summary>
    public ImmutableArray<PageTable> Tables { get; } = [.. ReportTables.Of(report).Select(PageTable.Of)];

    public PageText PlotNote => ReportWords.PlotNote(report);

    public PageMarkup PlotStyle => new(Svg.Style);

    /// <summary>By setting; those without a plot are left out.</summary>
    public ImmutableArray<PagePlots> Plots { get; } =
    [
        .. from part in ReportPlots.Of(report)
           where !part.Plots.IsEmpty
           select new PagePlots(part.Setting.Title(report.ManyData), [.. part.Plots.Select(plot => new PagePlot(plot))]),
    ];
}

/// <summary>Text that a page shows as it is: the template escapes it. It may be a name from outside.</summary>
internal sealed record PageText(string Value)
{
    public static implicit operator PageText(string text) => new(text);
}

/// <summary>A part of a page that is in the page's language already.</summary>
internal sealed record PageMarkup(string Value);

/// <summary>The plots of a setting.</summary>
internal sealed record PagePlots(PageText Title, ImmutableArray<PagePlot> Plots);

/// <summary>A plot in a page, or beside it.</summary>
internal sealed class PagePlot(Plot plot)
{
    /// <summary>A file's name without its extension.</summary>
    public PageText Name => plot.Name;

    public PageText Title => plot.Title;

    /// <summary>May be empty.</summary>
    public PageText Note => plot.Note;

    /// <summary>As SVG; drawn when it is asked for.</summary>
    public PageMarkup Drawing => new(Svg.Inline(plot));
}

/// <summary>A table in a page.</summary>
/// <param name="Note">May be empty.</param>
internal sealed record PageTable(PageText Title, PageText Note, ImmutableArray<PageColumn> Columns, ImmutableArray<PageRow> Rows)
{
    public static PageTable Of(ReportTable table) => new(
        table.Title, table.Note,
        [.. table.Columns.Select((column, i) => new PageColumn(column.Title, i < table.Words))],
        [.. table.Rows.Select((row, i) => PageRow.Of(table, row, i == 0 ? null : table.Rows[i - 1]))]);
}

/// <summary>A column of a table.</summary>
/// <param name="Word">It holds words rather than numbers.</param>
internal sealed record PageColumn(PageText Title, bool Word);

/// <summary>A row of a table.</summary>
/// <param name="BeginsGroup">It is the first row of a setting, and not the table's first.</param>
internal sealed record PageRow(bool BeginsGroup, ImmutableArray<PageCell> Cells)
{
    public static PageRow Of(ReportTable table, ImmutableArray<Cell> row, ImmutableArray<Cell>? above)
    {
        var repeated = row[0].Text == above?[0].Text;
        return new PageRow(
            above is not null && !repeated && table.Columns[0].Title == "Setting",
            [.. row.Select((cell, i) => PageCell.Of(cell.Text, i < table.Words, i == 0 && repeated))]);
    }
}

/// <summary>A cell of a table.</summary>
/// <param name="Word">It stands in a column of words.</param>
/// <param name="Number">A hyphen in it is a minus sign: it is of numbers alone, and no name stands in it.</param>
/// <param name="Long">It may be broken into lines.</param>
/// <param name="Repeated">It says what the cell above says.</param>
internal sealed record PageCell(PageText Text, bool Word, bool Number, bool Long, bool Repeated)
{
    private const int MostInALine = 60; // UTF-16 units

    public static PageCell Of(string text, bool word, bool repeated) =>
        new(text, word, !word && !text.Any(char.IsLetter), text.Length > MostInALine, repeated);
}
