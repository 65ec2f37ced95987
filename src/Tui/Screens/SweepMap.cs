using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A mark per run: a row for each setting, a column for each trial, and the means over the trials beside them. Pure.</summary>
internal static class SweepMap
{
    private const string Trials = "trials";
    private const int FewestMarks = 7;
    private const int Figures = 29;
    private const int RoomForTrouble = 4;

    /// <summary>Draws what fits around the setting pointed at, and returns the room below it.</summary>
    public static Area Draw(Grid grid, Area area, UiState state)
    {
        var (index, frame) = (state.Index, state.Frame);
        if (index.Settings.IsEmpty || area.Height < 3) return area;
        var table = Table(area.Width, state);
        var room = Math.Max(1, area.Height - 1 - (FrameFacts.Of(frame).Troubled.IsEmpty ? 0 : RoomForTrouble));
        var (chosen, count) = (index.SettingOf(state.Selected), index.Settings.Length);
        if (count > room) room = Math.Max(1, room - 1); // for the line that says so
        var first = Lists.FirstRow(chosen, count, room);
        var shown = Math.Min(room, count);
        table.Header(grid, area, 0);
        for (var i = 0; i < shown; i++)
        {
            var setting = index.Settings[first + i];
            table.Row(grid, area, i + 1, setting);
            Marks(grid, area.Rows(i + 1, 1).Columns(table.PlaceOf(Trials), WidthOf(table)), setting, frame);
            if (first + i == chosen) grid.Restyle(area.Rows(i + 1, 1).Columns(0, table.PlaceOf("")), style => style.Selected);
        }

        if (shown == count) return area.RowsFrom(shown + 2);
        grid.Text(area, shown + 1, $" settings {first + 1} to {first + shown} of {count}", Style.Faint);
        return area.RowsFrom(shown + 3);
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

    private static GridTable<Setting> Table(int width, UiState state)
    {
        var (index, frame, names) = (state.Index, state.Frame, state.Index.Names);
        var longest = index.Settings.Max(setting => TextWidth.Of(names.Before(setting.Sweep)));
        var words = index.Settings.Max(setting => Words(setting).Length); // a variant holds nothing but a run's characters
        var name = Math.Min(longest + words + 3, (width / 2) + 1);
        var marks = Math.Clamp(width - name - Figures, FewestMarks, Math.Max(FewestMarks, index.MostTrials));
        var chosen = index.SettingOf(state.Selected);
        return new(
        [
            new("setting", name, setting =>
                $"{(chosen >= 0 && setting == index.Settings[chosen] ? '▸' : ' ')}{Label(setting)}") { Title = " setting" },
            new(Trials, marks, _ => ""),
            new("epochs", 9, setting => FrameFacts.Of(frame).Means(setting).Epochs) { Right = true },
            new("kappa", 6, setting => Numbers.Fixed(FrameFacts.Of(frame).Means(setting).Kappa, 3)) { Right = true },
            new("gazedev", 7, setting => Numbers.Fixed(FrameFacts.Of(frame).Means(setting).GazeDeviation, 4)) { Right = true },
        ]);

        string Label(Setting setting)
        {
            // of the two the one that rows have in common is cut
            var sweep = TextTable.Cut(names.Before(setting.Sweep).TrimEnd(), Math.Max(0, name - words - 2));
            return $"{sweep}{(sweep.Length == 0 ? "" : " ")}{Words(setting)}";
        }
    }

    private static int WidthOf(GridTable<Setting> table) => table.Columns.First(column => column.Name == Trials).Width;

    private static string Words(Setting setting) =>
        $"{setting.Network}  λ {Numbers.Weight(setting.Lambda),-5}{(setting.Variant.Length == 0 ? "" : "  " + setting.Variant)}".TrimEnd();

    private static void Marks(Grid grid, Area area, Setting setting, Frame frame)
    {
        var count = setting.Places.Length;
        var shown = count > area.Width ? area.Width - 1 : count;
        for (var i = 0; i < shown; i++)
        {
            var phase = frame.Runs[setting.Places[i]].Phase;
            grid.Put(area.X + i, area.Y, Mark(phase), RunsScreen.StyleOf(phase));
        }

        if (shown < count) grid.Put(area.X + shown, area.Y, '…', Style.Faint);
    }
}
