using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Persistence;

/// <summary>What journals are called in the database.</summary>
internal static class PersistenceIds
{
    private const string Run = "run-";

    public static string Of(RunId run) => Run + run;

    /// <summary>The run whose journal has this name.</summary>
    public static RunId RunOf(string persistenceId) => RunId.Known(persistenceId[Run.Length..]);

    public static string OfSweep(string name) => $"sweep-{name}";
}
