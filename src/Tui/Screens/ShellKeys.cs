using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>
/// What each key does to what is seen, and what it asks of the engine: first what is asked or typed, then the screen's own table, then that
/// of every screen. Pure.
/// </summary>
internal static class ShellKeys
{
    private const string OnceMore = "The engine lives in this screen: q once more saves everything and ends both.";
    private static readonly int Screens = Enum.GetValues<ScreenKind>().Length;

    /// <summary>The keys that every screen has.</summary>
    public static IReadOnlyList<KeyRow> Everywhere { get; } =
    [
        new([KeyPress.Of('/')], "filter the runs", (state, _) => new(BeginTyping(state.Going(ScreenKind.Runs)))),
        new(
            [.. Enumerable.Range(1, Screens).Select(i => KeyPress.Of((char)('0' + i))), new(KeyKind.Tab), new(KeyKind.BackTab)],
                "the screens",
            (state, key) => new(state.Going(ScreenAfter(state.Screen, key)))) { Short = $"1 … {Screens}, Tab" },
        DetailsBox.Opening,
        KeyRow.Of("f", "freeze, and go on", state => state.Frozen ? (state with { Frozen = false }).Showing(state.Newest)
            : state with { Frozen = true }) with { Hint = "freeze" },
        KeyRow.Of("?", "this help", state => state with { Help = true }),
        new([KeyPress.Of('q')], "leave (nothing is stopped)", (state, _) => Leaving(state)),
    ];

    /// <summary>The rows that work on a screen, its own first; of two with the same key the first one works.</summary>
    public static IEnumerable<KeyRow> Of(ScreenModule screen) =>
        screen.Keys.Concat(Everywhere.Where(row => !screen.Keys.Any(own => own.Keys.Contains(row.Keys[0]))));

    public static Reply Apply(this UiState state, KeyPress key)
    {
        var quiet = state with { Said = null, Did = null };
        var reply = quiet switch
        {
            { Asked: { } question } => Answering(quiet, question, key),
            { Typing: { } typing } => new(TypingFilter(quiet, typing, key)),
            { Help: true } => new(quiet with { Help = false }),
            { Details: not null } => DetailsBox.Keys.FirstOrDefault(row => row.Keys.Contains(key))?.Do(quiet, key) ?? new(quiet),
            _ => Pressed(quiet, key),
        };
        return state.Leaving ? reply with { State = reply.State with { Leaving = false } } : reply;
    }

    /// <summary>A row for a screen whose rows are filtered.</summary>
    public static KeyRow Filtering(string help) => KeyRow.Of("/", $"filter: {help}", BeginTyping) with { Hint = "filter" };

    /// <summary>Takes a screen's filter back.</summary>
    public static UiState Unfiltered(UiState state) => state.Filter.Length > 0 ? state.Module.WithFilter(state, "") : state;

    private static Reply Pressed(UiState state, KeyPress key)
    {
        if (Of(state.Module).FirstOrDefault(row => row.Keys.Contains(key)) is not { } row) return new(Elsewhere(state, key));
        var reply = row.Do(state, key);
        return reply.Wish is Wish.Steer ? reply with { State = reply.State with { Did = row.Command(state) } } : reply;
    }

    /// <summary>A letter that does something on another screen is not passed over in silence.</summary>
    private static UiState Elsewhere(UiState state, KeyPress key)
    {
        string[] screens = [.. ScreenModules.All.Where(screen => screen.Keys.Any(row => row.Keys.Contains(key)))
            .Select(screen => $"{(int)screen.Kind + 1} {screen.Kind}")];
        return key.Kind != KeyKind.Letter || screens.Length == 0 ? state
            : state.Apply(new Notice($"{KeyNames.Of([key])} does nothing here. It works on {string.Join(" and ", screens)}.", true));
    }

    private static ScreenKind ScreenAfter(ScreenKind now, KeyPress key) => key.Kind switch
    {
        KeyKind.Tab => (ScreenKind)(((int)now + 1) % Screens),
        KeyKind.BackTab => (ScreenKind)(((int)now + Screens - 1) % Screens),
        _ => (ScreenKind)(key.Letter - '1'),
    };

    private static Reply Leaving(UiState state) => state.HoldsEngine && !state.Leaving
        ? new(state.Apply(new Notice(OnceMore, true)) with { Leaving = true })
        : new(state, new Wish.Leave());

    private static Reply Answering(UiState state, Question question, KeyPress key) => key.Kind switch
    {
        KeyKind.Escape => new(state with { Asked = null }),
        KeyKind.Enter when question.Typed == question.Name || question.Typed == question.Run.Value =>
            new(state with { Asked = null, Did = UiCommands.Of(state, question.What, question.Run) },
                new Wish.Steer(question.What, question.Run)),
        KeyKind.Enter => new(state with
        {
            Said = new Notice($"That is not {question.Name}: nothing was done.", true),
            Asked = question.Typed.Length == 0 ? null : question with { Typed = "" },
        }),
        _ => new(state with { Asked = question with { Typed = Typed(question.Typed, key) } }),
    };

    private static UiState BeginTyping(UiState state) => state with { Typing = new Typing(state.Filter) };

    private static UiState TypingFilter(UiState state, Typing typing, KeyPress key) => key.Kind switch
    {
        KeyKind.Escape => state.Module.WithFilter(state, typing.Before) with { Typing = null },
        KeyKind.Enter => state.Module.WithFilter(state, state.Filter.Trim()) with { Typing = null },
        _ => state.Module.WithFilter(state, Typed(state.Filter, key)),
    };

    private static string Typed(string text, KeyPress key) => key.Kind switch
    {
        KeyKind.Backspace => text.Length == 0 ? text : text[..^1],
        KeyKind.Letter when text.Length < 200 => text + key.Letter,
        _ => text,
    };
}
