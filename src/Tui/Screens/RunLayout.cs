using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>Where the parts of one run's screen are. Pure.</summary>
/// <param name="Gazes">Null where they are not shown.</param>
/// <param name="Journal">Null where it is not shown.</param>
/// <param name="Scale">How large a gaze's points are.</param>
internal sealed record RunLayout(Area Curves, Area? Gazes, Area? Journal, int Scale)
{
    public const int Head = 3;
    private const int NarrowestJournal = 44;

    /// <summary>How many events of the journal are shown.</summary>
    public int Events => Journal is { } area ? Math.Max(0, area.Height - 1) : 0;

    public static RunLayout Of(Area area, RunState run, bool journalFirst)
    {
        var gazesHigh = run.Epochs.IsEmpty ? 0 : 1 + Heatmap.RowsOf(run.Epochs[^1].Evaluation.Gazes.Height);
        var scale = ScaleOf(area, run, gazesHigh);
        var names = !run.Epochs.IsEmpty && HasNamesBelow(area.Width, run, scale) ? 1 : 0;
        var below = Math.Min(Math.Max(8, 1 + names + (scale * Math.Max(0, gazesHigh - 1))), Math.Max(0, area.Height - Head - 6));
        var (curves, lower) = (area.Rows(Head, area.Height - Head - below), area.RowsFrom(area.Height - below));
        if (run.Epochs.IsEmpty) return new(curves, null, lower, scale);
        var taken = Taken(area.Width, run.Epochs[^1].Evaluation.Gazes, scale);
        return taken > 0 ? new(curves, lower.Columns(0, taken), lower.ColumnsFrom(taken + 1), scale)
            : journalFirst ? new(curves, null, lower, scale) : new(curves, lower, null, scale);
    }

    /// <summary>Twice as large where the gazes of two epochs and the journal have room for it.</summary>
    private static int ScaleOf(Area area, RunState run, int gazesHigh) =>
        gazesHigh > 0 && area.Height - Head - (2 * (gazesHigh - 1)) - 1 >= 20
        && Screens.Gazes.WidthOf(run.Epochs[^1].Evaluation.Gazes, 2, 2) + NarrowestJournal <= area.Width ? 2 : 1;

    private static bool HasNamesBelow(int width, RunState run, int scale) =>
        Screens.Gazes.HasNamesBelow(Taken(width, run.Epochs[^1].Evaluation.Gazes, scale) is > 0 and var wide ? wide : width, run.Epochs,
            run.Classes, scale);

    /// <summary>The gazes' columns where the journal has room beside them; 0 where it has not.</summary>
    private static int Taken(int width, ClassMeanGazes gazes, int scale)
    {
        var (pairs, singles) = (Screens.Gazes.WidthOf(gazes, 2, scale), Screens.Gazes.WidthOf(gazes, 1, scale));
        return width >= pairs + NarrowestJournal ? pairs : width >= singles + NarrowestJournal ? singles : 0;
    }
}
