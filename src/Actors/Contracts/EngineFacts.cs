using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts;

/// <summary>Who answers on the socket.</summary>
/// <param name="ProcessId">Of the engine; 0 where it does not tell.</param>
/// <param name="Slots">Runs that go at once.</param>
public sealed record EngineFacts(
    int ProcessId, string Version, DateTimeOffset Since, string StateFolder, int Slots, ImmutableArray<string> Devices)
{
    /// <summary>The version of what travels over the socket, as "1.2".</summary>
    public string Contract { get; init; } = ControlContract.Version;
}
