using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Tui.Rendering;

/// <summary>How runs are called. Pure.</summary>
internal static class RunWords
{
    /// <summary>A journal says running until something else is in it; nothing runs where no engine lives.</summary>
    /// <param name="phase">Its word.</param>
    public static string Phase(string phase, bool engine) =>
        !engine && (phase == RunPhase.Running.Word() || phase == RunPhase.Recovering.Word()) ? $"{phase} (no engine)" : phase;

    /// <summary>A run's name without its sweep's.</summary>
    public static string NameWithin(string sweep, RunId run) =>
        run.Value.StartsWith(sweep + "-", StringComparison.Ordinal) ? run.Value[(sweep.Length + 1)..] : run.Value;
}
