using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A whole screen: tabs above, the present screen, what was said, and the command that would do the same. Pure.</summary>
internal static class Page
{
    private const int NarrowestHints = 40;
    private const string Name = " ActorGaze ";

    public static Grid Of(UiState state, int width, int height, Look look)
    {
        var grid = new Grid(width, height);
        state = state with { Size = (width, height) };
        Tabs(grid, state);
        state.Module.Draw(grid, state.Body, state, look);
        Bottom(grid, state);
        if (state.Details is { } details) DetailsBox.Draw(grid, details);
        if (state.Help) HelpBox.Draw(grid, state);
        if (state.Asked is { } asked) Asking(grid, asked);
        return look.Ascii ? grid.InAscii() : grid;
    }

    private static void Tabs(Grid grid, UiState state)
    {
        var status = Status(state);
        var x = HasName(state, grid.Width) ? grid.Text(0, 0, Name, Style.Title) : 0;
        foreach (var screen in Enum.GetValues<ScreenKind>())
        {
            var style = screen == state.Screen ? Style.Bold.Selected : Style.Plain;
            x = grid.Text(x, 0, Tab(screen), style);
        }

        var words = TextTable.Cut(status.Text, Math.Max(0, grid.Width - x - 1));
        grid.Text(grid.Width - words.Length - 1, 0, words, status.Style);
        for (var i = 0; i < grid.Width; i++) grid.Put(i, 1, '─', Style.Faint);
    }

    /// <summary>The screen whose tab is at a column; null where there is none.</summary>
    public static ScreenKind? TabAt(UiState state, int x, int width)
    {
        var end = HasName(state, width) ? Name.Length : 0;
        if (x < end) return null;
        foreach (var screen in Enum.GetValues<ScreenKind>())
        {
            end += Tab(screen).Length;
            if (x < end) return screen;
        }

        return null;
    }

    /// <summary>The program's name makes room for what matters more.</summary>
    private static bool HasName(UiState state, int width) =>
        width >= Name.Length + Enum.GetValues<ScreenKind>().Sum(screen => Tab(screen).Length) + Status(state).Text.Length + 2;

    private static string Tab(ScreenKind screen) => $" {(int)screen + 1} {screen} ";

    private static (string Text, Style Style) Status(UiState state) => state switch
    {
        { GoneSince: { } since, EngineLives: true } => ($"engine silent since {state.Clock(since, "HH:mm")}, trying again", Style.Waiting),
        { GoneSince: { } since } => ($"engine gone since {state.Clock(since, "HH:mm")}, trying again", Style.Bad),
        { Newest.Number: 0 } => ("asking the engine", Style.Faint),
        { Newest.Behind: > 0 and var behind } =>
            ($"reading the journals of {Numbers.Count(behind, "run")}  {state.Clock(state.Frame.At, "HH:mm:ss")}",
            Style.Busy),
        { Frozen: true } => ($"frozen at {state.Clock(state.Frame.At, "HH:mm:ss")}", Style.Waiting),
        { ReadOnly: true } => ($"read-only {state.Clock(state.Frame.At, "HH:mm:ss")}", Style.Faint),
        _ => (state.Clock(state.Frame.At, "HH:mm:ss"), Style.Faint),
    };

    private static void Bottom(Grid grid, UiState state)
    {
        var y = grid.Height - 2;
        if (state.Typing is not null)
        {
            var end = grid.Text(0, y, $" /{state.Filter}", Style.Bold);
            grid.Put(end, y, ' ', Style.Plain.Selected);
            grid.Text(end + 2, y, state.Module.FilterHelp ?? "", Style.Faint);
        }
        else if (state.Said is { } said) grid.Text(0, y, $" {said.Text}", said.Bad ? Style.Bad : Style.Good);
        else
        {
            var end = state.Filter.Length > 0 ? grid.Text(0, y, $" /{state.Filter} ", Style.Waiting) : 0;
            if (grid.Width >= NarrowestHints) Hints(grid, end, y, state);
        }

        const string Keys = " ? help  q leave ";
        var command = $" $ {UiCommands.Of(state)}";
        grid.Text(0, grid.Height - 1, command, Style.Busy);
        if (state.Details is null && command.Length + Keys.Length < grid.Width)
            grid.Text(grid.Width - Keys.Length, grid.Height - 1, Keys, Style.Faint);
    }

    /// <summary>As many as fit, in the table's order.</summary>
    private static void Hints(Grid grid, int x, int y, UiState state)
    {
        foreach (var row in state.Details is null ? ShellKeys.Of(state.Module) : DetailsBox.Keys)
        {
            if (row.Hint is not { } word) continue;
            var hint = $"{(row.Short is { } shown ? shown.Split(' ')[0] : KeyNames.Of([.. row.Keys.Take(1)]))} {word}";
            if (x + hint.Length + 1 > grid.Width) return;
            x = grid.Text(x + 1, y, hint, Style.Faint) + 1;
        }
    }

    private static void Asking(Grid grid, Question asked)
    {
        var what = asked.What == Steering.Cancel ? $"Cancel {asked.Run}?"
            : $"Start {asked.Run} again from nothing? What it has learned is forgotten.";
        string[] lines = [what, $"Type {asked.Name} and Enter; Esc leaves it alone.", "", $"> {asked.Typed}"];
        var width = Math.Min(grid.Width, lines.Max(l => l.Length) + 4);
        var box = Box.Draw(grid, width, lines.Length + 2, "");
        for (var i = 0; i < lines.Length; i++) grid.Text(box, i, lines[i], i == 0 ? Style.Bold : Style.Plain);
        grid.Put(box.X + lines[^1].Length, box.Y + lines.Length - 1, ' ', Style.Plain.Selected);
    }
}
