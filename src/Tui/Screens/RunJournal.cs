using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The newest events of a run's journal, newest last. Pure.</summary>
internal static class RunJournal
{
    public static void Draw(Grid grid, Area area, UiState state, RunDetail detail)
    {
        var back = state.Run.Back;
        grid.Text(
            area, 0,
            $" journal, {(detail.Events.Count == 1 ? "one event" : $"{detail.Events.Count} events")}{(back > 0 ? $", {back} back" : "")}",
            Style.Bold);
        var room = area.Height - 1;
        var until = detail.Events.Count - Math.Min(back, Math.Max(0, detail.Events.Count - 1));
        for (var (i, first) = (0, Math.Max(0, until - room)); i < room && first + i < until; i++)
        {
            var entry = detail.Events[first + i];
            var x = grid.Text(area.X + 1, area.Y + i + 1, state.Clock(entry.At, "dd HH:mm:ss "), Style.Faint);
            x = grid.Text(x, area.Y + i + 1, $"{Name(entry)} ", entry.Event is RunEvent.Faulted or RunEvent.Failed ? Style.Bad
                : Style.Plain, area.X + area.Width - x);
            grid.Text(x, area.Y + i + 1, Words(entry).ReplaceLineEndings(" "), Style.Faint, area.X + area.Width - x);
        }
    }

    /// <summary>An event's name as words.</summary>
    public static string Name(EventView entry) =>
        string.Concat(entry.Name
            .Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    public static string Words(EventView entry) => entry.Event is { } known ? EventWords.Of(known) : entry.Text;
}
