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
        var fitting = Enumerable.Range(1, gazes.Classes).Count(c => (c * wide) - BetweenClasses <= area.Width);
        float[] most = [.. Enumerable.Range(0, gazes.Classes).Select(c => Math.Max(gazes.Of(c).Max(), both ? before!.Evaluation.Gazes.Of(c).Max() : 0))];
        string[] values = [.. most.Select(m => m <= 0 ? " no gaze" : both ? $" {before!.Epoch} → {now.Epoch}, max {Numbers.Fixed(m, 2)}" : $" {Numbers.Fixed(m, 2)}")];
        var names = LookAlikes.Shown([.. Enumerable.Range(0, gazes.Classes).Select(c => ClassNames.Of(classes, c))]);
        var titles = TextWidth.CutApart(names, [.. values.Select(value => wide - 2 - value.Length)]);
        if (fitting < gazes.Classes || !titles.SequenceEqual(names))
            grid.Text(area, 1 + Heatmap.RowsOf(gazes.Height * scale), $" {(fitting < gazes.Classes ? $"{fitting} of {gazes.Classes} " : "")}classes: {string.Join(", ", names)}", Style.Faint);
        for (var c = 0; c < fitting; c++)
        {
            var x = area.X + 1 + (c * wide);
            grid.Text(x, area.Y, titles[c] + values[c], most[c] > 0 ? Style.Bold : Style.Faint, wide - 1);
            if (both) Picture(grid, x, area.Y + 1, before!.Evaluation.Gazes.Of(c), gazes, most[c], scale, look);
            Picture(grid, both ? x + (gazes.Width * scale) + Gap : x, area.Y + 1, gazes.Of(c), gazes, most[c], scale, look);
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
