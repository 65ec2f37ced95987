namespace ActorGaze.Tui.Screens;

/// <summary>What of the screens is kept for the next time: sort and filters. Pure.</summary>
/// <param name="Sort">The column's name; empty: the plan's order.</param>
internal sealed record ScreenPreferences(
    string RunsFilter = "", string Sort = "", bool Descending = false, string ActorsFilter = "", string LogFilter = "")
{
    private const int Longest = 200;

    public static ScreenPreferences Of(UiState state) => new(
        state.Runs.Filter, state.Runs.SortColumn == 0 ? "" : RunColumns.All[state.Runs.SortColumn].Name, state.Runs.Descending,
            state.Actors.Filter, state.Log.Filter);

    /// <summary>A column that this version does not know, or a filter that nobody can have typed, is left out.</summary>
    public UiState Over(UiState state) => state with
    {
        Runs = state.Runs with
        {
            Filter = Typed(RunsFilter),
            SortColumn = Math.Max(0, Lists.PlaceOf(RunColumns.All, column => column.Name == Sort)),
            Descending = Descending,
        },
        Actors = state.Actors with { Filter = Typed(ActorsFilter) },
        Log = state.Log with { Filter = Typed(LogFilter) },
    };

    private static string Typed(string? filter) => filter is { Length: <= Longest } && !filter.Any(char.IsControl) ? filter : "";
}
