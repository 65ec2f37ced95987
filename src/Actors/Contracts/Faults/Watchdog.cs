namespace ActorGaze.Actors.Contracts.Faults;

/// <summary>
/// How long nothing was heard, in time in which this process ran. A process that was stopped, or a machine that slept, comes back to
/// one late tick, and a late tick counts as one tick. Pure: time is an argument, as time since some fixed moment.
/// </summary>
/// <param name="Limit">How long may pass without a word.</param>
/// <param name="Waited">What has passed since the last word.</param>
/// <param name="Seen">When it was last looked at.</param>
internal readonly record struct Watchdog(TimeSpan Limit, TimeSpan Waited, TimeSpan Seen)
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    public static Watchdog Of(TimeSpan limit, TimeSpan now) => new(limit, TimeSpan.Zero, now);

    /// <summary>How often <see cref="Ticked"/> is to be called.</summary>
    public TimeSpan Tick => Limit / 4 < LongestTick ? Limit / 4 : LongestTick;

    public bool IsOver => Waited >= Limit;

    /// <summary>Something was heard.</summary>
    public Watchdog Heard(TimeSpan now) => this with { Waited = TimeSpan.Zero, Seen = now };

    public Watchdog Ticked(TimeSpan now)
    {
        var passed = now - Seen;
        return this with { Waited = Waited + (passed < TimeSpan.Zero ? TimeSpan.Zero : passed < Tick ? passed : Tick), Seen = now };
    }
}

/// <summary>Waiting in time in which this process runs.</summary>
internal static class RunningTime
{
    /// <summary>False where the time is over before the work is. Time in which this process was stopped does not count.</summary>
    public static async Task<bool> InTimeAsync(Task work, TimeSpan length, TimeProvider clock)
    {
        using var done = new CancellationTokenSource();
        var first = await Task.WhenAny(work, DelayAsync(length, clock, done.Token)).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        return first == work;
    }

    /// <summary>Done when this process has run for so long.</summary>
    public static async Task DelayAsync(TimeSpan length, TimeProvider clock, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        var watchdog = Watchdog.Of(length, TimeSpan.Zero);
        using var ticks = new PeriodicTimer(watchdog.Tick, clock);
        while (!watchdog.IsOver)
        {
            await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false);
            watchdog = watchdog.Ticked(clock.GetElapsedTime(start));
        }
    }
}
