namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>
/// What members sign when a node joins. It names the signer's own address, so that a proof cannot be passed on by a third. Pure.
/// </summary>
public static class JoinText
{
    /// <param name="role">Of who signs.</param>
    /// <param name="address">The address by which the other end reaches who signs.</param>
    /// <param name="challenge">What the other end chose.</param>
    public static string Of(string role, string address, string challenge) => $"actorgaze-join/1|{role}|{address}|{challenge}";
}
