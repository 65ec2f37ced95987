using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

[Slow]
public sealed class PrecisionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public void In_bfloat16_everything_that_is_kept_is_float32_and_the_figures_are_near(int level)
    {
        using var wide = Lesson.Learner(level);
        using var narrow = Lesson.Learner(level, precision: Precision.Bfloat16);
        var (means, others) = (Lesson.NoMeans, Lesson.NoMeans);

        var (a, b) = (wide.Step(seed: 1, weight: 50, ref means), narrow.Step(seed: 1, weight: 50, ref others));

        Assert.True(b.Applied);
        Assert.NotEqual(a.CrossEntropy, b.CrossEntropy);
        Assert.Equal(a.CrossEntropy, b.CrossEntropy, 0.1);
        Assert.All(narrow.Saved().Tensors, entry => Assert.Contains(entry.Value.DType, new[] { "F32", "I64", "U8" }));
        using var batch = Lesson.Batch(seed: 2);
        Assert.Equal(wide.Evaluate(batch).CrossEntropySum, narrow.Evaluate(batch).CrossEntropySum, 0.4);
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(5, 2)] // few samples: a processor without bfloat16 takes a minute and more
    public void In_bfloat16_a_learner_that_was_restored_goes_on_to_the_bit(int level, int samples)
    {
        using var straight = Lesson.Learner(level, precision: Precision.Bfloat16);
        using var broken = Lesson.Learner(level, precision: Precision.Bfloat16);
        var (means, others) = (Lesson.NoMeans, Lesson.NoMeans);
        for (var seed = 1; seed <= 4; seed++) straight.Step(seed, weight: 50, ref means, samples);

        for (var seed = 1; seed <= 2; seed++) broken.Step(seed, weight: 50, ref others, samples);
        using var second = Lesson.Learner(level, seed: 99, precision: Precision.Bfloat16);
        second.Restore(broken.Saved());
        for (var seed = 3; seed <= 4; seed++) second.Step(seed, weight: 50, ref others, samples);

        Lesson.Same(straight.Saved(), second.Saved());
    }

    [Fact]
    public void In_bfloat16_a_few_steps_lower_the_loss()
    {
        using var learner = Lesson.Learner(precision: Precision.Bfloat16);

        var first = learner.Step(seed: 1, samples: 8).CrossEntropy;
        for (var seed = 2; seed < 12; seed++) learner.Step(seed, samples: 8);

        Assert.True(learner.Step(seed: 12, samples: 8).CrossEntropy < first / 2);
    }

    [Fact]
    public void Tf32_is_refused_on_a_cpu_with_the_reason()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Lesson.Learner(precision: Precision.Tf32));

        Assert.Equal("training.precision = tf32 needs a CUDA device, and this run's device is cpu; allowed there: float32, bfloat16.", refusal.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void An_evaluation_with_folded_normalisations_has_the_figures_of_one_without(int level)
    {
        using var learner = Lesson.Learner(level);
        for (var seed = 1; seed <= 3; seed++) learner.Step(seed);
        using var network = PaperNetworks.Create(level, Lesson.Classes, seed: 1);
        NetworkState.Restore(network, learner.Saved());
        network.eval();
        using var batch = Lesson.Batch(seed: 9, samples: 6);
        using var scope = NewDisposeScope();
        using var still = no_grad();

        var expected = nn.functional.cross_entropy(network.forward(batch.Images!), batch.Labels, reduction: nn.Reduction.None).data<float>().ToArray();
        var found = learner.Evaluate(batch).CrossEntropies;

        Assert.All(expected.Zip(found), pair => Assert.Equal(1, (1 + pair.Item2) / (1 + pair.Item1), 1e-6));
    }
}
