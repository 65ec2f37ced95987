using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The log's newest lines. Pure.</summary>
internal static class LogScreen
{
    private const int NarrowestName = 14;
    private const int WideEnoughForNames = 70;

    public static void Draw(Grid grid, Area area, UiState state)
    {
        var rows = LogRows.Of(state);
        if (rows.Count == 0) grid.Text(area, 0, state.Log.Count == 0 ? " No line yet." : " No line passes the filter; Esc shows all.", Style.Faint);
        var room = area.Height - 1;
        var names = RunNames.In(state.Frame);
        var wide = area.Width < WideEnoughForNames ? 0 : Math.Clamp(rows.Select(line => TextWidth.Of(Whose(names, line))).DefaultIfEmpty(0).Max(), 0, Math.Max(NarrowestName, area.Width / 5));
        var first = Math.Max(0, rows.Count - state.Back - room);
        for (var i = 0; i < room && first + i < rows.Count - state.Back; i++)
        {
            var line = rows[first + i];
            var style = LogRows.IsBad(line) ? Style.Bad : LogRows.IsWarning(line) ? Style.Waiting : Style.Plain;
            var x = grid.Text(area.X + 1, area.Y + i, state.Clock(line.At, "HH:mm:ss "), Style.Faint);
            x = grid.Text(x, area.Y + i, $"{Short(line.Level),-5} ", style);
            if (wide > 0) x = grid.Text(x, area.Y + i, TextTable.Cell(Whose(names, line), wide, false) + " ", Style.Faint);
            var fault = line.Exception is { } exception ? $": {exception.Split('\n')[0]}" : "";
            grid.Text(x, area.Y + i, line.Text.ReplaceLineEndings(" ") + fault, style, area.X + area.Width - x);
        }

        var follows = state.Frozen ? "frozen" : state.Back == 0 ? "following" : $"paused {state.Back} lines back; End follows";
        grid.Text(area, area.Height - 1, $" {rows.Count} of {state.Log.Count} lines, {follows}", Style.Faint);
    }

    private static string Short(string level) => level.ToLowerInvariant() switch
    {
        "information" => "info",
        "warning" => "warn",
        "verbose" => "verb",
        var other => TextTable.Cut(other, 5),
    };

    private static string Whose(RunNames names, LogLine line) =>
        line.Run is not { } run ? line.Sweep ?? "" : line.Sweep is not { } sweep ? run : names.Of(sweep, RunId.Known(run));
}
