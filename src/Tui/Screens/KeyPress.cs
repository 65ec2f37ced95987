namespace ActorGaze.Tui.Screens;

/// <summary>A key as screens know it.</summary>
internal enum KeyKind
{
    Letter,
    Enter,
    Escape,
    Tab,
    BackTab,
    Backspace,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
}

/// <summary>A key that was pressed.</summary>
/// <param name="Letter">What it writes, where it writes something.</param>
internal readonly record struct KeyPress(KeyKind Kind, char Letter = '\0')
{
    public static KeyPress Of(char letter) => new(KeyKind.Letter, letter);
}

/// <summary>What a key asks of the world outside the screen.</summary>
internal abstract record Wish
{
    private Wish() { }

    public sealed record Leave : Wish;

    public sealed record Steer(Steering What, ActorGaze.Actors.Contracts.Runs.RunId Run) : Wish;
}

/// <summary>What may be done to a run from a screen.</summary>
internal enum Steering
{
    Pause,
    Resume,
    Cancel,
    Retry,
    RetryFromStart,
}
