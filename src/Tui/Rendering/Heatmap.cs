namespace ActorGaze.Tui.Rendering;

/// <summary>A map of values in [0, 1] as coloured half blocks, two rows of values to a row of text; as shades where there are no colours.</summary>
internal static class Heatmap
{
    /// <summary>Columns of text for a map so wide: two to a value without colours, so that its shape stays.</summary>
    public static int ColumnsOf(int width, Look look) => HasColours(look) ? width : 2 * width;

    public static int RowsOf(int height, Look look) => HasColours(look) ? (height + 1) / 2 : height;

    /// <param name="values">Row by row, width × height of them.</param>
    public static void Draw(Grid grid, int x, int y, IReadOnlyList<double> values, int width, int height, Look look)
    {
        if (!HasColours(look))
        {
            DrawShades(grid, x, y, values, width, height, look.Ascii ? Glyphs.AsciiLevels : Glyphs.Shades);
            return;
        }

        for (var row = 0; row < height; row += 2)
            for (var column = 0; column < width; column++)
            {
                var (upper, lower) = (Palette.Cividis(values[(row * width) + column]), row + 1 < height ? Palette.Cividis(values[((row + 1) * width) + column]) : Colour.Default);
                grid.Put(x + column, y + (row / 2), '▀', new Style(upper, lower, Emphasis.None));
            }
    }

    /// <summary>Sixteen colours have no even scale among them.</summary>
    private static bool HasColours(Look look) => !look.Ascii && look.Depth >= ColourDepth.TwoHundredFiftySix;

    private static void DrawShades(Grid grid, int x, int y, IReadOnlyList<double> values, int width, int height, string shades)
    {
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
            {
                var shade = shades[(int)Math.Round(Math.Clamp(values[(row * width) + column], 0, 1) * (shades.Length - 1))];
                grid.Put(x + (2 * column), y + row, shade, Style.Plain);
                grid.Put(x + (2 * column) + 1, y + row, shade, Style.Plain);
            }
    }
}
