using System.Diagnostics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>Our steps and evaluations against plain PyTorch's: the same networks, loss, batch and number of threads, in turns on one machine.</summary>
internal static class PyTorchSteps
{
    private const int LeastRounds = 3;
    private const int MostRounds = 60;

    public static Table Measure(IReadOnlyList<int> levels, Material material, string device, TimeSpan perLevel)
    {
        string[] heads =
        [
            "level", "PyTorch's plain step, ms", "ours / PyTorch, plain step", "PyTorch's regularised step, ms", "ours / PyTorch, regularised step", "to reach",
            "with bfloat16 / PyTorch's float32", "to reach", "PyTorch's evaluation with gazes, ms", "ours / PyTorch, evaluation", "with bfloat16 / PyTorch's float32", "rounds",
        ];
        if (PyTorch.Python() is not { } python)
            return new Table("Against plain PyTorch: not run, there is no Python with torch here (Debian's python3-torch, or ACTORGAZE_PYTHON)", heads, []);

        var version = "";
        var rows = levels.Select(level => Row(level, material, device, python, perLevel, out version)).ToArray();
        return new Table($"Against plain PyTorch {version} on {device}: batch {Material.BatchSize}, one thread each, medians of rounds in which all take turns", heads, rows);
    }

    private static string[] Row(int level, Material material, string device, string python, TimeSpan perLevel, out string version)
    {
        using var theirs = PyTorch.Start(python, level, material, device, bfloat16: false);
        using var ours = new Pupil(material, level, device: device);
        using var narrow = new Pupil(material, level, Precision.Bfloat16, device);
        version = theirs.Version;
        Func<double>[] turns =
        [
            () => theirs.Milliseconds("plain"), () => Milliseconds(ours.PlainStep),
            () => theirs.Milliseconds("regularised"), () => Milliseconds(ours.RegularisedStep), () => Milliseconds(narrow.RegularisedStep),
            () => theirs.Milliseconds("evaluate"), () => Milliseconds(ours.Evaluate), () => Milliseconds(narrow.Evaluate),
        ];
        var times = turns.Select(_ => new List<double>()).ToArray();
        foreach (var turn in turns.Concat(turns)) turn(); // warms up
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < MostRounds && (round < LeastRounds || Stopwatch.GetElapsedTime(start) < perLevel); round++)
            foreach (var turn in round % 2 == 0 ? Enumerable.Range(0, turns.Length) : Enumerable.Range(0, turns.Length).Reverse())
                times[turn].Add(turns[turn]());

        string Ratio(int a, int b) => $"{Interleaved.Ratio([.. times[a]], [.. times[b]]):0.00}";
        return
        [
            $"{level}", $"{Interleaved.Median(times[0]):0.0}", Ratio(1, 0), $"{Interleaved.Median(times[2]):0.0}", Ratio(3, 2), "≤ 1.00", Ratio(4, 2), level == 1 ? "" : "≤ 0.60",
            $"{Interleaved.Median(times[5]):0.0}", Ratio(6, 5), Ratio(7, 5), $"{times[0].Count}",
        ];
    }

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
