namespace ActorGaze.Nn;

/// <summary>
/// A part that somebody brought, such as a network, does not keep its contract, or its code throws. The message says what was found and
/// what to do.
/// </summary>
/// <param name="codeStack">Of what its code threw; null where it threw nothing.</param>
public sealed class BrokenPartException(string message, string? codeStack = null) : Exception(message)
{
    public string? CodeStack => codeStack;
}
