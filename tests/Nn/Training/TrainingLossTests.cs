using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>
/// Against PyTorch's definition of cross_entropy with weights and label smoothing (the formulas in the documentation of
/// torch.nn.CrossEntropyLoss, reduction mean), written out here in float64.
/// </summary>
public sealed class TrainingLossTests
{
    private static readonly double[][] Logits = [[2.0, -1.0, 0.5], [0.1, 0.2, -0.3], [-1.5, 3.0, 0.0], [0.0, 0.0, 4.0]];
    private static readonly int[] Labels = [0, 2, 1, 0];

    [Theory]
    [InlineData(null, 0.0)]
    [InlineData(null, 0.1)]
    [InlineData("3, 1, 0.5", 0.0)]
    [InlineData("3, 1, 0.5", 0.25)]
    public void It_is_PyTorchs_weighted_and_smoothed_cross_entropy(string? weights, double smoothing)
    {
        using var scope = NewDisposeScope();
        double[] w = weights is null ? [1, 1, 1] : [.. ClassWeights.Parse(weights)!.Given];
        var spec = new LearnerSpec
        {
            Network = NetworkSpec.OfLevel(1), Classes = 3, Seed = 1, Training = new TrainingSpec { LabelSmoothing = smoothing }, ClassWeights = weights is null ? null : [.. w],
        };
        using var loss = new TrainingLoss(spec, new DeviceLink(CPU));

        var found = loss.CrossEntropy(
            tensor(Logits.SelectMany(row => row).Select(value => (float)value).ToArray()).reshape(4, 3), tensor(Labels.Select(label => (long)label).ToArray()));

        var all = Labels.Sum(label => w[label]);
        var (hard, soft) = (0.0, 0.0);
        foreach (var (row, label) in Logits.Zip(Labels))
        {
            var sum = Math.Log(row.Sum(Math.Exp));
            hard += w[label] * (sum - row[label]);
            soft += row.Select((value, c) => w[c] * (sum - value)).Sum();
        }

        Assert.Equal(((1 - smoothing) * hard / all) + (smoothing / 3 * soft / all), found.item<float>(), 1e-6);
    }

    [Fact]
    public void Balanced_weights_give_every_class_the_same_share()
    {
        // scikit-learn's compute_class_weight("balanced"): n_samples / (n_classes * bincount).
        var weights = ClassWeights.Balanced.Of(["normal", "pneumonia"], [1341, 3875]);

        Assert.Equal([5216 / (2 * 1341.0), 5216 / (2 * 3875.0)], weights);
        Assert.Equal(weights[0] * 1341, weights[1] * 3875, 1e-9);
    }

    [Fact]
    public void Weights_have_one_text_and_as_many_numbers_as_there_are_classes()
    {
        Assert.Equal("balanced", ClassWeights.Parse("balanced")!.ToString());
        Assert.Equal("3, 0.5", ClassWeights.Parse("3,5e-1")!.ToString());
        Assert.Equal(ClassWeights.By(3, 0.5), ClassWeights.Parse("3, 0.5"));
        Assert.All(["", "3,", "0, 1", "-1, 1", "NaN, 1", "1e7, 1", "much"], text => Assert.Null(ClassWeights.Parse(text)));
        Assert.Equal(
            "training.class-weights: found 2 weights (3, 1); allowed: 3, one for each class in this order: a, b, c.",
            Assert.Throws<InvalidInputException>(() => ClassWeights.By(3, 1).Of(["a", "b", "c"], [1, 1, 1])).Message);
    }

    [Fact]
    public void Evaluation_reports_the_plain_cross_entropy()
    {
        using var plain = Lesson.Learner(level: 1);
        using var weighted = Lesson.Learner(level: 1, training: new TrainingSpec { LearningRate = 1e-3, LabelSmoothing = 0.3 }, classWeights: [5, 1]);
        using var batch = Lesson.Batch(1);

        Assert.Equal(plain.Evaluate(batch).CrossEntropies, weighted.Evaluate(batch).CrossEntropies);
        Assert.NotEqual(plain.Step(1).CrossEntropy, weighted.Step(1).CrossEntropy);
    }
}
