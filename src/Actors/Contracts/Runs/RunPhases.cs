namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Phases as they are spoken of, in listings, tables and metrics alike.</summary>
internal static class RunPhases
{
    public static string Word(this RunPhase phase) => phase.ToString().ToLowerInvariant();
}
