using ActorGaze.Actors.Contracts;

namespace ActorGaze.Tui.Cli;

/// <summary>What the program says to the shell when it leaves. docs/getting-started.md has the same table.</summary>
internal static class ExitStatus
{
    public const int Well = 0;

    /// <summary>A run failed or is paused, a check did not hold, or a run cannot do what was asked as it stands.</summary>
    public const int Failed = 1;

    /// <summary>The user's input is wrong.</summary>
    public const int WrongInput = 2;

    /// <summary>An engine is needed, and none answers that this program understands.</summary>
    public const int NoEngine = 3;

    /// <summary>The engine has no time; the same again in a moment may be done.</summary>
    public const int Busy = 4;

    /// <summary>Something outside prevented it: a file cannot be written, the disk is full.</summary>
    public const int Prevented = 5;

    /// <summary>The program or the engine has a bug (EX_SOFTWARE of sysexits.h).</summary>
    public const int Bug = 70;

    /// <summary>Interrupted, everything saved.</summary>
    public const int Interrupted = 130;

    /// <summary>Of a command that was refused.</summary>
    /// <param name="notPossible">Where it cannot be done as things are.</param>
    public static int Of(Refusal kind, int notPossible) => kind switch
    {
        Refusal.NotPossible => notPossible,
        Refusal.WrongInput => WrongInput,
        Refusal.TryAgain => Busy,
        Refusal.Prevented => Prevented,
        Refusal.EngineBug => Bug,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// Of a command to several: 0 where none was refused, else the gravest (bug, prevented, busy, wrong input, no sense).
    /// </summary>
    public static int Of(IEnumerable<Refusal?> refusals, int notPossible) =>
        refusals.OfType<Refusal>().Select(kind => (int?)Of(kind, notPossible)).Max() ?? Well;
}
