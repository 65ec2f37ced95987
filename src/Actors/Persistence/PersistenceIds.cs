using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Persistence;

/// <summary>What journals are called in the database.</summary>
internal static class PersistenceIds
{
    public static string Of(RunId run) => $"run-{run}";

    public static string OfSweep(string name) => $"sweep-{name}";
}
