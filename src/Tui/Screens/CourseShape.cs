using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>How large one image's gazes are drawn side by side, and how many of them fit. Pure.</summary>
/// <param name="Scale">So many columns to a cell.</param>
/// <param name="Pooled">So many cells in a row make one, by their mean.</param>
internal sealed record CourseShape(int CellsWide, int CellsHigh, int Scale, int Pooled)
{
    /// <summary>The title, and the line above the gazes.</summary>
    public const int Above = 2;

    private const int Gap = 2;
    private const int NarrowestName = 14; // an epoch, a mark and most of a class's name

    /// <summary>Columns of one gaze.</summary>
    public int Width => Scaled(CellsWide);

    /// <summary>Values of one gaze from top to bottom: two to a line.</summary>
    public int Height => Scaled(CellsHigh);

    /// <summary>Lines of all of it.</summary>
    public int Rows => Above + Heatmap.RowsOf(Height);

    /// <summary>As large as has room: enlarged where the run's epochs all fit so.</summary>
    /// <param name="epochs">That the run will have; null: not known.</param>
    /// <param name="rows">Lines that there are.</param>
    public static CourseShape Of(int cellsHigh, int cellsWide, int? epochs, int width, int rows)
    {
        var (across, down) = (Math.Max(1, cellsWide), Math.Max(1, cellsHigh));
        var usual = new CourseShape(across, down, Math.Max(1, NarrowestName / across), 1);
        var large = usual with { Scale = 2 * usual.Scale };
        if (large.Rows <= rows && epochs <= large.Fitting(width)) return large;
        while (usual.Scale > 1 && usual.Rows > rows) usual = usual with { Scale = usual.Scale - 1 };
        while ((usual.Rows > rows || usual.Width >= width) && usual.Pooled < Math.Max(across, down))
            usual = usual with { Pooled = usual.Pooled + 1 };
        return usual;
    }

    /// <summary>How many gazes fit side by side.</summary>
    public int Fitting(int width) => Math.Max(0, width - 1 + Gap) / (Width + Gap);

    /// <summary>The column of one of them.</summary>
    public int X(int place) => 1 + (place * (Width + Gap));

    /// <summary>
    /// The epochs that are shown where so many fit: the first and the last, others at equal distances, and the one that is looked at, or
    /// the one that is nearest to it.
    /// </summary>
    /// <param name="epochs">Ascending.</param>
    /// <returns>Places in the list, ascending.</returns>
    public static IReadOnlyList<int> Shown(IReadOnlyList<int> epochs, int fitting, int? looked)
    {
        var count = Math.Min(epochs.Count, fitting);
        if (count <= 0) return [];
        var last = epochs.Count - 1;
        int[] shown = [.. Enumerable.Range(0, count).Select(i => count == 1 ? last
            : (int)Math.Round((double)i * last / (count - 1), MidpointRounding.AwayFromZero))];
        if (looked is not { } epoch) return shown;
        var wanted = Nearest(epochs, epoch);
        if (shown.Contains(wanted)) return shown;
        var inner = count > 2 ? Enumerable.Range(1, count - 2).MinBy(i => Math.Abs(shown[i] - wanted)) : count - 1;
        shown[inner] = wanted;
        return shown;
    }

    /// <summary>The place of the epoch that is nearest to one.</summary>
    public static int Nearest(IReadOnlyList<int> epochs, int epoch) =>
        Enumerable.Range(0, epochs.Count).MinBy(i => Math.Abs(epochs[i] - epoch));

    /// <summary>A gaze's values in [0, 1], as many as it is drawn with, row by row.</summary>
    /// <param name="cells">0 to 255, row by row.</param>
    public float[] Values(IReadOnlyList<byte> cells)
    {
        var values = new float[Width * Height];
        for (var row = 0; row < Height; row++)
            for (var column = 0; column < Width; column++)
                values[(row * Width) + column] = Mean(cells, row / Scale * Pooled, column / Scale * Pooled);
        return values;
    }

    private float Mean(IReadOnlyList<byte> cells, int top, int left)
    {
        var (sum, count) = (0, 0);
        for (var row = top; row < Math.Min(CellsHigh, top + Pooled); row++)
            for (var column = left; column < Math.Min(CellsWide, left + Pooled); column++)
                (sum, count) = (sum + cells[(row * CellsWide) + column], count + 1);
        return sum / (255f * count);
    }

    private int Scaled(int cells) => (cells + Pooled - 1) / Pooled * Scale;
}
