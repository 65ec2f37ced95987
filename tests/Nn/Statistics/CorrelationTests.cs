using ActorGaze.Nn.Statistics;
using ActorGaze.Tests.Nn.Oracle;

namespace ActorGaze.Tests.Nn.Statistics;

public sealed class CorrelationTests
{
    [Fact]
    public void It_agrees_with_the_oracle()
    {
        var cases = StatisticsOracle.Cases("pearson").ToArray();

        Assert.NotEmpty(cases);
        Assert.All(cases, c => Assert.Equal(c.Number("expect"), Correlation.Pearson(c.Numbers("x"), c.Numbers("y"))!.Value, 1e-12));
    }

    [Fact]
    public void It_is_undefined_where_a_series_is_constant_even_if_its_mean_rounds()
    {
        double[] constant = [0.1, 0.1, 0.1];

        Assert.Null(Correlation.Pearson([1, 2, 3], constant));
        Assert.Null(Correlation.Pearson(constant, [1, 2, 3]));
    }

    [Fact]
    public void It_is_undefined_for_fewer_than_two_points()
    {
        Assert.Null(Correlation.Pearson([], []));
        Assert.Null(Correlation.Pearson([1], [2]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void It_is_undefined_where_a_value_is_not_finite(double value)
    {
        Assert.Null(Correlation.Pearson([1, value, 3], [1, 2, 4]));
        Assert.Null(Correlation.Pearson([1, 2, 4], [1, value, 3]));
    }

    [Fact]
    public void Neither_great_nor_small_numbers_change_it()
    {
        double[] x = [1, 2, 3, 5], y = [2, 1, 4, 3];
        var expected = Correlation.Pearson(x, y)!.Value;

        Assert.Equal(expected, Correlation.Pearson([.. x.Select(v => v * 1e300)], y)!.Value, 1e-12);
        Assert.Equal(expected, Correlation.Pearson([.. x.Select(v => v * 1e-300)], y)!.Value, 1e-12);
        Assert.Equal(expected, Correlation.Pearson([.. x.Select(v => v - 1e6)], y)!.Value, 1e-9);
    }

    [Fact]
    public void A_straight_line_has_exactly_one_or_minus_one()
    {
        Assert.Equal(1, Correlation.Pearson([1, 2, 3], [2, 4, 6]));
        Assert.Equal(-1, Correlation.Pearson([1, 2, 3], [6, 4, 2]));
    }

    [Fact]
    public void Series_of_different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, 2], [1, 2, 3]));
}
