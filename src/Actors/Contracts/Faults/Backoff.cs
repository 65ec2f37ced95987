namespace ActorGaze.Actors.Contracts.Faults;

/// <summary>How long to wait before the next try.</summary>
public static class Backoff
{
    private const int MostDoublings = 30;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to wait before looking again for what is missing: as before a try, but never no time, for looks have no end.
    /// </summary>
    /// <param name="looks">In a row, the last one counted; at least 1.</param>
    public static TimeSpan Pause(RetrySettings settings, int looks, double chance) =>
        Delay(settings, looks, chance) is { Ticks: > 0 } delay ? delay : BetweenLooks;

    /// <param name="faults">Faults in a row, this one counted; at least 1.</param>
    /// <param name="chance">In [0, 1); decides the jitter.</param>
    public static TimeSpan Delay(RetrySettings settings, int faults, double chance)
    {
        var doubled = settings.FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(faults - 1, MostDoublings)); // in seconds: spans overflow
        var capped = doubled < settings.MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(doubled) : settings.MaxDelay;
        return capped * (1 + (settings.Jitter * chance));
    }
}
