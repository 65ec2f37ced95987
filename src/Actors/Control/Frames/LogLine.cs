namespace ActorGaze.Actors.Control.Frames;

/// <summary>One line of the log.</summary>
/// <param name="Level">As in the setting <c>log.level</c>: information, warning …</param>
/// <param name="Text">The message, its properties filled in.</param>
/// <param name="Source">An actor's path, or another source; null where the line names none.</param>
/// <param name="Exception">With its stack; null where there was none.</param>
public sealed record LogLine(DateTimeOffset At, string Level, string Text, string? Sweep, string? Run, string? Source, string? Exception);
