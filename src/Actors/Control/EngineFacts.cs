using System.Collections.Immutable;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Actors.Control;

/// <summary>Who answers on the socket.</summary>
/// <param name="ProcessId">Of the engine; 0 where it does not tell.</param>
/// <param name="Slots">Runs that go at once.</param>
public sealed record EngineFacts(int ProcessId, string Version, DateTimeOffset Since, string StateFolder, int Slots, ImmutableArray<string> Devices)
{
    /// <summary>The version of what travels over the socket, as "1.2".</summary>
    public string Contract { get; init; } = ControlContract.Version;
}

/// <summary>What became of a command to one of several runs.</summary>
public sealed record RunAnswer(RunId Run, bool Accepted, string Text)
{
    /// <summary>Where it was refused, what kind of refusal; null otherwise.</summary>
    public Refusal? Refusal { get; init; }

    public static RunAnswer Of(RunId run, Answer answer) => answer switch
    {
        Answer.Accepted a => new RunAnswer(run, true, a.Text),
        Answer.Refused r => new RunAnswer(run, false, r.Reason) { Refusal = r.Kind },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>One line of the log.</summary>
/// <param name="Level">As in the setting <c>log.level</c>: information, warning …</param>
/// <param name="Text">The message, its properties filled in.</param>
/// <param name="Source">An actor's path, or another source; null where the line names none.</param>
/// <param name="Exception">With its stack; null where there was none.</param>
public sealed record LogLine(DateTimeOffset At, string Level, string Text, string? Sweep, string? Run, string? Source, string? Exception);
