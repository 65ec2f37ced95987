using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
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
    public static int WidthOf(ClassMeanGazes gazes, int epochs, int scale) =>
        1 + (gazes.Classes * ((epochs * ((gazes.Width * scale) + Gap)) + BetweenClasses));

    /// <summary>Whether names stand below the gazes in full, because some have no room above them.</summary>
    public static bool HasNamesBelow(int width, ImmutableList<EpochMetrics> epochs, ClassNames? classes, int scale) =>
        Layout.Of(width, epochs, epochs.Count, classes, scale).NamesBelow;

    /// <param name="epochs">At least one. The last of them is shown.</param>
    /// <param name="of">How many epochs there are: one that is not the newest is named.</param>
    public static void Draw(Grid grid, Area area, ImmutableList<EpochMetrics> epochs, int of, ClassNames? classes, int scale, Look look)
    {
        var layout = Layout.Of(area.Width, epochs, of, classes, scale);
        var gazes = epochs[^1].Evaluation.Gazes;
        for (var c = 0; c < layout.Fitting; c++)
        {
            var (x, most) = (area.X + 1 + (c * layout.Wide), layout.Most[c]);
            grid.Text(x, area.Y, layout.Titles[c], most > 0 ? Style.Bold : Style.Faint, layout.Wide - 1);
            if (layout.Before is { } before) Picture(grid, x, area.Y + 1, before.Of(c), gazes, most, scale, look);
            Picture(grid, layout.Before is null ? x : x + (gazes.Width * scale) + Gap, area.Y + 1, gazes.Of(c), gazes, most, scale, look);
        }

        if (!layout.NamesBelow) return;
        var some = layout.Fitting < gazes.Classes ? $"{layout.Fitting} of {gazes.Classes} " : "";
        grid.Text(area, 1 + Heatmap.RowsOf(gazes.Height * scale), $" {some}classes: {string.Join(", ", layout.Names)}", Style.Faint);
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

    /// <summary>What stands where. Two epochs where both have room, else the newest.</summary>
    /// <param name="Before">The earlier epoch's gazes; null where they are not shown.</param>
    /// <param name="Wide">The columns of one class.</param>
    /// <param name="Fitting">How many classes have room.</param>
    /// <param name="Most">The greatest value of each class.</param>
    private sealed record Layout(
        ClassMeanGazes? Before, int Wide, int Fitting, ImmutableArray<float> Most, ImmutableArray<string> Names,
        ImmutableArray<string> Titles, bool NamesBelow)
    {
        public static Layout Of(int width, ImmutableList<EpochMetrics> epochs, int of, ClassNames? classes, int scale)
        {
            var older = epochs.Count < of ? $" epoch {epochs[^1].Epoch}," : "";
            var (now, earlier) = (epochs[^1], epochs.Count > 1 ? epochs[^2] : null);
            var gazes = now.Evaluation.Gazes;
            var before = earlier?.Evaluation.Gazes is { } old && (old.Width, old.Height) == (gazes.Width, gazes.Height)
                && WidthOf(gazes, 2, scale) <= width ? old : null;
            var wide = ((before is null ? 1 : 2) * ((gazes.Width * scale) + Gap)) + BetweenClasses;
            var labels = Enumerable.Range(0, gazes.Classes);
            float[] most = [.. labels.Select(c => Math.Max(gazes.Of(c).Max(), before?.Of(c).Max() ?? 0))];
            string[] values = [.. most.Select(m => m <= 0 ? " no gaze" : before is null ? $"{older} {Numbers.Fixed(m, 2)}"
                : $" {earlier!.Epoch} → {now.Epoch}, max {Numbers.Fixed(m, 2)}")];
            var names = LookAlikes.Shown([.. labels.Select(c => ClassNames.Of(classes, c))]);
            var titles = TextWidth.CutApart(names, [.. values.Select(value => wide - 2 - value.Length)]);
            var fitting = labels.Count(c => ((c + 1) * wide) - BetweenClasses <= width);
            return new Layout(
                before, wide, fitting, [.. most], names, [.. titles.Zip(values, string.Concat)],
                fitting < gazes.Classes || !titles.SequenceEqual(names));
        }
    }
}
