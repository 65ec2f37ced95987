namespace ActorGaze.Nn;

/// <summary>
/// Something a user typed or put into a file is wrong. The message is complete: it names the file, key or path, what was found and what is
/// allowed.
/// </summary>
public sealed class InvalidInputException(string message, Exception? cause = null) : Exception(message, cause);
