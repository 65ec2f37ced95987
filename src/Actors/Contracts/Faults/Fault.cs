using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Faults;

/// <summary>What may be done about a fault.</summary>
public enum FaultClass
{
    /// <summary>Trying again may help: I/O, memory, a lost process.</summary>
    Forgivable,

    /// <summary>Trying again may help once: a loss that is not finite.</summary>
    OnceForgivable,

    /// <summary>Trying again cannot help: a bad configuration, an unreadable data set, a bug.</summary>
    Final,

    /// <summary>The disk is full: the run waits for room, and goes on by itself.</summary>
    DiskFull,

    /// <summary>The data folder is not there: the run waits for it, and goes on by itself.</summary>
    FolderAbsent,
}

/// <summary>Why a crew fell.</summary>
/// <param name="At">Where training stood; null before it began.</param>
public sealed record Fault(FaultClass Class, string Reason, TrainingPosition? At)
{
    private const int LongestStack = 4_000; // characters: a fault is in the journal

    /// <summary>
    /// Of the exception, where that was one that nobody expects: a bug of the program, or of a network that somebody brought.
    /// </summary>
    public string? Stack { get; init; }

    /// <summary>With as much of a stack as a journal should hold.</summary>
    public Fault Because(string? stack) =>
        this with { Stack = stack is { Length: > LongestStack } ? stack[..LongestStack] + " …" : stack };
}
