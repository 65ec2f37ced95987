namespace ActorGaze.Tui.Rendering;

/// <summary>
/// A map of values in [0, 1], a column to a value and two rows of values to a row of text: coloured half blocks, or shades of their means
/// where there are no colours.
/// </summary>
internal static class Heatmap
{
    public static int RowsOf(int height) => (height + 1) / 2;

    /// <param name="values">Row by row, width × height of them.</param>
    public static void Draw(Grid grid, int x, int y, IReadOnlyList<float> values, int width, int height, Look look)
    {
        var shades = look.Ascii ? Glyphs.AsciiLevels : Glyphs.Shades;
        for (var row = 0; row < height; row += 2)
            for (var column = 0; column < width; column++)
            {
                var upper = values[(row * width) + column];
                var lower = row + 1 < height ? values[((row + 1) * width) + column] : upper;
                if (look.Ascii || look.Depth < ColourDepth.TwoHundredFiftySix) // sixteen colours have no even scale among them
                    grid.Put(x + column, y + (row / 2),
                        shades[(int)Math.Round(Math.Clamp((upper + lower) / 2, 0, 1) * (shades.Length - 1))], Style.Plain);
                else
                    Put(grid, x + column, y + (row / 2), Palette.Cividis(upper), Palette.Cividis(lower));
            }
    }

    /// <summary>A picture for a terminal with 256 colours or more.</summary>
    /// <param name="colours">Row by row, width × height of them.</param>
    public static void Draw(Grid grid, int x, int y, IReadOnlyList<Colour> colours, int width, int height)
    {
        for (var row = 0; row < height; row += 2)
            for (var column = 0; column < width; column++)
            {
                var upper = colours[(row * width) + column];
                Put(grid, x + column, y + (row / 2), upper, row + 1 < height ? colours[((row + 1) * width) + column] : upper);
            }
    }

    private static void Put(Grid grid, int x, int y, Colour upper, Colour lower) =>
        grid.Put(x, y, '▀', new Style(upper, lower, Emphasis.None));
}
