namespace ActorGaze.Tui.Screens;

/// <summary>What a key leads to: the screen after it, and what it asks of the world outside.</summary>
internal readonly record struct Reply(UiState State, Wish? Wish = null);

/// <summary>
/// A row of a screen's table of keys. What the keys do, the help, the line of hints and the command line of the same effect are all read
/// from it.
/// </summary>
/// <param name="Keys">Each of them does it.</param>
/// <param name="What">What it does, as the help says it.</param>
internal sealed record KeyRow(IReadOnlyList<KeyPress> Keys, string What, Func<UiState, KeyPress, Reply> Do)
{
    /// <summary>A word in the line of hints; null: it is only in the help.</summary>
    public string? Hint { get; init; }

    /// <summary>How the keys are written where that is shorter than all of them.</summary>
    public string? Short { get; init; }

    /// <summary>The command line that does the same; null where there is none, or nothing to do it to.</summary>
    public Func<UiState, string?> Command { get; init; } = _ => null;

    public string Label => Short ?? KeyNames.Of(Keys);

    public static KeyRow Of(string letters, string what, Func<UiState, UiState> change) =>
        new([.. letters.Select(KeyPress.Of)], what, (state, _) => new Reply(change(state)));

    public static KeyRow Of(KeyKind key, string what, Func<UiState, UiState> change) =>
        new([new KeyPress(key)], what, (state, _) => new Reply(change(state)));

    /// <summary>The keys that go through a list.</summary>
    /// <param name="move">By so many rows; a page has as many as are shown.</param>
    public static KeyRow Moving(string what, Func<UiState, int> page, Func<UiState, int, UiState> move) =>
        new(KeyNames.Moving, what,
            (state, key) => new Reply(move(state, KeyNames.Rows(key, Math.Max(1, page(state)))))) { Short = "↑↓ j k g G" };

    public KeyRow And(KeyKind key) => this with { Keys = [new KeyPress(key), .. Keys] };
}

/// <summary>Names of keys, and what those that move mean.</summary>
internal static class KeyNames
{
    private const int All = 1_000_000;

    public static IReadOnlyList<KeyPress> Moving { get; } =
    [
        new(KeyKind.Up), new(KeyKind.Down), new(KeyKind.PageUp), new(KeyKind.PageDown), new(KeyKind.Home), new(KeyKind.End),
        .. "jkgG".Select(KeyPress.Of),
    ];

    public static string Of(IReadOnlyList<KeyPress> keys)
    {
        var arrows = string.Concat(keys.Select(Arrow));
        string[] others = [.. keys.Where(key => Arrow(key).Length == 0).Select(Name)];
        return string.Join(' ', arrows.Length > 0 ? others.Prepend(arrows) : others);
    }

    /// <summary>By how many rows a key moves.</summary>
    public static int Rows(KeyPress key, int page) => key switch
    {
        { Kind: KeyKind.Up } or { Letter: 'k' } => -1,
        { Kind: KeyKind.Down } or { Letter: 'j' } => 1,
        { Kind: KeyKind.PageUp } => -page,
        { Kind: KeyKind.PageDown } => page,
        { Kind: KeyKind.Home } or { Letter: 'g' } => -All,
        { Kind: KeyKind.End } or { Letter: 'G' } => All,
        _ => 0,
    };

    private static string Arrow(KeyPress key) => key.Kind switch
    {
        KeyKind.Up => "↑",
        KeyKind.Down => "↓",
        KeyKind.Left => "←",
        KeyKind.Right => "→",
        _ => "",
    };

    private static string Name(KeyPress key) => key.Kind switch
    {
        KeyKind.Letter => key.Letter == ' ' ? "Space" : $"{key.Letter}",
        KeyKind.Escape => "Esc",
        KeyKind.BackTab => "Shift-Tab",
        KeyKind.PageUp => "PgUp",
        KeyKind.PageDown => "PgDn",
        var kind => $"{kind}",
    };
}
