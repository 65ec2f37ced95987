namespace ActorGaze.Benchmarks;

/// <summary>Two runs at once on one thread each, against one after the other.</summary>
internal static class SideBySide
{
    private const int Level = 2;
    private const int StepsPerRun = 4;
    private const int Runs = 2;
    private const int Images = Runs * StepsPerRun * Material.BatchSize;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public static Table Measure(Material material)
    {
        using var first = new Pupil(material, Level);
        using var second = new Pupil(material, Level);
        Pupil[] both = [first, second];
        (string Name, Action Way)[] ways =
        [
            ("two at once, one thread each", () => AtOnce(both, threads: 1)),
            ("one after the other, two threads", () => InTurn(both, threads: 2)),
            ("one after the other, one thread", () => InTurn(both, threads: 1)),
        ];

        var times = Interleaved.Measure(most: 9, Budget, least: 3, [.. ways.Select(way => way.Way)]);
        return new Table(
            $"Two runs of level {Level}, {StepsPerRun} regularised steps of {Material.BatchSize} each, medians of {times[0].Rounds} interleaved rounds",
            ["how", "images/s together", "time against two at once"],
            [.. ways.Zip(times, (way, time) => (string[])
                [way.Name, $"{1000 * Images / Interleaved.Median(time.Wall):0.0}", $"{Interleaved.Ratio(time.Wall, times[0].Wall):0.00}"])]);
    }

    private static void AtOnce(Pupil[] pupils, int threads)
    {
        var running = pupils.Select(pupil => Begin(pupil, threads)).ToArray();
        foreach (var thread in running) thread.Join();
    }

    private static void InTurn(Pupil[] pupils, int threads)
    {
        foreach (var pupil in pupils) Begin(pupil, threads).Join();
    }

    /// <summary>On a thread of its own, as a trainer has one: the number of intra-op threads belongs to it.</summary>
    private static Thread Begin(Pupil pupil, int threads)
    {
        var thread = new Thread(() =>
        {
            TorchSharp.torch.set_num_threads(threads);
            for (var step = 0; step < StepsPerRun; step++) pupil.RegularisedStep();
        });
        thread.Start();
        return thread;
    }
}
