using ActorGaze.Nn.Statistics;
using ActorGaze.Tests.Nn.Oracle;

namespace ActorGaze.Tests.Nn.Statistics;

public sealed class KappaTests
{
    [Fact]
    public void It_agrees_with_the_oracle()
    {
        var cases = StatisticsOracle.Cases("kappa").ToArray();

        Assert.NotEmpty(cases);
        Assert.All(cases, c => Assert.Equal(c.Number("expect"), Kappa.Of(c.Confusion()), 1e-12));
    }

    [Fact]
    public void Where_chance_alone_agrees_always_it_is_zero() => Assert.Equal(0, Kappa.Of(new ConfusionMatrix(3, [7, 0, 0, 0, 0, 0, 0, 0, 0])));

    [Fact]
    public void Of_nothing_it_is_zero() => Assert.Equal(0, Kappa.Of(ConfusionMatrix.Empty(4)));

    [Fact]
    public void Perfect_agreement_is_one_and_perfect_disagreement_minus_one()
    {
        Assert.Equal(1, Kappa.Of(new ConfusionMatrix(2, [5, 0, 0, 5])));
        Assert.Equal(-1, Kappa.Of(new ConfusionMatrix(2, [0, 5, 5, 0])));
    }

    [Fact]
    public void Counts_near_their_greatest_do_not_overflow() =>
        Assert.Equal(1, Kappa.Of(new ConfusionMatrix(2, [int.MaxValue, 0, 0, int.MaxValue])));

    [Fact]
    public void Accuracy_is_the_diagonal_s_share_and_zero_of_nothing()
    {
        Assert.Equal(0.7, Accuracy.Of(new ConfusionMatrix(2, [3, 1, 2, 4])));
        Assert.Equal(0, Accuracy.Of(ConfusionMatrix.Empty(2)));
    }
}
