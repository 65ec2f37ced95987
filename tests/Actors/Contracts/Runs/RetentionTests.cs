using ActorGaze.Actors.Contracts.Runs;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

public sealed class RetentionTests
{
    [Fact]
    public void The_newest_two_and_the_best_are_kept() =>
        Assert.Equal(
            [Checkpoint(2), Checkpoint(4), Checkpoint(5)],
            Retention.Keep([Checkpoint(1), Checkpoint(2), Checkpoint(4), Checkpoint(5)], [Epoch(1, 0.1), Epoch(2, 0.9), Epoch(3, 0.99), Epoch(4, 0.2), Epoch(5, 0.3)]));

    [Fact]
    public void Of_equal_kappas_the_lower_cross_entropy_is_better_and_then_the_earlier_epoch()
    {
        Assert.Equal(
            [Checkpoint(2), Checkpoint(3), Checkpoint(4)],
            Retention.Keep([Checkpoint(1), Checkpoint(2), Checkpoint(3), Checkpoint(4)], [Epoch(1, 0.5, 0.9), Epoch(2, 0.5, 0.8), Epoch(3, 0.1), Epoch(4, 0.1)]));
        Assert.Equal(
            [Checkpoint(1), Checkpoint(3), Checkpoint(4)],
            Retention.Keep([Checkpoint(1), Checkpoint(2), Checkpoint(3), Checkpoint(4)], [Epoch(1, 0.5), Epoch(2, 0.5), Epoch(3, 0.1), Epoch(4, 0.1)]));
    }

    [Fact]
    public void A_checkpoint_inside_an_epoch_is_never_the_best() =>
        Assert.Equal(
            [Checkpoint(2, 8), Checkpoint(2, 9)],
            Retention.Keep([Checkpoint(2, 7), Checkpoint(2, 8), Checkpoint(2, 9)], [Epoch(1, 1.0), Epoch(2, 0.5)]));

    [Fact]
    public void A_kappa_that_is_not_a_number_is_not_the_best() =>
        Assert.Equal(
            [Checkpoint(2), Checkpoint(3), Checkpoint(4)],
            Retention.Keep([Checkpoint(1), Checkpoint(2), Checkpoint(3), Checkpoint(4)], [Epoch(1, double.NaN), Epoch(2, -0.5), Epoch(3, -0.6), Epoch(4, -0.6)]));
}
