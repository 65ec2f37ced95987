using System.Diagnostics;

namespace ActorGaze.Benchmarks;

/// <summary>Times several actions in turn, so that whatever else the machine does falls on all of them.</summary>
/// <remarks>BenchmarkDotNet runs one case after the other, and a ratio of two cases then holds the machine's drift between them.</remarks>
internal static class Interleaved
{
    /// <summary>Times per action and round; the order within a round alternates, and the first round, which warms up, is dropped.</summary>
    /// <param name="most">Greatest number of rounds.</param>
    /// <param name="budget">No round beyond the least begins after it.</param>
    /// <param name="least">Rounds that are made in any case.</param>
    public static Times[] Measure(int most, TimeSpan budget, int least, params Action[] actions)
    {
        var times = actions.Select(_ => new List<(double Wall, double Processor)>()).ToArray();
        foreach (var action in actions) action();
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < most && (round < least || Stopwatch.GetElapsedTime(start) < budget); round++)
        {
            foreach (var turn in Enumerable.Range(0, actions.Length))
            {
                var which = round % 2 == 0 ? turn : actions.Length - 1 - turn;
                times[which].Add(Milliseconds(actions[which]));
            }
        }

        return [.. times.Select(each => new Times([.. each.Select(one => one.Wall)], [.. each.Select(one => one.Processor)]))];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Median over rounds of a/b.</summary>
    public static double Ratio(double[] a, double[] b) => Median(a.Zip(b, (one, other) => one / other));

    private static (double Wall, double Processor) Milliseconds(Action action)
    {
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        action();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
    }
}

/// <summary>What one action took, round by round, in milliseconds.</summary>
/// <param name="Wall">By the clock.</param>
/// <param name="Processor">By this process's processor time, on which a busy machine weighs less.</param>
internal sealed record Times(double[] Wall, double[] Processor)
{
    public int Rounds => Wall.Length;
}
