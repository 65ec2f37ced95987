using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Training;
using CsCheck;

namespace ActorGaze.Tests.Actors.Crews;

public sealed class EpochTallyTests
{
    private static readonly Gen<StepFigures> AnyStep = Gen.Select(
        Gen.Double[0, 10], Gen.Double[0, 3].Nullable(), Gen.Double[-100, 100], Gen.Int[0, 4], Gen.Double[0, 50],
        (loss, gaze, weight, correct, gradient) => new StepFigures(true, loss, gaze, weight, correct, 4, gradient));

    [Fact]
    public void An_epoch_in_two_halves_with_a_checkpoint_between_them_has_the_figures_of_a_whole_one() =>
        Gen.Select(AnyStep.Array[1, 40], Gen.Double[0, 1]).Sample((steps, share) =>
        {
            var whole = steps.Aggregate(EpochTally.Empty, (tally, step) => tally.With(step));
            var cut = (int)(share * steps.Length);
            var half = steps.Take(cut).Aggregate(EpochTally.Empty, (tally, step) => tally.With(step));
            var restored = JsonSerializer.Deserialize<EpochTally>(JsonSerializer.Serialize(half, Json.Options), Json.Options)!;
            return steps.Skip(cut).Aggregate(restored, (tally, step) => tally.With(step)) == whole;
        });

    [Fact]
    public void Cross_entropy_is_a_mean_over_samples_and_the_gaze_loss_one_over_the_steps_that_had_one()
    {
        var tally = EpochTally.Empty
            .With(new StepFigures(true, 1.0, 0.5, 10, 3, 4, 7))
            .With(new StepFigures(true, 4.0, null, 20, 1, 2, 3));

        Assert.Equal(new TrainingFigures(2.0, 0.5, 4.0 / 6, 6, 7), tally.Figures());
        Assert.Equal(20, tally.GazeWeight);
        Assert.Null(EpochTally.Empty.With(new StepFigures(true, 1, null, 0, 1, 1, 1)).Figures().GazeLoss);
    }
}
