namespace ActorGaze.Tui.Rendering;

/// <summary>One line of a plot.</summary>
/// <param name="Values">By epoch, from 1; null where unknown.</param>
internal sealed record Series(string Name, IReadOnlyList<double?> Values);

/// <summary>
/// Curves over epochs in braille dots (2 × 4 to a cell), each but the first with dashes of its own, or as letters in ASCII, under a title
/// with each curve's last value.
/// </summary>
internal static class Curve
{
    private const int LabelWidth = 8;

    /// <summary>How many dots are drawn, and how many are left out after them, by the curve's number: told apart without colours.</summary>
    private static readonly (int Dash, int Gap)[] Dashes = [(1, 0), (4, 2), (1, 2), (8, 3), (2, 4)];


    /// <param name="epochs">The width of the x axis in epochs, so that a run's curves grow to the right.</param>
    /// <param name="floor">What the y axis reaches down to at least; null: the least value.</param>
    public static void Draw(Grid grid, Area area, string title, IReadOnlyList<Series> series, int epochs, Look look, double? floor = null)
    {
        if (area.Height < 3 || area.Width < LabelWidth + 4) return;
        Title(grid, area, title, series, look);
        var known = series.SelectMany(s => s.Values).OfType<double>().Where(double.IsFinite).ToArray();
        var plot = area.RowsFrom(1).ColumnsFrom(LabelWidth + 1);
        if (known.Length == 0)
        {
            grid.Text(plot, plot.Height / 2, "not yet", Style.Faint);
            return;
        }

        var (low, high) = (Math.Min(known.Min(), floor ?? double.PositiveInfinity), known.Max());
        if (high <= low) (low, high) = low == 0 ? (0, 1) : (low - (Math.Abs(low) * 0.1), high + (Math.Abs(high) * 0.1));
        Axis(grid, area.RowsFrom(1), low, high);
        for (var i = series.Count - 1; i >= 0; i--) Line(grid, plot, series[i].Values, Math.Max(epochs, 2), low, high, i, look);
    }

    private static void Title(Grid grid, Area area, string title, IReadOnlyList<Series> series, Look look)
    {
        var x = grid.Text(area, 0, title, Style.Bold) + 1;
        for (var i = 0; i < series.Count && x < area.X + area.Width; i++)
        {
            var last = series[i].Values.LastOrDefault(v => v is not null);
            var mark = look.Ascii && series.Count > 1 ? $"{(char)('a' + i)}:" : "";
            x = grid.Text(x, area.Y, $"{mark}{series[i].Name} {Numbers.Short(last)}".TrimStart(), Palette.Curve(i, look.Depth), area.X
                + area.Width - x) + 2;
        }
    }

    private static void Axis(Grid grid, Area area, double low, double high)
    {
        grid.Text(area.X, area.Y, TextTable.Cell(Numbers.Short(high), LabelWidth, true), Style.Faint);
        if (area.Height > 1) grid.Text(area.X, area.Y + area.Height - 1, TextTable.Cell(Numbers.Short(low), LabelWidth, true), Style.Faint);
        for (var y = 0; y < area.Height; y++) grid.Put(area.X + LabelWidth, area.Y + y, '│', Style.Faint);
    }

    private static void Line(
        Grid grid, Area plot, IReadOnlyList<double?> values, int epochs, double low, double high, int number, Look look)
    {
        var (across, down) = look.Ascii ? (1, 1) : (2, 4);
        var (wide, tall) = (plot.Width * across, plot.Height * down);
        var (dots, at) = (new HashSet<(int X, int Y)>(), 0);
        var (dash, gap) = look.Ascii ? (1, 0) : Dashes[number % Dashes.Length];
        (int X, int Y)? before = null;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value || !double.IsFinite(value))
            {
                before = null;
                continue;
            }

            var here = (
                X: (int)Math.Round((double)i / (epochs - 1) * (wide - 1)), Y: (int)Math.Round((high - value) / (high - low) * (tall - 1)));
            foreach (var dot in Between(before ?? here, here))
                if (at++ % (dash + gap) < dash) dots.Add(dot);
            before = here;
        }

        var style = Palette.Curve(number, look.Depth);
        foreach (var cell in dots.GroupBy(d => (X: d.X / across, Y: d.Y / down)))
        {
            if (cell.Key.X >= plot.Width || cell.Key.Y >= plot.Height) continue;
            var glyph = look.Ascii ? (char)('a' + number) : (char)('\u2800' + cell.Aggregate(0, (bits, d) => bits | Bit(d.X % 2, d.Y % 4)));
            grid.Put(plot.X + cell.Key.X, plot.Y + cell.Key.Y, glyph, style);
        }
    }

    /// <summary>The dots from one to the other, no gap between neighbours.</summary>
    private static IEnumerable<(int X, int Y)> Between((int X, int Y) from, (int X, int Y) to)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (var i = 0; i <= steps; i++)
            yield return (
                from.X + (int)Math.Round((double)(to.X - from.X) * i / steps),
                from.Y + (int)Math.Round((double)(to.Y - from.Y) * i / steps));
    }

    private static int Bit(int x, int y) => y == 3 ? 0x40 << x : 1 << (y + (3 * x));
}
