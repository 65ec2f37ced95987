using System.Collections.Immutable;

namespace ActorGaze.Tui.Reports;

/// <summary>A table that every writer writes its own way.</summary>
/// <param name="Name">A file's name without its extension.</param>
/// <param name="Note">What a reader must know of it; may be empty.</param>
/// <param name="Words">How many columns, from the left, hold words rather than numbers.</param>
internal sealed record ReportTable(string Name, string Title, string Note, int Words, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<Cell>> Rows);

/// <summary>One cell: as people read it, and as a machine does.</summary>
/// <param name="Value">For CSV; empty where undefined.</param>
internal sealed record Cell(string Text, string Value)
{
    public static Cell Of(string text) => new(text, text);

    public static Cell Of(int number) => Of(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Cell Of(double? number, int digits, string mark = "") =>
        new(Rendering.Numbers.Fixed(number, digits) + mark, number is { } n && double.IsFinite(n) ? n.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "");
}
