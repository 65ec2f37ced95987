using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A mark per run: a row for each setting, a column for each trial, and the means over the trials beside them. Pure.</summary>
internal static class SweepMap
{
    private const int FewestMarks = 7;
    private const int Figures = 30;
    private const int RoomForTrouble = 4;

    /// <summary>Draws what fits and returns the room below it.</summary>
    public static Area Draw(Grid grid, Area area, Frame frame)
    {
        var rows = frame.Runs.GroupBy(run => (run.Sweep, run.Data, run.Level, run.Lambda, run.Variant)).ToList();
        if (rows.Count == 0 || area.Height < 3) return area;
        var names = RunNames.In(frame);
        var longest = rows.Max(row => TextWidth.Of(names.Before(row.Key.Sweep)));
        var setting = rows.Max(row => Setting(row.Key.Level, row.Key.Lambda, row.Key.Variant).Length); // a variant holds nothing but a run's characters
        var name = Math.Min(longest + setting + 2, area.Width / 2);
        string Label((string Sweep, string, int Level, double Lambda, string Variant) key)
        {
            var sweep = TextTable.Cut(names.Before(key.Sweep).TrimEnd(), Math.Max(0, name - setting - 1)); // of the two the one that rows have in common is cut
            return $"{sweep}{(sweep.Length == 0 ? "" : " ")}{Setting(key.Level, key.Lambda, key.Variant)}";
        }

        var marks = Math.Clamp(area.Width - name - Figures, FewestMarks, Math.Max(FewestMarks, rows.Max(row => row.Count())));
        var troubled = frame.Runs.Any(run => run.Phase is RunPhase.Failed or RunPhase.Recovering or RunPhase.Paused);
        var room = Math.Max(1, area.Height - 1 - (troubled ? RoomForTrouble : 0));

        grid.Text(area, 0, $" {TextTable.Cell("setting", name, false)} {TextTable.Cell("trials", marks, false)}  epochs   kappa gazedev", Style.Bold);
        var shown = rows.Count <= room ? rows : rows.OrderByDescending(row => row.Any(run => run.Phase == RunPhase.Running)).Take(room - 1).ToList();
        for (var i = 0; i < shown.Count; i++) Row(grid, area, i + 1, name, marks, Label(shown[i].Key), [.. shown[i].OrderBy(run => run.Trial)]);
        if (shown.Count == rows.Count) return area.RowsFrom(shown.Count + 2);
        grid.Text(area, shown.Count + 1, $" … and {rows.Count - shown.Count} more settings", Style.Faint);
        return area.RowsFrom(shown.Count + 2);
    }

    public static char Mark(RunPhase phase) => phase switch
    {
        RunPhase.Running => '▶',
        RunPhase.Completed => '✓',
        RunPhase.Failed => '✗',
        RunPhase.Paused => '═',
        RunPhase.Recovering => '▲',
        RunPhase.Cancelled => '–',
        _ => '·',
    };

    private static string Setting(int level, double lambda, string variant) => $"level {level}  λ {Numbers.Weight(lambda),-5}{(variant.Length == 0 ? "" : "  " + variant)}".TrimEnd();

    private static void Row(Grid grid, Area area, int row, int name, int marks, string label, IReadOnlyList<RunLine> runs)
    {
        grid.Text(area, row, $" {TextTable.Cell(label, name, false)}", Style.Plain);
        for (var i = 0; i < Math.Min(runs.Count, marks); i++) grid.Put(area.X + name + 2 + i, area.Y + row, Mark(runs[i].Phase), RunsScreen.StyleOf(runs[i].Phase));
        if (runs.Count > marks) grid.Put(area.X + name + 1 + marks, area.Y + row, '…', Style.Faint);
        var figures = $"{runs.Sum(r => r.EpochsDone),4}/{runs.Sum(r => r.Epochs),-4} {Numbers.Fixed(Mean(runs.Select(r => r.Kappa)), 3),6} {Numbers.Fixed(Mean(runs.Select(r => r.GazeDeviation)), 4),7}";
        grid.Text(area.ColumnsFrom(name + marks + 3), row, figures, Style.Plain);
    }

    private static double? Mean(IEnumerable<double?> values) => values.Average();
}
