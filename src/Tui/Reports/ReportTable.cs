using System.Collections.Immutable;

namespace ActorGaze.Tui.Reports;

/// <summary>A table that every writer writes its own way.</summary>
/// <param name="Name">A file's name without its extension.</param>
/// <param name="Note">What a reader must know of it; may be empty.</param>
/// <param name="Words">How many columns, from the left, hold words rather than numbers.</param>
internal sealed record ReportTable(
    string Name, string Title, string Note, int Words, ImmutableArray<ReportColumn> Columns, ImmutableArray<ImmutableArray<Cell>> Rows)
{
    /// <summary>As comma-separated values, in which a column of the table may be several.</summary>
    public string Csv() =>
        Reports.Csv.Of(Columns.SelectMany(column => column.Csv), Rows.Select(row => row.SelectMany(cell => cell.Values)));
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
    public static Cell Of(string text) => new(text, text);

    public static Cell Of(int number) => Of(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Cell Of(double? number, int digits, string mark = "") =>
        new(Rendering.Numbers.Fixed(number, digits) + mark, Exact(number));

    /// <summary>Every digit; nothing where it is undefined.</summary>
    public static string Exact(double? number) =>
        number is { } n && double.IsFinite(n) ? n.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "";
}
