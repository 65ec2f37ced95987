using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>What stands below the curves of one run, where not all of it has room.</summary>
internal enum RunPart
{
    Gazes,
    Journal,
    Confusion,
}

/// <summary>Where the parts of one run's screen are. Pure.</summary>
/// <param name="Gazes">Null where they are not shown.</param>
/// <param name="Confusion">Null where it is not shown.</param>
/// <param name="Journal">Null where it is not shown.</param>
/// <param name="Scale">How large a gaze's points are.</param>
internal sealed record RunLayout(Area Curves, Area? Gazes, Area? Confusion, Area? Journal, int Scale)
{
    /// <summary>Where one image's gaze through training is; null where it is not shown.</summary>
    public Area? Course { get; init; }

    public const int Head = 3;
    private const int NarrowestJournal = 44;
    private const int Words = 3; // of a part that has nothing else to show
    private const int LowestCurves = 14; // two rows of them

    /// <summary>How many events of the journal are shown.</summary>
    public int Events => Journal is { } area ? Math.Max(0, area.Height - 1) : 0;

    /// <param name="part">What is shown where not all has room.</param>
    public static RunLayout Of(Area area, RunState run, RunPart part)
    {
        var gazesHigh = run.Epochs.IsEmpty ? 0 : 1 + Heatmap.RowsOf(run.Epochs[^1].Evaluation.Gazes.Height);
        var scale = ScaleOf(area, run, gazesHigh);
        var names = !run.Epochs.IsEmpty && HasNamesBelow(area.Width, run, scale) ? 1 : 0;
        var below = Math.Min(Math.Max(8, 1 + names + (scale * Math.Max(0, gazesHigh - 1))), Math.Max(0, area.Height - Head - 6));
        var (curves, lower) = (area.Rows(Head, area.Height - Head - below), area.RowsFrom(area.Height - below));
        if (run.Epochs.IsEmpty) return new(curves, null, null, lower, scale);
        var taken = Taken(area.Width, run.Epochs[^1].Evaluation.Gazes, scale);
        if (taken > 0) return Beside(area, run, part, below, taken, scale);
        return part switch
        {
            RunPart.Journal => new(curves, null, null, lower, scale),
            RunPart.Confusion => new(curves, null, lower, null, scale),
            _ => new(curves, lower, null, null, scale),
        };
    }

    /// <summary>
    /// With one image's gaze in the place of the class means, as wide as the screen; matrix and journal are below it, where they have room.
    /// </summary>
    public static RunLayout OfCourse(Area area, RunState run)
    {
        var (least, most) = (8, Math.Max(0, area.Height - Head - 6));
        if (run.Epochs.IsEmpty)
        {
            var empty = Shown(Math.Min(Words + least, most));
            return empty with { Course = empty.Course!.Value.Rows(0, Words), Journal = empty.Course.Value.RowsFrom(Words) };
        }

        var evaluation = run.Epochs[^1].Evaluation;
        var confusion = Rendering.Confusion.Of(run.Classes, evaluation.Confusion);
        var high = 1 + ConfusionPart.HeightOf(confusion);
        var wide = Math.Max(ConfusionPart.WidthOf(confusion), Math.Min(ConfusionPart.WidthOfTitle, area.Width - NarrowestJournal - 1));
        var (withAll, alone) = (Below(area.Height - Head - high - LowestCurves), Below(most));
        return wide + NarrowestJournal > area.Width || withAll < alone ? Shown(alone) : Shown(withAll + high) switch
        {
            var all => all with
            {
                Course = all.Course!.Value.Rows(0, withAll),
                Confusion = all.Course.Value.RowsFrom(withAll + 1).Columns(0, wide),
                Journal = all.Course.Value.RowsFrom(withAll + 1).ColumnsFrom(wide + 1),
            },
        };

        int Below(int room) => Math.Min(room, Math.Max(least, CourseShape.Of(
            evaluation.Gazes.Height, evaluation.Gazes.Width, run.Spec?.Epochs, area.Width, room).Rows));

        RunLayout Shown(int below) =>
            new(area.Rows(Head, area.Height - Head - below), null, null, null, 1) { Course = area.RowsFrom(area.Height - below) };
    }

    /// <summary>What is shown next where not all has room.</summary>
    public RunPart After(RunPart part) => (Journal, part) switch
    {
        (not null, RunPart.Confusion) when Gazes is null => RunPart.Gazes, // the journal stands beside it anyway
        (not null, _) when Gazes is not null => RunPart.Confusion,
        (_, RunPart.Gazes) => RunPart.Journal,
        (_, RunPart.Journal) => RunPart.Confusion,
        _ => RunPart.Gazes,
    };

    /// <summary>The journal beside the gazes, and the matrix below these, or in their place.</summary>
    private static RunLayout Beside(Area area, RunState run, RunPart part, int below, int taken, int scale)
    {
        var confusion = Rendering.Confusion.Of(run.Classes, run.Epochs[^1].Evaluation.Confusion);
        var (high, wide) = (1 + ConfusionPart.HeightOf(confusion), ConfusionPart.WidthOf(confusion));
        var both = wide <= taken && area.Height - Head - below - high >= LowestCurves;
        var lower = area.RowsFrom(area.Height - below - (both ? high : 0));
        var (left, journal) = (lower.Columns(0, taken), lower.ColumnsFrom(taken + 1));
        var curves = area.Rows(Head, area.Height - Head - lower.Height);
        return both ? new(curves, left.Rows(0, below), left.RowsFrom(below + 1), journal, scale)
            : part == RunPart.Confusion ? new(curves, null, left, journal, scale)
            : new(curves, left, null, journal, scale);
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
