using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Training;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>What training.evaluation-batch-size does to an evaluation's figures: libtorch adds up in another order for a batch of another size, so the last digits are others.</summary>
[Slow]
public sealed class EvaluationChunkSizeTests
{
    private const int Samples = 12;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 1)]
    [InlineData(3, 5)]
    [InlineData(4, 1)]
    [InlineData(5, 5)]
    public void Chunks_of_another_size_give_figures_that_agree_to_six_digits(int level, int chunk)
    {
        using var learner = Lesson.Learner(level);
        learner.Step(seed: 1, samples: 8);

        var (whole, parts) = (Evaluate(learner, Samples), Evaluate(learner, chunk));

        Assert.Equal(whole.Confusion, parts.Confusion);
        Near(whole.CrossEntropy, parts.CrossEntropy);
        Near(whole.GazeDeviation, parts.GazeDeviation);
        Near(whole.GazeEntropy!.Value, parts.GazeEntropy!.Value);
    }

    [Fact]
    public void The_same_chunks_give_the_same_bits()
    {
        using var learner = Lesson.Learner(1);

        Assert.Equal(Evaluate(learner, 5), Evaluate(learner, 5));
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected - (1e-6 * Math.Abs(expected)), expected + (1e-6 * Math.Abs(expected)));

    private static EvaluationFigures Evaluate(Learner learner, int chunk)
    {
        using var batch = Lesson.Batch(seed: 9, Samples);
        var tally = new EvaluationTally(Lesson.Classes);
        for (var from = 0; from < Samples; from += chunk)
        {
            var to = Math.Min(Samples, from + chunk);
            using var part = new Batch(batch.Images!.narrow(0, from, to - from).contiguous().DetachFromDisposeScope(), batch.Labels.narrow(0, from, to - from).contiguous().DetachFromDisposeScope());
            tally.Add(learner.Evaluate(part));
        }

        return tally.Figures();
    }
}
