using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

public sealed class LearningRatesTests
{
    private const double Rate = 0.1;

    [Fact]
    public void The_plateau_without_a_warm_up_is_the_plateau() =>
        Assert.Equal(0.037, LearningRates.At(new TrainingSpec { LearningRate = Rate }, 20, 0.037, new TrainingPosition(3, 2), 7));

    [Fact]
    public void The_cosine_is_PyTorchs_closed_form_after_every_step()
    {
        // torch.optim.lr_scheduler.CosineAnnealingLR: eta_min + (eta_max − eta_min)(1 + cos(π T_cur / T_max)) / 2, with T in steps.
        var spec = new TrainingSpec { LearningRate = Rate, Schedule = LearningSchedule.Cosine, LeastRate = 0.01 };
        for (var step = 0; step < 4 * 5; step++)
        {
            var expected = 0.01 + ((Rate - 0.01) * (1 + Math.Cos(Math.PI * step / 20)) / 2);
            Assert.Equal(expected, LearningRates.At(spec, 4, Rate, new TrainingPosition(step / 5, step % 5), 5), 1e-15);
        }
    }

    [Fact]
    public void After_its_epochs_the_cosine_stays_at_the_least_rate()
    {
        var spec = new TrainingSpec { LearningRate = Rate, Schedule = LearningSchedule.Cosine, LeastRate = 0.01, ScheduleEpochs = 4 };

        Assert.Equal(LearningRates.At(spec with { ScheduleEpochs = null }, 4, Rate, new TrainingPosition(2, 3), 5), LearningRates.At(spec, 40, Rate, new TrainingPosition(2, 3), 5));
        Assert.Equal(0.01, LearningRates.At(spec, 40, Rate, new TrainingPosition(9, 0), 5));
    }

    [Theory]
    [InlineData(LearningSchedule.Plateau)]
    [InlineData(LearningSchedule.Cosine)]
    [InlineData(LearningSchedule.Constant)]
    public void The_warm_up_rises_in_equal_steps_to_the_whole_rate(LearningSchedule schedule)
    {
        var spec = new TrainingSpec { LearningRate = Rate, Schedule = schedule, WarmupEpochs = 2 };
        var rates = Enumerable.Range(0, 8).Select(step => LearningRates.At(spec, 10, Rate, new TrainingPosition(step / 4, step % 4), 4)).ToArray();

        Assert.All(rates.Index(), at => Assert.Equal(Rate * (at.Index + 1) / 8, at.Item, 1e-15));
        Assert.Equal(Rate, LearningRates.At(spec, 10, Rate, new TrainingPosition(2, 0), 4));
    }

    [Fact]
    public void The_plateau_does_not_fall_below_the_least_rate()
    {
        var spec = new PlateauSpec(Factor: 0.1, Patience: 0);
        var state = new PlateauState(0.02, Best: 1, BadEpochs: 0);

        Assert.Equal(0.01, state.Next(spec, 2, leastRate: 0.01).LearningRate);
        Assert.Equal(0.01, state.Next(spec, 2, leastRate: 0.01).Next(spec, 2, leastRate: 0.01).LearningRate);
    }
}
