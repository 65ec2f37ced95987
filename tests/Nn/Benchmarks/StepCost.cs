using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Nn.Training;

namespace ActorGaze.Tests.Nn.Benchmarks;

/// <summary>What the gaze loss adds to a step. Runs only when asked for by name: <c>-explicit only</c>.</summary>
public sealed class StepCost(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(1, 150)]
    [InlineData(2, 24)]
    [InlineData(3, 12)]
    [InlineData(4, 12)]
    [InlineData(5, 6)]
    public void A_regularised_step_against_a_plain_one_on_one_thread(int level, int pairs)
    {
        using var learner = Lesson.Learner(level);
        using var batch = Lesson.Batch(seed: 1, samples: 32);
        var means = Lesson.NoMeans;
        var (plain, regularised) = (new List<double>(), new List<double>());
        for (var pair = 0; pair <= pairs; pair++)
        {
            plain.Add(Milliseconds(() => Step(withGaze: false)));
            regularised.Add(Milliseconds(() => Step(withGaze: true)));
        }

        var ratios = regularised.Zip(plain, (with, without) => with / without).Skip(1).ToArray(); // the first pair warms up
        output.WriteLine($"level {level}: plain {Median(plain.Skip(1)):F1} ms, regularised {Median(regularised.Skip(1)):F1} ms, "
            + $"median of paired ratios {Median(ratios):F3}, ratio of the quickest {regularised.Min() / plain.Min():F3} ({plain.Min():F1} ms)");
        Assert.True(learner.Step(seed: 2, weight: 50, ref means, samples: 32).GazeLoss > 0);

        void Step(bool withGaze)
        {
            using var step = learner.Forward(batch, withGaze);
            if (withGaze) means = means.Fold(step.Gazes!);
            learner.Finish(step, withGaze ? new GazeTarget(means, 50) : null);
        }
    }

    /// <summary>Of processor time, so that what else the machine does weighs less.</summary>
    private static double Milliseconds(Action action)
    {
        var start = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
