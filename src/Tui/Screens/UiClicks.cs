namespace ActorGaze.Tui.Screens;

/// <summary>What a click does: on a tab, goes there; on a row, points at it. Pure.</summary>
internal static class UiClicks
{
    private const int Body = 3;

    public static UiState Apply(UiState state, int x, int y, int width, int height)
    {
        if (state.Asked is not null || state.Typing is not null) return state;
        if (state.Help) return state with { Help = false };
        if (y == 0) return Page.TabAt(state, x, width) is { } screen ? state with { Screen = screen, Back = 0 } : state;
        var rows = height - Body - 3;
        if (y < Body || y >= Body + rows) return state;
        if (state.Screen == ScreenKind.Runs)
        {
            var runs = state.Rows();
            var chosen = runs.Select((run, i) => (run.Id, i)).FirstOrDefault(row => row.Id == state.Selected, (default, state.SelectedRow)).i;
            var at = ActorsScreen.FirstRow(chosen, runs.Count, rows) + y - Body;
            return at < runs.Count ? state.Choosing(runs[at].Id) : state;
        }

        if (state.Screen != ScreenKind.Actors) return state;
        var actors = ActorRows.Of(state);
        var here = actors.Select((row, i) => (Actor: row.Node.Path, Place: i)).FirstOrDefault(row => row.Actor == state.Actor).Place;
        var place = ActorsScreen.FirstRow(here, actors.Count, rows) + y - Body;
        return place < actors.Count ? state with { Actor = actors[place].Node.Path } : state;
    }
}
