using System.Collections.Immutable;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>Class mean gazes, of the newest epoch and, where there is room, of the one before it. Pure.</summary>
internal static class Gazes
{
    private const int Gap = 1;
    private const int BetweenClasses = 2;

    /// <summary>Columns that all classes take with so many epochs each.</summary>
    public static int WidthOf(ClassMeanGazes gazes, int epochs, int scale) => 1 + (gazes.Classes * ((epochs * ((gazes.Width * scale) + Gap)) + BetweenClasses));

    /// <param name="epochs">At least one.</param>
    public static void Draw(Grid grid, Area area, ImmutableList<EpochMetrics> epochs, ClassNames? classes, int scale, Look look)
    {
        var (now, before) = (epochs[^1], epochs.Count > 1 ? epochs[^2] : null);
        var gazes = now.Evaluation.Gazes;
        var both = before is not null && before.Evaluation.Gazes.Width == gazes.Width && before.Evaluation.Gazes.Height == gazes.Height && WidthOf(gazes, 2, scale) <= area.Width;
        var wide = ((both ? 2 : 1) * ((gazes.Width * scale) + Gap)) + BetweenClasses;
        for (var c = 0; c < gazes.Classes && ((c + 1) * wide) - BetweenClasses <= area.Width; c++)
        {
            var (x, map) = (area.X + 1 + (c * wide), gazes.Of(c));
            var old = both ? before!.Evaluation.Gazes.Of(c) : [];
            var most = Math.Max(map.Max(), old.DefaultIfEmpty(0).Max());
            var value = most > 0 ? both ? $" {before!.Epoch} → {now.Epoch}, max {Numbers.Fixed(most, 2)}" : $" {Numbers.Fixed(most, 2)}" : " no gaze";
            grid.Text(x, area.Y, TextTable.Cut(ClassNames.Of(classes, c), wide - 2 - value.Length) + value, most > 0 ? Style.Bold : Style.Faint, wide - 1);
            if (both) Picture(grid, x, area.Y + 1, old, gazes, most, scale, look);
            Picture(grid, both ? x + (gazes.Width * scale) + Gap : x, area.Y + 1, map, gazes, most, scale, look);
        }
    }

    /// <summary>Shares of the greatest value of the pair, so that a faint gaze is seen too; the title names that value.</summary>
    private static void Picture(Grid grid, int x, int y, float[] map, ClassMeanGazes shape, float most, int scale, Look look)
    {
        var (width, height) = (shape.Width * scale, shape.Height * scale);
        var values = new float[width * height];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                values[(row * width) + column] = most > 0 ? map[(row / scale * shape.Width) + (column / scale)] / most : 0;
        Heatmap.Draw(grid, x, y, values, width, height, look);
    }
}
