namespace ActorGaze.Nn;

/// <summary>
/// Something outside the program prevented what was asked: a file cannot be written, the disk is full. The message is complete: it names
/// the path and the reason.
/// </summary>
public sealed class PreventedException(string message, Exception? cause = null) : Exception(message, cause);
