namespace ActorGaze.Nn;

/// <summary>
/// Something a user typed or put into a file is wrong. The message is complete: it names the file, key or path, what was found and what is
/// allowed.
/// </summary>
public sealed class InvalidInputException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>A folder of images that is not there, or is empty, where that is why: its disk may come back. Else null.</summary>
    public string? AbsentFolder { get; init; }
}
