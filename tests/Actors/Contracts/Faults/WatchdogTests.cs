using ActorGaze.Actors.Contracts.Faults;

namespace ActorGaze.Tests.Actors.Contracts.Faults;

public sealed class WatchdogTests
{
    private static readonly Watchdog Ten = Watchdog.Of(TimeSpan.FromSeconds(10), TimeSpan.Zero);

    /// <summary>When it is looked at, in seconds, and how much of that has counted.</summary>
    public static TheoryData<double[], double> Ticks => new()
    {
        { [], 0 },
        { [1, 2, 3], 3 },
        { [0.5, 0.6], 0.6 },
        { [1, 2, 3602, 3603], 4 }, // stopped or asleep for an hour: that is one late tick
        { [1, 3602, 3602, 3602, 3602], 2 }, // a scheduler that makes up for the ticks it missed
        { [1, 2, 1, 2], 3 }, // a clock that went back
        { [5, 10, 15], 3 }, // a machine so busy that each tick is late: slower, and never wrong
    };

    [Theory]
    [MemberData(nameof(Ticks), DisableDiscoveryEnumeration = true)]
    public void Only_time_in_which_the_process_ran_counts(double[] seconds, double counted) =>
        Assert.Equal(counted, seconds.Aggregate(Ten, (watchdog, now) => watchdog.Ticked(TimeSpan.FromSeconds(now))).Waited.TotalSeconds, 1e-6);

    [Fact]
    public void It_is_over_when_all_of_it_has_passed_without_a_word()
    {
        var nearly = Enumerable.Range(1, 9).Aggregate(Ten, (watchdog, now) => watchdog.Ticked(TimeSpan.FromSeconds(now)));

        Assert.False(nearly.IsOver);
        Assert.True(nearly.Ticked(TimeSpan.FromSeconds(10)).IsOver);
        Assert.False(nearly.Heard(TimeSpan.FromSeconds(9.5)).Ticked(TimeSpan.FromSeconds(10)).IsOver);
    }

    [Theory]
    [InlineData(600, 1)]
    [InlineData(2, 0.5)]
    public void It_ticks_every_second_or_four_times_in_a_short_limit(double limit, double tick) =>
        Assert.Equal(tick, Watchdog.Of(TimeSpan.FromSeconds(limit), TimeSpan.Zero).Tick.TotalSeconds);

    [Fact]
    public async Task A_process_that_was_stopped_has_not_waited()
    {
        var clock = new ManualClock();
        var waiting = RunningTime.DelayAsync(TimeSpan.FromSeconds(2), clock, Deadline.Token);

        await clock.Advance(TimeSpan.FromHours(1));
        Assert.False(waiting.IsCompleted);
        while (!waiting.IsCompleted) await clock.Advance(TimeSpan.FromSeconds(0.5));

        await waiting;
        Assert.InRange(clock.Now, TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1.5), TimeSpan.FromHours(2)); // the hour was one tick of half a second
    }
}
