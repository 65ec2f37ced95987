using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The keys of the present screen.</summary>
internal static class HelpBox
{
    private static readonly (string Keys, string What)[] Everywhere =
    [
        ("1 … 5, Tab", "the screens"),
        ("f", "freeze, and go on"),
        ("?", "this help"),
    ];

    private static readonly (string Keys, string What)[] Steer =
    [
        ("p  r", "pause the run, resume it"),
        ("c", "cancel it (asks for its name)"),
        ("t  T", "retry from its checkpoint; from nothing (asks for its name)"),
    ];

    /// <param name="ends">Leaving ends the engine.</param>
    public static void Draw(Grid grid, ScreenKind screen, bool ends)
    {
        (string Keys, string What) leave = ("q", ends ? "twice: save everything and end the engine" : "leave (nothing is stopped)");
        (string Keys, string What)[] lines = [.. Own(screen), .. screen is ScreenKind.Runs or ScreenKind.Run ? Steer : [], .. Everywhere, leave, ("", ""), ("", "Any key closes this.")];
        var keys = lines.Max(l => l.Keys.Length) + 2;
        var box = Box.Draw(grid, Math.Min(grid.Width, keys + lines.Max(l => l.What.Length) + 4), lines.Length + 2, $"{screen}: keys");
        for (var i = 0; i < lines.Length; i++)
        {
            grid.Text(box, i, lines[i].Keys, Style.Title);
            grid.Text(box.ColumnsFrom(keys), i, lines[i].What, Style.Plain);
        }
    }

    private static (string Keys, string What)[] Own(ScreenKind screen) => screen switch
    {
        ScreenKind.Sweep => [("↑↓ j k", "choose a run"), ("Enter", "the runs")],
        ScreenKind.Runs =>
        [
            ("↑↓ j k g G", "choose a run; PgUp, PgDn: ten at a time"),
            ("Enter", "open it"),
            ("/", "filter: text, phase:failed, λ>0 (or w>0), kappa<0.5; Esc: all again"),
            ("s  S", "sort by the next column; the other way round"),
            ("L", "its log"),
        ],
        ScreenKind.Run =>
        [
            ("←→ h l", "the run before, the run after"),
            ("↑↓ j k", "back and forth in the journal"),
            ("v", "gazes or journal, where only one has room"),
            ("b", "the same trial with another λ beside it, dashed"),
            ("L  Esc", "its log; back to the runs"),
        ],
        ScreenKind.Actors => [("↑↓ j k", "choose an actor"), ("←→ h l Space", "fold, unfold"), ("/", "filter by name or deed; Esc: all again")],
        _ => [("↑↓ j k", "back and forth; End or G: follow again"), ("/", "filter: text, run:NAME, level:warning; Esc: all again")],
    };
}
