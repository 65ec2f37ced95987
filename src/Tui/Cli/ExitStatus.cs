namespace ActorGaze.Tui.Cli;

/// <summary>What the program says to the shell when it leaves.</summary>
internal static class ExitStatus
{
    public const int Well = 0;

    /// <summary>A run failed, a check did not hold, or the program has a bug.</summary>
    public const int Failed = 1;

    /// <summary>The user's input is wrong.</summary>
    public const int WrongInput = 2;

    /// <summary>An engine is needed, and none answers.</summary>
    public const int NoEngine = 3;

    /// <summary>Interrupted, everything saved.</summary>
    public const int Interrupted = 130;
}
