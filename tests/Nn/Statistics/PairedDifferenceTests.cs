using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tests.Nn.Statistics;

public sealed class PairedDifferenceTests
{
    // The 0.975 quantiles of printed tables; those for 1 and 2 degrees have closed forms, tan(0.475π) and 0.95·√(2/0.0975).
    [Theory]
    [InlineData(1, 12.7062047362)]
    [InlineData(2, 4.3026527297)]
    [InlineData(3, 3.1824463053)]
    [InlineData(5, 2.5705818356)]
    [InlineData(10, 2.2281388520)]
    [InlineData(30, 2.0422724563)]
    [InlineData(120, 1.9799304051)]
    public void Quantiles_are_those_of_the_tables(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.HalfWidth(0.95, degreesOfFreedom), 1e-9);

    [Fact]
    public void With_many_degrees_of_freedom_it_is_the_normal_distribution_s() => Assert.Equal(1.959964, StudentT.HalfWidth(0.95, 1_000_000), 1e-5);

    [Fact]
    public void Six_trials_have_a_mean_and_an_interval()
    {
        // Differences 1 to 6: mean 3.5, deviation √3.5, half-width t₅·√(3.5/6).
        var difference = PairedDifference.Of([2, 4, 6, 8, 10, 12], [1, 2, 3, 4, 5, 6]);

        Assert.Equal(6, difference.Pairs);
        Assert.Equal(3.5, difference.Mean!.Value, 1e-12);
        Assert.Equal(3.5 - (2.5705818356 * Math.Sqrt(3.5 / 6)), difference.Interval95!.Low, 1e-9);
        Assert.Equal(3.5 + (2.5705818356 * Math.Sqrt(3.5 / 6)), difference.Interval95!.High, 1e-9);
        Assert.False(difference.Interval95.Holds(0));
    }

    [Fact]
    public void Equal_differences_have_an_interval_of_one_point() => Assert.Equal(new Interval(1, 1), PairedDifference.Of([2, 3, 4], [1, 2, 3]).Interval95);

    [Fact]
    public void One_pair_has_a_mean_and_no_interval() => Assert.Equal(new PairedDifference(1, 0.5, null), PairedDifference.Of([1], [0.5]));

    [Fact]
    public void No_pair_and_a_value_that_is_not_a_number_have_neither()
    {
        Assert.Equal(new PairedDifference(0, null, null), PairedDifference.Of([], []));
        Assert.Equal(new PairedDifference(2, null, null), PairedDifference.Of([1, double.NaN], [0, 0]));
    }

    [Fact]
    public void Series_of_different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => PairedDifference.Of([1], [1, 2]));
}
