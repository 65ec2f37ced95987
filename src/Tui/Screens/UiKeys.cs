using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>What each key does to what is seen, and what it asks of the engine. Pure.</summary>
internal static class UiKeys
{
    private const int Page = 10;
    private static readonly int Screens = Enum.GetValues<ScreenKind>().Length;

    public static (UiState Next, Wish? Wish) Apply(this UiState state, KeyPress key)
    {
        var quiet = state with { Said = null, Did = null, Leaving = false };
        if (quiet.Asked is { } question) return Answering(quiet, question, key);
        if (quiet.Typing is { } typed) return (TypingFilter(quiet, typed, key), null);
        if (quiet.Help) return (quiet with { Help = false }, null);
        return key.Kind == KeyKind.Letter ? Letter(quiet, key.Letter, state.Leaving) : (Moving(quiet, key.Kind), null);
    }

    private static (UiState, Wish?) Letter(UiState state, char letter, bool leaving) => letter switch
    {
        'q' when state.HoldsEngine && !leaving => (state.Apply(new Notice("The engine lives in this screen: q once more saves everything and ends both.", true)) with { Leaving = true }, null),
        'q' => (state, new Wish.Leave()),
        'p' => Steered(state, Steering.Pause),
        'r' => Steered(state, Steering.Resume),
        'c' => Steered(state, Steering.Cancel),
        't' => Steered(state, Steering.Retry),
        'T' => Steered(state, Steering.RetryFromStart),
        _ => (Looking(state, letter), null),
    };

    private static UiState Looking(UiState state, char letter) => letter switch
    {
        '?' => state with { Help = true },
        '/' when state.Screen is ScreenKind.Runs or ScreenKind.Actors or ScreenKind.Log => state with { Typing = state.Filter },
        '/' => state with { Screen = ScreenKind.Runs, Typing = state.Filters.GetValueOrDefault(ScreenKind.Runs, "") },
        'f' when state.Frozen => state with { Frozen = false, Frame = state.Newest, Back = 0 },
        'f' => state with { Frozen = true },
        's' => state with { SortColumn = (state.SortColumn + 1) % RunColumns.All.Count, Descending = false },
        'S' => state with { Descending = !state.Descending },
        'b' => state with { WithBeside = !state.WithBeside, Detail = null },
        'v' => state with { JournalFirst = !state.JournalFirst },
        'L' when state.Selected is { } run => state with { Screen = ScreenKind.Log, Filters = state.Filters.SetItem(ScreenKind.Log, $"run:{run}"), Back = 0 },
        'j' => Moving(state, KeyKind.Down),
        'k' => Moving(state, KeyKind.Up),
        'h' => Moving(state, KeyKind.Left),
        'l' => Moving(state, KeyKind.Right),
        'g' => Moving(state, KeyKind.Home),
        'G' => Moving(state, KeyKind.End),
        ' ' when state.Screen == ScreenKind.Actors => Folding(state, null),
        >= '1' and <= '9' when letter - '1' < Screens => Going(state, (ScreenKind)(letter - '1')),
        _ => state,
    };

    private static UiState Moving(UiState state, KeyKind key) => (key, state.Screen) switch
    {
        (KeyKind.Tab, _) => Going(state, (ScreenKind)(((int)state.Screen + 1) % Screens)),
        (KeyKind.BackTab, _) => Going(state, (ScreenKind)(((int)state.Screen + Screens - 1) % Screens)),
        (KeyKind.Escape, ScreenKind.Run) => Going(state, ScreenKind.Runs),
        (KeyKind.Escape, _) when state.Filter.Length > 0 => state with { Filters = state.Filters.Remove(state.Screen) },
        (KeyKind.Enter, ScreenKind.Sweep) => Going(state, ScreenKind.Runs),
        (KeyKind.Enter, ScreenKind.Runs) when state.Current(state.Rows()) is not null => Going(state, ScreenKind.Run),
        (KeyKind.Enter, ScreenKind.Actors) => Folding(state, null),
        (KeyKind.Left, ScreenKind.Actors) => Folding(state, true),
        (KeyKind.Right, ScreenKind.Actors) => Folding(state, false),
        (KeyKind.Left, ScreenKind.Run) => Stepping(state, -1),
        (KeyKind.Right, ScreenKind.Run) => Stepping(state, 1),
        _ => By(key) is { } by ? Stepping(state, by, state.Screen) : state,
    };

    private static int? By(KeyKind key) => key switch
    {
        KeyKind.Up => -1,
        KeyKind.Down => 1,
        KeyKind.PageUp => -Page,
        KeyKind.PageDown => Page,
        KeyKind.Home => -1_000_000,
        KeyKind.End => 1_000_000,
        _ => null,
    };

    private static UiState Stepping(UiState state, int by, ScreenKind screen) => screen switch
    {
        ScreenKind.Actors => SteppingActors(state, by),
        ScreenKind.Log => state with { Back = Math.Clamp(state.Back - by, 0, Math.Max(0, LogRows.Of(state).Count - 1)) },
        ScreenKind.Run => state with { Back = Math.Clamp(state.Back - by, 0, Math.Max(0, (state.Detail?.Events.Count ?? 0) - 1)) },
        _ => Stepping(state, by),
    };

    /// <summary>From the run pointed at, or from where it stood where it is gone.</summary>
    private static UiState Stepping(UiState state, int by)
    {
        var rows = state.Rows();
        if (rows.Count == 0) return state;
        var at = rows.Select((row, i) => (row.Id, i)).FirstOrDefault(row => row.Id == state.Selected, (default, state.SelectedRow - Math.Max(0, by))).i;
        return state.Choosing(rows[Math.Clamp(at + by, 0, rows.Count - 1)].Id);
    }

    private static UiState SteppingActors(UiState state, int by)
    {
        var rows = ActorRows.Of(state);
        if (rows.Count == 0) return state;
        var at = rows.Select((row, i) => (Actor: row.Node.Path, Place: i)).FirstOrDefault(row => row.Actor == state.Actor).Place;
        return state with { Actor = rows[Math.Clamp(at + by, 0, rows.Count - 1)].Node.Path };
    }

    private static UiState Folding(UiState state, bool? fold) => state.Actor is { } path
        ? state with { Folded = fold ?? !state.Folded.Contains(path) ? state.Folded.Add(path) : state.Folded.Remove(path) }
        : state;

    private static UiState Going(UiState state, ScreenKind screen) => state with { Screen = screen, Back = 0 };

    private static (UiState, Wish?) Steered(UiState state, Steering what)
    {
        if (state.Screen is not (ScreenKind.Runs or ScreenKind.Run))
            return (state.Apply(new Notice("Choose a run first: 2 shows them.", true)), null);
        var run = state.Screen == ScreenKind.Run ? state.Frame.Runs.FirstOrDefault(r => r.Id == state.Selected) : state.Current(state.Rows());
        if (run is null) return (state.Apply(new Notice("No run is chosen.", true)), null);
        if (state.ReadOnly) return (state.Apply(new Notice("Read-only: this screen changes nothing.", true)), null);
        return what is Steering.Cancel or Steering.RetryFromStart
            ? (state with { Asked = new Question(what, run.Id, RunWords.NameWithin(run.Sweep, run.Id), "") }, null)
            : Done(state, what, run.Id);
    }

    private static (UiState, Wish?) Done(UiState state, Steering what, RunId run) => (state with { Did = UiCommands.Of(what, run) }, new Wish.Steer(what, run));

    private static (UiState, Wish?) Answering(UiState state, Question question, KeyPress key) => key.Kind switch
    {
        KeyKind.Escape => (state with { Asked = null }, null),
        KeyKind.Enter when question.Typed == question.Name || question.Typed == question.Run.Value => Done(state with { Asked = null }, question.What, question.Run),
        KeyKind.Enter => (state with { Said = new Notice($"That is not {question.Name}: nothing was done.", true), Asked = question.Typed.Length == 0 ? null : question with { Typed = "" } }, null),
        _ => (state with { Asked = question with { Typed = Typed(question.Typed, key) } }, null),
    };

    private static UiState TypingFilter(UiState state, string typed, KeyPress key) => key.Kind switch
    {
        KeyKind.Escape => state with { Typing = null },
        KeyKind.Enter => state with { Typing = null, Filters = state.Filters.SetItem(state.Screen, typed.Trim()), Back = 0 },
        _ => state with { Typing = Typed(typed, key) },
    };

    private static string Typed(string text, KeyPress key) => key.Kind switch
    {
        KeyKind.Backspace => text.Length == 0 ? text : text[..^1],
        KeyKind.Letter when text.Length < 200 => text + key.Letter,
        _ => text,
    };
}
