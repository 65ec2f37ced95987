namespace ActorGaze.Tui.Screens;

/// <summary>What a click does: on a tab, goes there; on a row, points at it. Pure.</summary>
internal static class UiClicks
{
    public static UiState Apply(UiState state, int x, int y)
    {
        if (state.Asked is not null || state.Typing is not null) return state;
        if (state.Help) return state with { Help = false };
        if (state.Details is not null) return state with { Details = null };
        if (y == 0) return Page.TabAt(state, x, state.Size.Width) is { } screen ? state.Going(screen) : state;
        var row = y - state.Body.Y;
        return row >= 0 && row < state.Body.Height ? state.Module.Click(state, row) : state;
    }
}
