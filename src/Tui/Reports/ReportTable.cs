using System.Collections.Immutable;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tui.Reports;

/// <summary>A table that every writer writes its own way.</summary>
/// <param name="Name">A file's name without its extension.</param>
/// <param name="Note">What a reader must know of it; may be empty.</param>
/// <param name="Words">How many columns, from the left, hold words rather than numbers.</param>
/// <param name="Rows">Each has a cell for each column.</param>
internal sealed record ReportTable(
    string Name, string Title, string Note, int Words, ImmutableArray<ReportColumn> Columns, ImmutableArray<ImmutableArray<Cell>> Rows)
{
    /// <summary>Where a page shows it.</summary>
    public ReportPart Part { get; init; } = ReportPart.Provenance;

    /// <summary>Whether a page shows it only on demand: it is long, and seldom asked for.</summary>
    public bool Folded { get; init; }

    /// <summary>As comma-separated values, in which a column of the table may be several.</summary>
    public string Csv() =>
        Reports.Csv.Of(Columns.SelectMany(column => column.Csv), Rows.Select(row => row.SelectMany(cell => cell.Values)));
}

/// <summary>The parts of a page, in the order in which they are read.</summary>
internal enum ReportPart
{
    Overview,
    Curves,
    Gazes,
    Statistics,
    Worth,
    Provenance,
}

/// <summary>A column: its title for people, and the names of what it is in CSV. No two columns of a table share a name.</summary>
internal sealed record ReportColumn(string Title, params ImmutableArray<string> Csv)
{
    public static implicit operator ReportColumn(string title) => new(title, title);
}

/// <summary>One cell: as people read it, and as a machine does.</summary>
/// <param name="Values">For CSV, as many as its column has there; empty text where undefined.</param>
internal sealed record Cell(string Text, params ImmutableArray<string> Values)
{
    /// <summary>Drawn in a page in the text's place; null: the text is shown.</summary>
    public CellBar? Bar { get; init; }

    public static Cell Of(string text) => new(text, text);

    public static Cell Of(int number) => Of(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Cell Of(double? number, int digits, string mark = "") =>
        new(Rendering.Numbers.Fixed(number, digits) + mark, Exact(number));

    /// <summary>Every digit; nothing where it is undefined.</summary>
    public static string Exact(double? number) =>
        number is { } n && double.IsFinite(n) ? n.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "";
}

/// <summary>An interval around a mean on a scale that the cells of a table share: all in percent of the scale, from 0 to 100.</summary>
/// <param name="Zero">Where no difference is.</param>
/// <param name="Word">What it says, of <c>good</c>, <c>bad</c> and <c>open</c>: the page has a look for each.</param>
internal sealed record CellBar(double Low, double Mean, double High, double Zero, string Word)
{
    private const double Margin = 4;

    /// <summary>Bars of intervals, on one scale that also holds 0; null where there is none.</summary>
    public static ImmutableArray<CellBar?> Of(IReadOnlyList<(double? Mean, Interval? Interval, string Word)> values)
    {
        double[] all = [0, .. values.SelectMany(v => new[] { v.Mean, v.Interval?.Low, v.Interval?.High }).OfType<double>()];
        var (low, range) = (all.Min(), all.Max() - all.Min());
        double At(double value) => Math.Round(Margin + (range == 0 ? 0.5 : (value - low) / range) * (100 - (2 * Margin)), 2);
        return
        [
            .. values.Select(v => v.Mean is { } mean
                ? new CellBar(At(v.Interval?.Low ?? mean), At(mean), At(v.Interval?.High ?? mean), At(0), v.Word)
                : null),
        ];
    }
}
