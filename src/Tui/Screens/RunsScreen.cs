using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The table of runs. Pure.</summary>
internal sealed class RunsScreen : ScreenModule
{
    private const int NarrowestName = 10;
    private const int WidestName = 48;
    private const int Head = 1;

    public override ScreenKind Kind => ScreenKind.Runs;

    public override string FilterHelp => "text  phase:failed  λ>0 (or w>0)  kappa<0.5";

    public override IReadOnlyList<KeyRow> Keys { get; } =
    [
        KeyRow.Moving("choose a run; PgUp, PgDn: a page at a time", state => RowsOf(state.Body).Height, Move),
        KeyRow.Of(KeyKind.Enter, "open it", state => Current(state) is null ? state : state.Going(ScreenKind.Run)) with { Hint = "open" },
        ShellKeys.Filtering("text, phase:failed, λ>0 (or w>0), kappa<0.5"),
        KeyRow.Of(KeyKind.Escape, "all runs again", ShellKeys.Unfiltered),
        KeyRow.Of("s", "sort by the next column",
            state => Sorted(state, (state.Runs.SortColumn + 1) % RunColumns.All.Count, false)) with { Hint = "sort" },
        KeyRow.Of("S", "sort the other way round",
            state => Sorted(state, state.Runs.SortColumn, !state.Runs.Descending)) with { Hint = "reverse" },
        LogScreen.KeyFor(Current) with { Hint = null },
        .. SteerKeys.Of(Current),
    ];

    public static Style StyleOf(RunPhase phase) => phase switch
    {
        RunPhase.Running => Style.Busy,
        RunPhase.Completed => Style.Good,
        RunPhase.Failed => Style.Bad,
        RunPhase.Recovering or RunPhase.Paused => Style.Waiting,
        _ => Style.Faint,
    };

    /// <summary>The run pointed at; null where it is not among those shown.</summary>
    public static RunLine? Current(UiState state) =>
        state.SelectedLine is { } run && (string.IsNullOrWhiteSpace(state.Runs.Filter) || RunFilter.Of(state.Runs.Filter).Holds(run))
            ? run
            : null;

    /// <summary>The table as it is filtered and sorted, where it is; else the run pointed at.</summary>
    public override string Command(UiState state)
    {
        var own = state.Runs;
        var sort = own.SortColumn == 0 ? "" : UiCommands.Option("sort", RunColumns.All[own.SortColumn].Name);
        var choice = $"{UiCommands.Option("filter", own.Filter)}{sort}{(own.Descending ? " --reverse" : "")}";
        return choice.Length > 0 ? $"ps{choice}" : Current(state) is { } run ? $"show {run.Id}" : "ps --watch";
    }

    public override Details? DetailsOf(UiState state) => Current(state) is { } run ? new(run.Id.Value, [.. DetailLines.Of(run)]) : null;

    public override string FilterOf(UiState state) => state.Runs.Filter;

    public override UiState WithFilter(UiState state, string filter) => state with { Runs = state.Runs with { Filter = filter } };

    public override UiState Click(UiState state, int row)
    {
        var (rows, area) = (state.Runs.Rows(state.Frame), RowsOf(state.Body));
        var at = First(state, rows, area) + row - Head;
        return row >= Head && row < Head + area.Height && at < rows.Count ? state.Choosing(rows[at].Id) : state;
    }

    public override void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var (rows, own) = (state.Runs.Rows(state.Frame), state.Runs);
        var name = Math.Clamp(state.Index.LongestName + 2, NarrowestName, Math.Clamp(area.Width / 2, NarrowestName, WidestName));
        var table = Table(state, name).Within(area.Width);
        table.Header(grid, area, 0);
        Rows(grid, RowsOf(area), state, rows, table);
        var sorted = own.SortColumn == 0 ? "the plan's order" : $"by {RunColumns.All[own.SortColumn].Name}";
        grid.Text(area, area.Height - 1, $" {rows.Count} of {state.Frame.Runs.Length} runs, {sorted}{(own.Descending ? ", reversed" : "")}",
            Style.Faint);
    }

    private static Area RowsOf(Area area) => area.Rows(Head, area.Height - Head - 1);

    private static int First(UiState state, IReadOnlyList<RunLine> rows, Area area)
    {
        var chosen = Lists.PlaceOf(rows, row => row.Id == state.Selected);
        return Lists.FirstRow(chosen < 0 ? state.Runs.Row : chosen, rows.Count, area.Height);
    }

    private static GridTable<RunLine> Table(UiState state, int name)
    {
        var (names, own) = (state.Index.Names, state.Runs);
        var table = new GridTable<RunLine>([.. RunColumns.All.Select(column => column.Shown)])
            .With("run", column =>
                column with { Width = name, Text = run => $"{(run.Id == state.Selected ? '▸' : ' ')} {names.Of(run)}", Title = "  run" })
            .With("data", column => column with { Text = names.DataOf });
        if (own.SortColumn <= 0) return table;
        return table.With(RunColumns.All[own.SortColumn].Name,
            column => column with { Title = $"{column.Name}{(own.Descending ? '▼' : '▲')}", TitleStyle = Style.Title });
    }

    private static void Rows(Grid grid, Area area, UiState state, IReadOnlyList<RunLine> rows, GridTable<RunLine> table)
    {
        if (rows.Count == 0) grid.Text(area, 0, state.Frame.Runs.Length == 0 ? "  No runs yet: actorgaze submit SWEEP.conf"
            : "  No run passes the filter; Esc shows all.", Style.Faint);
        var first = First(state, rows, area);
        for (var i = 0; i < area.Height && first + i < rows.Count; i++)
        {
            table.Row(grid, area, i, rows[first + i]);
            if (rows[first + i].Id == state.Selected) grid.Restyle(area.Rows(i, 1), style => style.Selected);
        }
    }

    /// <summary>From the run pointed at, or from where it stood where it is gone.</summary>
    private static UiState Move(UiState state, int by)
    {
        var rows = state.Runs.Rows(state.Frame);
        if (rows.Count == 0) return state;
        var at = Lists.PlaceOf(rows, row => row.Id == state.Selected);
        return state.Choosing(rows[Lists.Moved(at < 0 ? state.Runs.Row - Math.Max(0, by) : at, by, rows.Count)].Id);
    }

    private static UiState Sorted(UiState state, int column, bool descending) =>
        state with { Runs = state.Runs with { SortColumn = column, Descending = descending } };
}
