using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The keys of the present screen, and beside them the command lines of the same effect where there is room. Pure.</summary>
internal static class HelpBox
{
    public static void Draw(Grid grid, UiState state)
    {
        Line[] lines = [.. ShellKeys.Of(state.Module).Select(row => Of(state, row)), new("", "", ""), new("", "Any key closes this.", "")];
        var (keys, what, command) = (lines.Max(l => l.Keys.Length) + 2, lines.Max(l => l.What.Length),
            lines.Max(l => TextWidth.Of(l.Command)));
        var wide = command > 0 && keys + what + 2 + command + 4 <= grid.Width;
        var box = Box.Draw(grid, Math.Min(grid.Width, keys + what + (wide ? command + 2 : 0) + 4), lines.Length + 2,
            $"{state.Screen}: keys");
        for (var i = 0; i < lines.Length; i++)
        {
            grid.Text(box, i, lines[i].Keys, Style.Title);
            grid.Text(box.ColumnsFrom(keys), i, lines[i].What, Style.Plain);
            if (wide) grid.Text(box.ColumnsFrom(keys + what + 2), i, lines[i].Command, Style.Busy);
        }
    }

    private static Line Of(UiState state, KeyRow row)
    {
        var ends = state.HoldsEngine && row.Label == "q";
        return new(row.Label, ends ? "twice: save everything and end the engine" : row.What, row.Command(state) ?? "");
    }

    private sealed record Line(string Keys, string What, string Command);
}
