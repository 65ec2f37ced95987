namespace ActorGaze.Tui.Rendering;

/// <summary>A column of a table on a screen.</summary>
/// <param name="Width">In columns of the terminal.</param>
/// <param name="Text">What it says of a row.</param>
internal sealed record GridColumn<T>(string Name, int Width, Func<T, string> Text)
{
    /// <summary>Numbers stand right, words left.</summary>
    public bool Right { get; init; }

    /// <summary>The smaller, the longer it stays when a terminal is narrow.</summary>
    public int Need { get; init; }

    /// <summary>Blank columns before it.</summary>
    public int Gap { get; init; } = 1;

    public Func<T, Style> Style { get; init; } = _ => Rendering.Style.Plain;

    /// <summary>What stands over it; its name where nothing else is said.</summary>
    public string? Title { get; init; }

    public Style TitleStyle { get; init; } = Rendering.Style.Bold;
}

/// <summary>A table on a screen: named columns, each at a place that follows from the widths before it. Pure.</summary>
internal sealed record GridTable<T>(IReadOnlyList<GridColumn<T>> Columns)
{
    /// <summary>All but the columns that have no room: those with the greatest need stay.</summary>
    public GridTable<T> Within(int width)
    {
        var (kept, left) = (new HashSet<string>(), width + 1); // nothing stands before the first column
        foreach (var column in Columns.OrderBy(column => column.Need))
        {
            if (column.Width + column.Gap > left) break;
            kept.Add(column.Name);
            left -= column.Width + column.Gap;
        }

        return new([.. Columns.Where(column => kept.Contains(column.Name))]);
    }

    /// <summary>The same with one column changed.</summary>
    public GridTable<T> With(string name, Func<GridColumn<T>, GridColumn<T>> change) =>
        new([.. Columns.Select(column => column.Name == name ? change(column) : column)]);

    /// <summary>How far a column is from the left edge; the table's width where there is no such column.</summary>
    public int PlaceOf(string name)
    {
        foreach (var (column, x) in Places())
            if (column.Name == name) return x;
        return Columns.Sum(column => column.Width) + Columns.Skip(1).Sum(column => column.Gap);
    }

    public void Header(Grid grid, Area area, int row)
    {
        foreach (var (column, x) in Places()) Cell(grid, area, row, x, column, column.Title ?? column.Name, column.TitleStyle);
    }

    public void Row(Grid grid, Area area, int row, T of)
    {
        foreach (var (column, x) in Places()) Cell(grid, area, row, x, column, column.Text(of), column.Style(of));
    }

    private IEnumerable<(GridColumn<T> Column, int X)> Places()
    {
        var x = 0;
        for (var i = 0; i < Columns.Count; i++)
        {
            if (i > 0) x += Columns[i].Gap;
            yield return (Columns[i], x);
            x += Columns[i].Width;
        }
    }

    private static void Cell(Grid grid, Area area, int row, int x, GridColumn<T> column, string text, Style style)
    {
        if (row >= area.Height || x >= area.Width) return;
        grid.Text(area.X + x, area.Y + row, TextTable.Cell(text, Math.Min(column.Width, area.Width - x), column.Right), style);
    }
}
