using System.Globalization;
using System.Text;

namespace ActorGaze.Tui.Rendering;

/// <summary>Grids as what a terminal is sent. Pure.</summary>
internal static class Ansi
{
    private const string Reset = "\u001b[0m";

    /// <summary>What turns the screen before into the next; everything where there is none before, or its size was another.</summary>
    public static string Difference(Grid? before, Grid next, ColourDepth depth)
    {
        if (before is not null && (before.Width != next.Width || before.Height != next.Height)) before = null;
        var (text, style) = (new StringBuilder(), (Style?)null);
        for (var y = 0; y < next.Height; y++)
        {
            var at = -1;
            for (var x = 0; x < next.Width; x++)
            {
                var cell = next[x, y];
                if (cell.Glyph == Cell.Covered || (before is not null && before[x, y] == cell)) continue;
                if (at != x) text.Append(CultureInfo.InvariantCulture, $"\u001b[{y + 1};{x + 1}H");
                if (style != cell.Style) text.Append(Said(cell.Style, depth));
                Append(text, cell);
                (style, at) = (cell.Style, cell.Cluster is null ? x + 1 : -1); // a terminal may know another width than ours
            }
        }

        return text.Length == 0 ? "" : text.Append(Reset).ToString();
    }

    /// <summary>
    /// The whole grid as lines, for output that is kept: no cursor is moved, and without colours nothing but text is sent.
    /// </summary>
    public static string Page(Grid grid, ColourDepth depth)
    {
        if (depth == ColourDepth.None) return grid.ToText();
        var text = new StringBuilder();
        for (var y = 0; y < grid.Height; y++)
        {
            var style = Style.Plain;
            var end = grid.Width;
            while (end > 0 && grid[end - 1, y] == Cell.Blank) end--;
            for (var x = 0; x < end; x++)
            {
                if (style != grid[x, y].Style) text.Append(Said(grid[x, y].Style, depth));
                style = grid[x, y].Style;
                Append(text, grid[x, y]);
            }

            text.Append(style == Style.Plain ? "\n" : Reset + "\n");
        }

        return text.ToString();
    }

    /// <summary>What a cell shows; nothing where a wide character covers it.</summary>
    internal static void Append(StringBuilder text, Cell cell)
    {
        if (cell.Cluster is { } cluster) text.Append(cluster);
        else if (cell.Glyph != Cell.Covered) text.Append(cell.Glyph);
    }

    private static string Said(Style style, ColourDepth depth)
    {
        var codes = new StringBuilder("\u001b[0");
        if (style.Emphasis.HasFlag(Emphasis.Bold)) codes.Append(";1");
        if (style.Emphasis.HasFlag(Emphasis.Faint)) codes.Append(";2");
        if (style.Emphasis.HasFlag(Emphasis.Underline)) codes.Append(";4");
        if (style.Emphasis.HasFlag(Emphasis.Reverse)) codes.Append(";7");
        Append(codes, Palette.Reduce(style.Fore, depth), depth, 30);
        Append(codes, Palette.Reduce(style.Back, depth), depth, 40);
        return codes.Append('m').ToString();
    }

    private static void Append(StringBuilder codes, Colour colour, ColourDepth depth, int ground)
    {
        var culture = CultureInfo.InvariantCulture;
        if (colour.Kind == ColourKind.Named) codes.Append(culture, $";{(colour.Red < 8 ? ground + colour.Red : ground + 52 + colour.Red)}");
        else if (colour.Kind == ColourKind.Rgb && depth == ColourDepth.TwoHundredFiftySix)
            codes.Append(culture, $";{ground + 8};5;{Palette.Xterm(colour)}");
        else if (colour.Kind == ColourKind.Rgb) codes.Append(culture, $";{ground + 8};2;{colour.Red};{colour.Green};{colour.Blue}");
    }
}
