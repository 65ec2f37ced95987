namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Phases as they are spoken of, in listings, tables and metrics alike.</summary>
internal static class RunPhases
{
    public static string Word(this RunPhase phase) => phase.ToString().ToLowerInvariant();

    /// <summary>The phase that has a word.</summary>
    /// <exception cref="ArgumentException">None has.</exception>
    public static RunPhase Named(string word) =>
        EnumWords.Known<RunPhase>(word) ?? throw new ArgumentException($"There is no phase '{word}'.", nameof(word));
}
