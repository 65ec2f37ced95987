using ActorGaze.Nn.Data;
using ActorGaze.Nn.Training;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>What training.evaluation-batch-size does to an evaluation's figures.</summary>
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
    [InlineData(4, 5)]
    [InlineData(5, 5)]
    public void Chunks_of_another_size_give_the_same_figures(int level, int chunk)
    {
        using var learner = Lesson.Learner(level);
        learner.Step(seed: 1, samples: 8);

        var (whole, parts) = (Evaluate(learner, Samples), Evaluate(learner, chunk));

        TestContext.Current.TestOutputHelper!.WriteLine($"{level} {chunk}: {whole.CrossEntropy:R} {parts.CrossEntropy:R}  {whole.GazeDeviation:R} {parts.GazeDeviation:R} equal {whole.Equals(parts)}");
        Assert.Equal(whole, parts);
    }

    private static EvaluationFigures Evaluate(Learner learner, int chunk)
    {
        using var batch = Lesson.Batch(seed: 9, Samples);
        var tally = new EvaluationTally(Lesson.Classes, 14, 14);
        for (var from = 0; from < Samples; from += chunk)
        {
            var to = Math.Min(Samples, from + chunk);
            using var part = new Batch(batch.Images.narrow(0, from, to - from).contiguous().DetachFromDisposeScope(), batch.Labels.narrow(0, from, to - from).contiguous().DetachFromDisposeScope());
            tally.Add(learner.Evaluate(part));
        }

        return tally.Figures();
    }
}
