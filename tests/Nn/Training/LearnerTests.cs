using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

[Slow]
public sealed class LearnerTests
{
    [Fact]
    public void A_few_steps_lower_the_loss()
    {
        using var learner = Lesson.Learner();

        var first = learner.Step(seed: 1, samples: 8).CrossEntropy;
        for (var seed = 2; seed < 12; seed++) learner.Step(seed, samples: 8);

        Assert.True(learner.Step(seed: 12, samples: 8).CrossEntropy < first / 2);
    }

    [Theory]
    [InlineData(GazeReference.Ema)]
    [InlineData(GazeReference.Batch)]
    public void With_a_gaze_weight_gazes_agree_better_than_without(string reference)
    {
        double Last(double weight, long start)
        {
            using var learner = Lesson.Learner(seed: start, gaze: new GazeSpec { Reference = reference });
            var means = Lesson.NoMeans;
            return Enumerable.Range(1, 48).Select(seed => learner.Step(seed, weight, ref means, samples: 8)).TakeLast(16).Average(figures => figures.GazeLoss!.Value);
        }

        long[] starts = [7, 8]; // one network alone may be lucky or not, by the processor's last digits
        var (with, without) = (starts.Average(start => Last(weight: 100, start)), starts.Average(start => Last(weight: 0, start)));
        Assert.True(with < 0.8 * without, $"{with} with, {without} without");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void At_no_weight_gazes_that_are_only_watched_change_no_bit(int level)
    {
        using var plain = Lesson.Learner(level);
        using var watched = Lesson.Learner(level);
        var means = Lesson.NoMeans;

        for (var seed = 1; seed <= (level == 5 ? 1 : 4); seed++)
        {
            var without = plain.Step(seed);
            var with = watched.Step(seed, weight: 0, ref means);
            Assert.Equal(without.CrossEntropy, with.CrossEntropy);
            Assert.Equal(without.LargestGradient, with.LargestGradient);
            Assert.Null(without.GazeLoss);
            Assert.NotNull(with.GazeLoss);
        }

        Lesson.Same(plain.Saved(), watched.Saved());
    }

    [Fact]
    public void A_step_without_gaze_takes_none()
    {
        using var learner = Lesson.Learner();

        var figures = learner.Step(seed: 1);

        Assert.Equal((null, 0), (figures.GazeLoss, figures.GazeWeight));
        Assert.Equal(Lesson.NoMeans, learner.Means);
    }

    [Theory]
    [InlineData(2, float.NaN)]
    [InlineData(5, float.PositiveInfinity)]
    public void A_spoiled_image_changes_no_weight_and_no_mean_and_the_learner_goes_on_only_from_a_checkpoint(int level, float value)
    {
        using var learner = Lesson.Learner(level);
        learner.Step(seed: 1);
        var before = learner.Saved();
        var (adam, means) = (learner.Moments(), learner.Means);

        using var spoiled = Lesson.Batch(seed: 2, spoiled: value);
        var figures = learner.Step(spoiled, gazeWeight: 50);

        Assert.False(figures.Applied);
        Assert.Equal(means, learner.Means);
        Assert.Equal(adam, learner.Moments());
        Refuses(learner);
        learner.Restore(before);
        Lesson.Same(before, learner.Saved());
        Assert.True(learner.Step(seed: 3).Applied);
    }

    [Fact]
    public void A_finite_loss_with_a_gradient_that_is_not_is_not_applied()
    {
        using var learner = Lesson.Learner();
        var means = Lesson.NoMeans;
        for (var seed = 1; seed <= 3; seed++) learner.Step(seed, weight: 0, ref means, samples: 8); // until something is right
        var (before, adam) = (learner.Saved(), learner.Moments());

        var figures = learner.Step(seed: 4, weight: 1e38, ref means, samples: 8); // the loss fits into a float, its gradient does not

        Assert.False(figures.Applied);
        Assert.False(double.IsFinite(figures.LargestGradient));
        Assert.Equal(adam, learner.Moments());
        learner.Restore(before);
        Assert.True(learner.Step(seed: 5, weight: 0, ref means).Applied);
    }

    [Fact]
    public void A_step_that_throws_leaves_a_learner_that_goes_on_only_from_a_checkpoint()
    {
        using var learner = Lesson.Learner(level: 5);
        learner.Step(seed: 1);
        var before = learner.Saved();

        using (var batch = new Batch(rand(2, 1, 224, 224), tensor(new long[] { 0, 7 }))) // there is no class 7
            Assert.ThrowsAny<Exception>(() => learner.Step(batch, gazeWeight: 50));

        Refuses(learner);
        learner.Restore(before);
        Lesson.Same(before, learner.Saved());
    }

    [Fact]
    public void An_evaluation_changes_no_bit_and_sees_what_was_learned()
    {
        using var learner = Lesson.Learner();
        for (var seed = 1; seed <= 25; seed++) learner.Step(seed, samples: 8); // running statistics lag behind
        var before = learner.Saved();

        using var batch = Lesson.Batch(seed: 100, samples: 6);
        var chunk = learner.Evaluate(batch);

        Lesson.Same(before, learner.Saved());
        Assert.Equal([0, 0, 1, 1, 0, 0], chunk.Labels);
        Assert.Equal(chunk.Labels, chunk.Predictions);
        Assert.All(chunk.Gazes, gaze => Assert.InRange(gaze!.Max(), 0.5, 1));
        Assert.All(chunk.Gazes, gaze => Assert.Equal(14 * 14, gaze!.Length));
    }

    [Fact]
    public void An_evaluation_in_parts_is_the_evaluation_of_the_whole()
    {
        using var learner = Lesson.Learner(level: 1);
        using var whole = Lesson.Batch(seed: 1, samples: 6);
        using var head = new Batch(whole.Images![TensorIndex.Slice(0, 2)], whole.Labels[TensorIndex.Slice(0, 2)]);
        using var tail = new Batch(whole.Images![TensorIndex.Slice(2, 6)], whole.Labels[TensorIndex.Slice(2, 6)]);

        var expected = learner.Evaluate(whole);
        EvaluationChunk[] parts = [learner.Evaluate(head), learner.Evaluate(tail)];

        Assert.Equal(expected.Predictions, parts.SelectMany(part => part.Predictions));
        Assert.All(expected.CrossEntropies.Zip(parts.SelectMany(part => part.CrossEntropies)), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-5));
    }

    [Fact]
    public void Its_learning_rate_can_be_changed_and_matters()
    {
        using var learner = Lesson.Learner(rate: 1e-3);
        learner.LearningRate = 0;
        var before = learner.Saved();

        learner.Step(seed: 1);
        var after = learner.Saved();

        Assert.Equal(0, learner.LearningRate);
        Assert.All(before.Tensors.Where(entry => entry.Key.EndsWith("weight", StringComparison.Ordinal) && entry.Key.StartsWith("model.", StringComparison.Ordinal)),
            entry => Assert.Equal(entry.Value, after.Tensors[entry.Key]));
    }

    private static void Refuses(Learner learner)
    {
        using var batch = Lesson.Batch(seed: 9);
        Assert.Throws<InvalidOperationException>(() => learner.Step(batch, gazeWeight: null));
        Assert.Throws<InvalidOperationException>(() => learner.Evaluate(batch));
        Assert.Throws<InvalidOperationException>(learner.Copy);
    }
}
