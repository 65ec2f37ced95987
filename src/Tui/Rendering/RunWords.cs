using ActorGaze.Actors.Runs;

namespace ActorGaze.Tui.Rendering;

/// <summary>How runs are called. Pure.</summary>
internal static class RunWords
{
    /// <summary>A run's name without its sweep's.</summary>
    public static string NameWithin(string sweep, RunId run) =>
        run.Value.StartsWith(sweep + "-", StringComparison.Ordinal) ? run.Value[(sweep.Length + 1)..] : run.Value;
}
