using ActorGaze.Actors.Contracts;

namespace ActorGaze.Actors.Crews;

/// <summary>
/// When the next checkpoint inside an epoch is due, so that saving takes at most its share of wall time. Changes no bit of a run.
/// </summary>
/// <param name="LastEnd">When the last save, or the start, was over.</param>
/// <param name="Cost">How long the last save took; zero before the first.</param>
internal sealed record SaveRhythm(CheckpointSettings Settings, TimeSpan LastEnd, TimeSpan Cost)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>No save before this: the last one failed.</summary>
    public TimeSpan NotBefore { get; init; }

    public bool Due(TimeSpan now) => now >= NotBefore
        && Settings.MaxShare > 0 && now - LastEnd >= Settings.MinInterval && (now - LastEnd).TotalSeconds >= LeastWaitSeconds;

    public SaveRhythm Saved(TimeSpan start, TimeSpan end) => this with { LastEnd = end, Cost = end - start };

    /// <summary>A save could not be written; what it took counts as a save's cost.</summary>
    public SaveRhythm Failed(TimeSpan start, TimeSpan end) => Saved(start, end) with { NotBefore = end + AfterFailure };

    /// <summary>cost / (wait + cost) ≤ share.</summary>
    private double LeastWaitSeconds => Cost.TotalSeconds * ((1 - Settings.MaxShare) / Settings.MaxShare);
}
