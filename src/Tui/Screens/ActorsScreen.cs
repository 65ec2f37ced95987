using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The live actor tree. Pure.</summary>
internal static class ActorsScreen
{
    private const int BackedUp = 10;
    private const double Busy = 1; // messages a second
    private const int Spark = 12;

    public static void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var rows = ActorRows.Of(state);
        if (rows.Count == 0)
        {
            grid.Text(area, 0, " Counting.", Style.Faint);
            return;
        }

        var wide = area.Width >= 110;
        var name = Math.Clamp(rows.Max(row => row.Branch.Length + row.Node.Name.Length) + 4, 16, wide ? 60 : 34);
        var doing = Math.Clamp(area.Width - name - (wide ? 46 : 25), 8, 30);
        Line(grid, area.X, area.Y, wide, doing, name, "  actor", "doing", "mail", "history", "msg/s", "restarts", "age", "why it was restarted", Style.Bold, Style.Bold);

        var body = area.Rows(1, area.Height - 2);
        var chosen = rows.Select((row, i) => (Actor: row.Node.Path, Place: i)).FirstOrDefault(row => row.Actor == state.Actor, (Actor: "", Place: -1)).Place;
        var first = FirstRow(chosen, rows.Count, body.Height);
        for (var i = 0; i < body.Height && first + i < rows.Count; i++)
        {
            var (node, y) = (rows[first + i].Node, body.Y + i);
            var (word, style) = node.Mailbox > BackedUp ? ("backed up", Style.Bad) : node.Mailbox > 0 || node.MessagesPerSecond >= Busy ? ("busy", Style.Busy) : ("idle", Style.Faint);
            var branch = $"{(first + i == chosen ? '▸' : ' ')} {rows[first + i].Branch}{node.Name}{(rows[first + i].Folded ? " …" : "")}";
            var history = Charts.Sparkline(state.Depths.GetValueOrDefault(node.Path, []), Spark, look.Ascii);
            Line(
                grid, area.X, y, wide, doing, name, branch, node.Doing ?? word, $"{node.Mailbox}", state.Depths.GetValueOrDefault(node.Path, []).TrueForAll(d => d is 0) ? "" : history,
                Numbers.Fixed(node.MessagesPerSecond, node.MessagesPerSecond < 10 ? 1 : 0), node.Restarts == 0 ? "" : $"{node.Restarts}", Numbers.Time(node.AgeSeconds), node.LastReason ?? "", Style.Plain, style);
            if (first + i == chosen) grid.Restyle(new Area(area.X, y, area.Width, 1), s => s.Selected);
        }

        if (chosen >= 0)
        {
            var why = rows[chosen].Node.LastReason is { } reason ? $"  restarted: {reason.ReplaceLineEndings(" ")}" : "";
            grid.Text(area, area.Height - 1, $" {rows[chosen].Node.Path}{why}", Style.Faint);
        }
    }

    /// <summary>The first row shown of so many, so that the chosen one is in the middle where it can be.</summary>
    public static int FirstRow(int chosen, int count, int height) => Math.Clamp(chosen - (height / 2), 0, Math.Max(0, count - height));

    private static void Line(
        Grid grid, int x, int y, bool wide, int doing, int name, string actor, string does, string mail, string history, string rate, string restarts, string age, string why, Style plain, Style style)
    {
        grid.Text(x, y, TextTable.Cell(actor, name, false), plain);
        x += name + 1;
        x = grid.Text(x, y, TextTable.Cell(does, doing, false), style) + 1;
        x = grid.Text(x, y, TextTable.Cell(mail, 5, true), style) + 1;
        if (wide) x = grid.Text(x, y, TextTable.Cell(history, Spark, false), style) + 1;
        if (wide) x = grid.Text(x, y, TextTable.Cell(rate, 5, true), plain) + 1;
        x = grid.Text(x, y, TextTable.Cell(restarts, 8, true), restarts.Length > 0 && plain == Style.Plain ? Style.Waiting : plain) + 1;
        x = grid.Text(x, y, TextTable.Cell(age, 7, true), plain) + 2;
        if (wide) grid.Text(x, y, why.ReplaceLineEndings(" "), plain == Style.Plain ? Style.Waiting : plain);
    }
}
