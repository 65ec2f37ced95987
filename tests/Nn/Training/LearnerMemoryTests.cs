using System.Collections.Immutable;
using ActorGaze.Nn;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

[Slow]
public sealed class LearnerMemoryTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 2)] // dropout
    public void Some_steps_a_checkpoint_and_as_many_more_are_all_of_them_without_a_break(int level, int half)
    {
        var folder = Directory.CreateTempSubdirectory("actorgaze-learner-").FullName;
        try
        {
            using var straight = Lesson.Learner(level);
            var means = Lesson.NoMeans;
            var figures = new List<StepFigures>();
            for (var seed = 1; seed <= 2 * half; seed++) figures.Add(straight.Step(seed, weight: 50, ref means, samples: 2));

            using var first = Lesson.Learner(level);
            means = Lesson.NoMeans;
            for (var seed = 1; seed <= half; seed++) first.Step(seed, weight: 50, ref means, samples: 2);
            var saved = CheckpointFile.Write(folder, "c.safetensors", first.Saved(), TrainingPosition.Start);
            using var second = Lesson.Learner(level, seed: 1234, rate: 0.5);
            second.Restore(CheckpointFile.Read(Path.Combine(folder, saved.File), saved.Sha256));
            for (var seed = half + 1; seed <= 2 * half; seed++) second.Step(seed, weight: 50, ref means, samples: 2);

            Lesson.Same(straight.Saved(), second.Saved());
            Assert.Contains(figures, step => step.GazeLoss > 0);
            Assert.NotEqual(saved.WeightsSha256, second.Saved().WeightsSha256());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_restored_is_what_was_saved()
    {
        using var learner = Lesson.Learner(level: 3);
        learner.Step(seed: 1);
        learner.LearningRate = 0.1 + 0.2;
        using var other = Lesson.Learner(level: 3, seed: 99);

        other.Restore(learner.Saved());

        Assert.Equal(0.1 + 0.2, other.LearningRate);
        Lesson.Same(learner.Saved(), other.Saved());
    }

    [Fact]
    public void Equal_specs_make_equal_learners_and_another_seed_another()
    {
        using var one = Lesson.Learner(level: 5, seed: 3);
        using var two = Lesson.Learner(level: 5, seed: 3);
        using var three = Lesson.Learner(level: 5, seed: 4);

        Lesson.Same(one.Saved(), two.Saved());
        Assert.NotEqual(one.Saved().WeightsSha256(), three.Saved().WeightsSha256());
        Assert.NotEqual(one.Saved().Tensors["generator.dropout"], three.Saved().Tensors["generator.dropout"]);
    }

    [Fact]
    public void A_network_alone_can_be_had_from_a_learners_checkpoint()
    {
        using var learner = Lesson.Learner();
        learner.Step(seed: 1);
        using var network = PaperNetworks.Create(level: 2, Lesson.Classes, seed: 99);

        NetworkState.Restore(network, learner.Saved());

        var tensors = Checkpoint.Empty.Tensors.ToBuilder();
        NetworkState.Save(network, tensors);
        Assert.Equal(learner.Saved().WeightsSha256(), (Checkpoint.Empty with { Tensors = tensors.ToImmutable() }).WeightsSha256());
    }

    [Theory]
    [InlineData("adam.step")]
    [InlineData("generator.dropout")]
    [InlineData("model.head.weight")]
    [InlineData("adam.exp_avg_sq.head.bias")]
    public void A_checkpoint_that_lacks_something_or_holds_it_in_another_size_changes_nothing(string key)
    {
        using var learner = Lesson.Learner();
        var before = learner.Saved();
        using var other = Lesson.Learner(seed: 99);
        other.Step(seed: 1);
        var sound = other.Saved();
        var shorter = new CheckpointTensor("U8", [8], new byte[8]);

        var lacking = Assert.Throws<InvalidInputException>(() => learner.Restore(sound with { Tensors = sound.Tensors.Remove(key) }));
        var misfit = Assert.Throws<InvalidInputException>(() => learner.Restore(sound with { Tensors = sound.Tensors.SetItem(key, shorter) }));

        Assert.Contains($"lacks '{key}'", lacking.Message);
        Assert.Contains($"'{key}' is U8[8]", misfit.Message);
        Lesson.Same(before, learner.Saved());
    }

    [Fact]
    public void A_learning_rate_that_is_no_number_changes_nothing()
    {
        using var learner = Lesson.Learner();
        var sound = learner.Saved();

        var refusal = Assert.Throws<InvalidInputException>(
            () => learner.Restore(sound with { Metadata = sound.Metadata.SetItem("learner.learning-rate", "fast") }));

        Assert.Contains("'fast'", refusal.Message);
    }
}
