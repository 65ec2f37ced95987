using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The log's newest lines. Pure.</summary>
internal sealed class LogScreen : ScreenModule
{
    private const int NarrowestName = 14;
    private const int WideEnoughForNames = 70;

    public override ScreenKind Kind => ScreenKind.Log;

    public override string FilterHelp => "text  run:NAME  level:warning";

    public override IReadOnlyList<KeyRow> Keys { get; } =
    [
        KeyRow.Moving("back and forth; End or G: follow again", state => Room(state.Body), Move) with { Hint = "back and forth" },
        KeyRow.Of(KeyKind.Enter, "the whole line, with its stack trace", DetailsBox.Open),
        ShellKeys.Filtering("text, run:NAME, level:warning"),
        KeyRow.Of("L", "of the run pointed at alone, or of all runs",
            state => state with { Log = state.Log.Of(state.Log.Run is null ? state.Selected : null) }) with { Hint = "one run/all" },
        KeyRow.Of(KeyKind.Escape, "all lines again", state => state.Filter.Length > 0 ? ShellKeys.Unfiltered(state)
            : state with { Log = state.Log.Of(null) }),
    ];

    /// <summary>The key of other screens that leads to a run's log.</summary>
    public static KeyRow KeyFor(Func<UiState, RunLine?> target) =>
        KeyRow.Of("L", "its log", state => target(state) is { } run ? state with { Screen = ScreenKind.Log, Log = state.Log.Of(run.Id) }
            : state) with
        {
            Hint = "log",
            Command = state => target(state) is { } run ? UiCommands.Line(state, $"log {run.Id}") : null,
        };

    public override Need Needs(UiState state) => new Need.Log(state.Log.Run);

    public override string Command(UiState state) =>
        $"log{(state.Log.Run is { } run ? $" {run}" : "")}{UiCommands.Option("filter", state.Filter)}";

    public override Details? DetailsOf(UiState state)
    {
        var rows = LogRows.Of(state.Log);
        if (state.Log.Back >= rows.Count) return null;
        var line = rows[^(1 + state.Log.Back)];
        return new("a line of the log",
        [
            .. DetailLines.Facts(
                ("at", state.Clock(line.At, "yyyy-MM-dd HH:mm:ss.fff")), ("level", line.Level), ("sweep", line.Sweep), ("run", line.Run),
                    ("source", line.Source), ("text", line.Text)),
            .. line.Exception is { } exception ? new[] { "", exception } : [],
        ]);
    }

    public override string FilterOf(UiState state) => state.Log.Filter;

    public override UiState WithFilter(UiState state, string filter) => state with { Log = state.Log with { Filter = filter, Back = 0 } };

    public override UiState Click(UiState state, int row)
    {
        var (rows, room) = (LogRows.Of(state.Log), Room(state.Body));
        var at = First(state.Log, rows.Count, room) + row;
        return row < room && at < rows.Count ? state with { Log = state.Log with { Back = rows.Count - 1 - at } } : state;
    }

    public override void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var (rows, log) = (LogRows.Of(state.Log), state.Log);
        if (rows.Count == 0)
            grid.Text(area, 0, log.Lines.Count == 0 ? " No line yet." : " No line passes the filter; Esc shows all.", Style.Faint);
        var (room, table) = (Room(area), Table(area.Width, rows, state));
        var first = First(log, rows.Count, room);
        for (var i = 0; i < room && first + i < rows.Count; i++)
        {
            table.Row(grid, area, i, rows[first + i]);
            if (first + i == rows.Count - 1 - log.Back) grid.Put(area.X, area.Y + i, '▸', Style.Plain);
        }

        var follows = state.Frozen ? "frozen" : log.Back == 0 ? "following" : $"{log.Back} lines back; End follows";
        grid.Text(area, area.Height - 1, $" {rows.Count} of {log.Lines.Count} lines{(log.Run is { } run ? $" of {run}" : "")}, {follows}",
            Style.Faint);
    }

    private static int Room(Area area) => Math.Max(0, area.Height - 1);

    /// <summary>The newest lines, until the one pointed at would be above them.</summary>
    private static int First(LogScreenState log, int count, int room) => Math.Max(0, Math.Min(count - room, count - 1 - log.Back));

    private static GridTable<LogLine> Table(int width, IReadOnlyList<LogLine> rows, UiState state)
    {
        var names = state.Index.Names;
        var name = width < WideEnoughForNames || state.Log.Run is not null ? 0
            : Math.Clamp(rows.Select(line => TextWidth.Of(Whose(names, line))).DefaultIfEmpty(0).Max(), 0,
                Math.Max(NarrowestName, width / 5));
        GridColumn<LogLine>[] columns =
        [
            new("at", 9, line => $" {state.Clock(line.At, "HH:mm:ss")}") { Style = _ => Style.Faint },
            new("level", 5, line => Short(line.Level)) { Style = StyleOf },
            .. name == 0 ? Array.Empty<GridColumn<LogLine>>() : [new("run", name, line => Whose(names, line)) { Style = _ => Style.Faint }],
        ];
        var rest = width - new GridTable<LogLine>(columns).PlaceOf("") - 1;
        return new([.. columns, new("text", Math.Max(0, rest), Text) { Style = StyleOf }]);
    }

    private static string Text(LogLine line) =>
        line.Text.ReplaceLineEndings(" ") + (line.Exception is { } exception ? $": {exception.Split('\n')[0]}" : "");

    private static Style StyleOf(LogLine line) => LogRows.IsBad(line) ? Style.Bad : LogRows.IsWarning(line) ? Style.Waiting : Style.Plain;

    private static string Short(string level) => level.ToLowerInvariant() switch
    {
        "information" => "info",
        "warning" => "warn",
        "verbose" => "verb",
        var other => TextTable.Cut(other, 5),
    };

    private static string Whose(RunNames names, LogLine line) =>
        line.Run is not { } run ? line.Sweep ?? "" : line.Sweep is not { } sweep ? run : names.Of(sweep, RunId.Known(run));

    private static UiState Move(UiState state, int by) =>
        state with { Log = state.Log with { Back = Lists.Moved(state.Log.Back, -by, LogRows.Of(state.Log).Count) } };
}
