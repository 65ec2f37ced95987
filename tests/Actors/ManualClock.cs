namespace ActorGaze.Tests.Actors;

/// <summary>A clock that a test moves. A timer that missed several ticks fires once, as after a pause of the process.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now;

    /// <summary>How far it was moved.</summary>
    public TimeSpan Now => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Samples.Noon + _now;

    public override long GetTimestamp() => _now.Ticks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), period) { Due = _now + dueTime };
        lock (_timers) _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock, and lets whoever waited for a timer come to its next wait.</summary>
    public async Task Advance(TimeSpan by)
    {
        _now += by;
        ManualTimer[] due;
        lock (_timers) due = [.. _timers.Where(timer => timer.Due <= _now)];
        foreach (var timer in due)
        {
            timer.Due = _now + timer.Period;
            timer.Fire();
        }

        await Task.Yield();
    }

    private sealed class ManualTimer(Action fire, TimeSpan period) : ITimer
    {
        public TimeSpan Period { get; } = period;

        public TimeSpan Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Due = TimeSpan.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
