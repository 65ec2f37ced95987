using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>The figures that a checkpoint carries.</summary>
public sealed class EpochHistoryTests
{
    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var history = EpochHistory.Empty.With(Epoch(1)).With(Epoch(2, crossEntropy: double.PositiveInfinity));

        Assert.Equal(history.Epochs, EpochHistory.Parse(history.ToJson()).Epochs);
        Assert.Empty(EpochHistory.Parse(null).Epochs);
    }

    [Fact]
    public void Epochs_that_do_not_follow_one_another_are_no_history() =>
        Assert.Throws<FormatException>(() => EpochHistory.Parse(new EpochHistory([Epoch(1), Epoch(3)]).ToJson()));

    [Fact]
    public void The_oldest_gazes_go_first_where_it_would_become_too_large_and_no_figure_goes_with_them()
    {
        var gazes = ClassMeanGazes.Pack([new double[65_000]], 250, 260); // a third of a megabyte as text
        var history = Enumerable.Range(1, 6).Aggregate(EpochHistory.Empty, (h, e) => h.With(WithGazes(Epoch(e), gazes)));

        Assert.Equal([0, 0, 0, 1, 1, 1], history.Epochs.Select(e => Math.Min(1, e.Evaluation.Gazes.Classes)));
        Assert.Equal(Enumerable.Range(1, 6), history.Epochs.Select(e => e.Epoch));
        Assert.True(EpochHistory.SameFigures(history.Epochs[0], WithGazes(Epoch(1), gazes)));
    }

    [Fact]
    public void It_is_never_larger_than_a_checkpoints_header_may_be()
    {
        var history = new EpochHistory([.. Enumerable.Range(1, 40_000).Select(e => WithGazes(Epoch(e), ClassMeanGazes.Pack([], 0, 0)))]).With(Epoch(40_001));

        Assert.True(EpochHistory.Follow(history.Epochs));
        Assert.Equal(40_001, history.Epochs[^1].Epoch);
        Assert.InRange(history.Epochs.Count, 10_000, 20_000);
    }

    [Fact]
    public void Two_agree_where_every_epoch_that_both_have_is_the_same()
    {
        var (two, three) = (new EpochHistory([Epoch(2)]).ToJson(), new EpochHistory([Epoch(1), Epoch(2), Epoch(3)]).ToJson());

        Assert.True(EpochHistory.Agree(two, three));
        Assert.True(EpochHistory.Agree(null, three));
        Assert.False(EpochHistory.Agree(new EpochHistory([Epoch(2, kappa: 0.25)]).ToJson(), three));
    }

    private static EpochMetrics WithGazes(EpochMetrics epoch, ClassMeanGazes gazes) => epoch with { Evaluation = epoch.Evaluation with { Gazes = gazes } };
}
