using ActorGaze.Nn.Training;
using ActorGaze.Tests.Nn.Oracle;

namespace ActorGaze.Tests.Nn.Training;

public sealed class PlateauTests
{
    [Fact]
    public void It_falls_where_the_oracle_s_falls()
    {
        var cases = StatisticsOracle.Cases("reduce_on_plateau").ToArray();

        Assert.NotEmpty(cases);
        Assert.All(cases, c =>
        {
            var higherIsBetter = c.GetProperty("mode").GetString() == "max";
            var spec = new PlateauSpec(c.Number("factor"), (int)c.Number("patience"));
            var state = PlateauState.Initial(c.Number("lr"), higherIsBetter);
            foreach (var (value, expected) in c.Numbers("values").Zip(c.Numbers("expect")))
            {
                state = state.Next(spec, value, higherIsBetter);
                Assert.Equal(expected, state.LearningRate);
            }
        });
    }

    [Fact]
    public void An_improvement_below_the_threshold_is_none()
    {
        var state = PlateauState.Initial(1e-4).Next(new PlateauSpec(), 1);

        Assert.Equal(new PlateauState(1e-4, 1, 1), state.Next(new PlateauSpec(), 0.99995));
        Assert.Equal(new PlateauState(1e-4, 0.9998, 0), state.Next(new PlateauSpec(), 0.9998));
    }

    [Fact]
    public void A_change_too_small_to_matter_is_left_undone_and_still_counted()
    {
        var state = new PlateauState(5e-8, Best: 1, BadEpochs: 5);

        Assert.Equal(new PlateauState(5e-8, 1, 0), state.Next(new PlateauSpec(), 2));
    }

    [Fact]
    public void A_loss_that_is_no_number_is_a_bad_epoch() =>
        Assert.Equal(new PlateauState(1e-4, double.PositiveInfinity, 1), PlateauState.Initial(1e-4).Next(new PlateauSpec(), double.NaN));
}
