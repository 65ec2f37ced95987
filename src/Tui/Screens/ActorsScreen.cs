using ActorGaze.Actors.Engine.Census;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The live actor tree. Pure.</summary>
internal sealed class ActorsScreen : ScreenModule
{
    private const int BackedUp = 10;
    private const double Busy = 1; // messages a second
    private const int Spark = 12;
    private const int WideEnoughForAll = 110;
    private const int Head = 1;

    public override ScreenKind Kind => ScreenKind.Actors;

    public override string FilterHelp => "text";

    public override IReadOnlyList<KeyRow> Keys { get; } =
    [
        KeyRow.Moving("choose an actor", state => RowsOf(state.Body).Height, Move) with { Hint = "move" },
        new([new(KeyKind.Left), new(KeyKind.Right), KeyPress.Of('h'), KeyPress.Of('l')], "fold, unfold",
            (state, key) => new(Fold(state, key.Kind == KeyKind.Left || key.Letter == 'h')))
        {
            Hint = "fold", Short = "←→ h l",
        },
        KeyRow.Of(" ", "fold or unfold", state => Fold(state, null)).And(KeyKind.Enter),
        ShellKeys.Filtering("name or deed"),
        KeyRow.Of(KeyKind.Escape, "all actors again", ShellKeys.Unfiltered),
    ];

    public override Need Needs(UiState state) => new Need.Census();

    public override string Command(UiState state) => "tui --once --screen actors";

    public override Details? DetailsOf(UiState state) =>
        ActorRows.Of(state).FirstOrDefault(row => row.Node.Path == state.Actors.Actor) is var (node, doing, _, _)
        ? new(node.Name,
        [
            .. DetailLines.Facts(
                ("actor", node.Path), ("does", doing), ("mailbox", $"{node.Mailbox}"),
                    ("messages", $"{Numbers.Fixed(node.MessagesPerSecond, 1)} a second"),
                ("lives for", Numbers.Time(node.AgeSeconds)), ("restarts", $"{node.Restarts}"), ("restarted", node.LastReason)),
        ])
        : null;

    public override string FilterOf(UiState state) => state.Actors.Filter;

    public override UiState WithFilter(UiState state, string filter) => state with { Actors = state.Actors with { Filter = filter } };

    public override UiState Click(UiState state, int row)
    {
        var (rows, area) = (ActorRows.Of(state), RowsOf(state.Body));
        var at = Lists.FirstRow(PlaceOf(state, rows), rows.Count, area.Height) + row - Head;
        return row >= Head && row < Head + area.Height && at < rows.Count ? At(state, rows[at]) : state;
    }

    public override void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var rows = ActorRows.Of(state);
        if (rows.Count == 0)
        {
            grid.Text(area, 0, " Counting.", Style.Faint);
            return;
        }

        var table = Table(area.Width, rows, state, look);
        table.Header(grid, area, 0);
        var (body, chosen) = (RowsOf(area), PlaceOf(state, rows));
        var first = Lists.FirstRow(chosen, rows.Count, body.Height);
        for (var i = 0; i < body.Height && first + i < rows.Count; i++)
        {
            table.Row(grid, body, i, rows[first + i]);
            if (first + i == chosen) grid.Restyle(body.Rows(i, 1), style => style.Selected);
        }

        if (chosen < 0) return;
        var why = rows[chosen].Node.LastReason is { } reason ? $"  restarted: {reason.ReplaceLineEndings(" ")}" : "";
        grid.Text(area, area.Height - 1, $" {rows[chosen].Node.Path}{why}", Style.Faint);
    }

    private static Area RowsOf(Area area) => area.Rows(Head, area.Height - Head - 1);

    /// <summary>What a wide screen has more: how the mailbox went, the messages a second, and why it was restarted.</summary>
    private static GridTable<ActorRow> Table(int width, IReadOnlyList<ActorRow> rows, UiState state, Look look)
    {
        var wide = width >= WideEnoughForAll;
        var name = Math.Clamp(rows.Max(row => row.Branch.Length + row.Node.Name.Length) + 4, 16, wide ? 60 : 34);
        GridColumn<ActorRow>[] always =
        [
            new("actor", name, row => $"{(row.Node.Path == state.Actors.Actor ? '▸' : ' ')} {NameOf(row)}") { Title = "  actor" },
            new("doing", Math.Clamp(width - name - (wide ? 46 : 25), 8, 30), row => row.Doing ?? Word(row.Node)) { Style = StyleOf },
            new("mail", 5, row => $"{row.Node.Mailbox}") { Right = true, Style = StyleOf },
        ];
        GridColumn<ActorRow>[] more =
        [
            new("history", Spark, row => History(state.Actors, row.Node, look)) { Style = StyleOf },
            new("msg/s", 5, row => Numbers.Fixed(row.Node.MessagesPerSecond, row.Node.MessagesPerSecond < 10 ? 1 : 0)) { Right = true },
        ];
        GridColumn<ActorRow>[] last =
        [
            new("restarts", 8, row => row.Node.Restarts == 0 ? "" : $"{row.Node.Restarts}") { Right = true, Style = _ => Style.Waiting },
            new("age", 7, row => Numbers.Time(row.Node.AgeSeconds)) { Right = true },
        ];
        var table = new GridTable<ActorRow>(wide ? [.. always, .. more, .. last] : [.. always, .. last]);
        var rest = width - table.PlaceOf("") - 2;
        return !wide ? table : new([
            .. table.Columns,
            new("why", Math.Max(0, rest), row => row.Node.LastReason?.ReplaceLineEndings(" ") ?? "") 
            {
                Gap = 2,
                Style = _ => Style.Waiting,
                Title = "why it was restarted",
            },
        ]);
    }

    private static string NameOf(ActorRow row) => $"{row.Branch}{row.Node.Name}{(row.Folded ? " …" : "")}";

    private static string Word(CensusNode node) =>
        node.Mailbox > BackedUp ? "backed up" : node.Mailbox > 0 || node.MessagesPerSecond >= Busy ? "busy" : "idle";

    private static Style StyleOf(ActorRow row) => Word(row.Node) switch
    {
        "backed up" => Style.Bad,
        "busy" => Style.Busy,
        _ => Style.Faint,
    };

    /// <summary>Nothing for a mailbox that was never seen full.</summary>
    private static string History(ActorsScreenState state, CensusNode node, Look look)
    {
        var depths = state.Depths.GetValueOrDefault(node.Path, []);
        return depths.TrueForAll(depth => depth is 0) ? "" : Charts.Sparkline(depths, Spark, look.Ascii);
    }

    private static int PlaceOf(UiState state, IReadOnlyList<ActorRow> rows) =>
        Lists.PlaceOf(rows, row => row.Node.Path == state.Actors.Actor);

    private static UiState At(UiState state, ActorRow row) => state with { Actors = state.Actors with { Actor = row.Node.Path } };

    private static UiState Move(UiState state, int by)
    {
        var rows = ActorRows.Of(state);
        return rows.Count == 0 ? state : At(state, rows[Lists.Moved(Math.Max(0, PlaceOf(state, rows)), by, rows.Count)]);
    }

    private static UiState Fold(UiState state, bool? fold)
    {
        if (state.Actors.Actor is not { } path) return state;
        var folded = state.Actors.Folded;
        var next = fold ?? !folded.Contains(path) ? folded.Add(path) : folded.Remove(path);
        return state with { Actors = state.Actors with { Folded = next } };
    }
}
