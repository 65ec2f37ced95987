using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The table of runs. Pure.</summary>
internal static class RunsScreen
{
    private const int NarrowestName = 10;
    private const int WidestName = 48;

    public static void Draw(Grid grid, Area area, UiState state)
    {
        var rows = state.Rows();
        var names = RunNames.In(state.Frame);
        var longest = state.Frame.Runs.Select(run => TextWidth.Of(names.Of(run))).DefaultIfEmpty(NarrowestName).Max() + 2;
        var name = Math.Clamp(longest, NarrowestName, Math.Clamp(area.Width / 2, NarrowestName, WidestName));
        var columns = RunColumns.Fitting(area.Width, name);

        Header(grid, area, name, columns, state);
        Rows(grid, area.Rows(1, area.Height - 2), name, columns, state, rows, names);
        var sorted = state.SortColumn == 0 ? "the plan's order" : $"by {RunColumns.All[state.SortColumn].Title}";
        grid.Text(area, area.Height - 1, $" {rows.Count} of {state.Frame.Runs.Length} runs, {sorted}{(state.Descending ? ", reversed" : "")}", Style.Faint);
    }

    public static Style StyleOf(RunPhase phase) => phase switch
    {
        RunPhase.Running => Style.Busy,
        RunPhase.Completed => Style.Good,
        RunPhase.Failed => Style.Bad,
        RunPhase.Recovering or RunPhase.Paused => Style.Waiting,
        _ => Style.Faint,
    };

    private static void Header(Grid grid, Area area, int name, IReadOnlyList<RunColumn> columns, UiState state)
    {
        var x = area.X;
        foreach (var column in columns.Prepend(RunColumns.All[0]))
        {
            var width = column.Width == 0 ? name : column.Width;
            var sorted = state.SortColumn > 0 && RunColumns.All[state.SortColumn] == column;
            var title = sorted ? $"{column.Title}{(state.Descending ? '▼' : '▲')}" : column.Title;
            grid.Text(x, area.Y, TextTable.Cell(column.Width == 0 ? $"  {title}" : title, width, column.Right), sorted ? Style.Title : Style.Bold);
            x += width + 1;
        }
    }

    private static void Rows(Grid grid, Area area, int name, IReadOnlyList<RunColumn> columns, UiState state, IReadOnlyList<RunLine> rows, RunNames names)
    {
        if (rows.Count == 0) grid.Text(area, 0, state.Frame.Runs.Length == 0 ? "  No runs yet: actorgaze submit SWEEP.conf" : "  No run passes the filter; Esc shows all.", Style.Faint);
        var chosen = rows.Select((row, i) => (row.Id, i)).FirstOrDefault(row => row.Id == state.Selected, (default, -1)).i;
        var first = ActorsScreen.FirstRow(chosen < 0 ? state.SelectedRow : chosen, rows.Count, area.Height);
        for (var i = 0; i < area.Height && first + i < rows.Count; i++)
        {
            var (run, y, x) = (rows[first + i], area.Y + i, area.X + name + 1);
            grid.Text(area.X, y, TextTable.Cell($"{(first + i == chosen ? '▸' : ' ')} {names.Of(run)}", name, false), run.Phase == RunPhase.Queued ? Style.Faint : Style.Plain);
            foreach (var column in columns)
            {
                var style = column.Title is "phase" or "why" || run.Phase is RunPhase.Queued or RunPhase.Cancelled ? StyleOf(run.Phase) : Style.Plain;
                grid.Text(x, y, TextTable.Cell(column.Title == "data" ? names.DataOf(run) : column.Text(run), column.Width, column.Right), style);
                x += column.Width + 1;
            }

            if (first + i == chosen) grid.Restyle(new Area(area.X, y, area.Width, 1), style => style.Selected);
        }
    }
}
