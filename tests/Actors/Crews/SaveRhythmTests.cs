using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Crews;
using CsCheck;

namespace ActorGaze.Tests.Actors.Crews;

public sealed class SaveRhythmTests
{
    private static SaveRhythm Rhythm(double share, double least) => new(new CheckpointSettings(share, TimeSpan.FromSeconds(least)), TimeSpan.Zero, TimeSpan.Zero);

    [Fact]
    public void However_long_saves_and_steps_take_saving_takes_at_most_its_share_but_for_the_newest_save() =>
        Gen.Select(Gen.Double[0.001, 0.9], Gen.Double[0, 5], Gen.Double[0.01, 3].Array[1, 300], Gen.Double[0.01, 20].Array[1, 300]).Sample((share, least, steps, costs) =>
        {
            var (rhythm, now, saving, saves) = (Rhythm(share, least), 0.0, 0.0, 0);
            foreach (var step in steps)
            {
                now += step;
                if (!rhythm.Due(TimeSpan.FromSeconds(now))) continue;
                if (saving > (share * now) + 1e-3) return false; // what was saved before is within its share before anything is saved again
                var cost = costs[saves++ % costs.Length];
                rhythm = rhythm.Saved(TimeSpan.FromSeconds(now), TimeSpan.FromSeconds(now + cost));
                (now, saving) = (now + cost, saving + cost);
            }

            return true;
        });

    [Fact]
    public void A_share_of_zero_saves_at_epochs_ends_alone() => Assert.False(Rhythm(0, 0).Due(TimeSpan.FromDays(9)));

    [Fact]
    public void Cheap_saves_come_no_closer_than_the_least_interval()
    {
        var rhythm = Rhythm(0.5, 60).Saved(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.001));

        Assert.False(rhythm.Due(TimeSpan.FromSeconds(61)));
        Assert.True(rhythm.Due(TimeSpan.FromSeconds(61.001)));
    }

    [Fact]
    public void A_share_as_small_as_nothing_is_waited_for_and_no_error() =>
        Assert.False(Rhythm(1e-300, 1).Saved(TimeSpan.Zero, TimeSpan.FromHours(1)).Due(TimeSpan.FromDays(1000)));

    [Fact]
    public void A_save_that_failed_is_not_tried_again_at_every_step()
    {
        var rhythm = Rhythm(1, 0).Failed(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

        Assert.False(rhythm.Due(TimeSpan.FromSeconds(39)));
        Assert.True(rhythm.Due(TimeSpan.FromSeconds(40)));
        Assert.True(rhythm.Saved(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40)).Due(TimeSpan.FromSeconds(41)));
    }
}
