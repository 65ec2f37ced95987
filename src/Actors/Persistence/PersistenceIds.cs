using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Persistence;

/// <summary>What journals are called in the database.</summary>
internal static class PersistenceIds
{
    public const string RunWord = "run";
    public const string SweepWord = "sweep";

    public static string Of(RunId run) => $"{RunWord}-{run}";

    /// <summary>The run whose journal has this name.</summary>
    public static RunId RunOf(string persistenceId) => RunId.Known(persistenceId[(RunWord.Length + 1)..]);

    public static string OfSweep(string name) => $"{SweepWord}-{name}";
}
