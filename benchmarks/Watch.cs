using System.Diagnostics;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Benchmarks;

/// <summary>What it takes to watch an engine that knows a thousand runs and trains two of them, and what its training loses by being watched.</summary>
/// <remarks>Everything is the built program, in processes of its own, on a real socket and pseudo-terminals.</remarks>
internal static class Watch
{
    private const int Runs = 1000;
    private const int Trained = 2;
    private const string Sweep = "watched";
    private const int Attaches = 5;

    public static IEnumerable<Table> Measure(Material material) =>
        Terminal.Objection is { } why ? [new Table("Watching", ["not measured, because"], [[why]])] : MeasureAsync(material).GetAwaiter().GetResult();

    private static async Task<IReadOnlyList<Table>> MeasureAsync(Material material)
    {
        var (state, file) = (Path.Combine(material.Folder, "w"), Path.Combine(material.Folder, $"{Sweep}.conf"));
        await File.WriteAllTextAsync(file, $$"""
            sweep { name = {{Sweep}}, evaluation = learning, levels = [2], gaze-weights = [0, 50], trials = {{Runs / 2}}, data = phantoms-localised }
            phantoms { classes = 2, train-per-class = 512, test-per-class = 8 }
            training { epochs = 1000, batch-size = {{Material.BatchSize}} }
            """);

        Crowd[] crowds;
        double submit, pauseAll, memory;
        IReadOnlyList<double> busy, resting;
        IReadOnlyList<string[]> trips;
        await using (var daemon = await Daemon.UpAsync(state, Trained))
        {
            submit = await TimeAsync(() => Task.Run(() => Daemon.Call("submit", file, "--state", state)));
            var training = (await daemon.UntilAsync(frame => frame.Runs.Length == Runs && frame.Runs.Count(run => run.Step > 0) == Trained)).Runs.Where(run => run.Step > 0).Select(run => run.Id).ToArray();
            busy = await AttachesAsync(state);
            crowds = await Crowd.MeasureAsync(daemon, training, Sweep);
            trips = await RoundTripsAsync(daemon);
            pauseAll = await TimeAsync(() => daemon.Client.PauseAllAsync());
        }

        var up = Stopwatch.GetTimestamp();
        await using (var daemon = await Daemon.UpAsync(state, Trained))
        {
            await daemon.UntilAsync(frame => frame.Runs.Length == Runs);
            trips = [.. trips, ["the engine's start until it has read the journals", Milliseconds(Stopwatch.GetElapsedTime(up).TotalMilliseconds)]];
            resting = await AttachesAsync(state);
            memory = ProcessFigures.Megabytes(daemon.ProcessId);
        }

        return
        [
            new Table(
                $"Attaching, from the process's start to its end, or to the first frame with the engine's figures, ms: medians of {Attaches}",
                ["what", "while two runs train", "at rest", "to reach"],
                [.. new[] { "`--version`: the runtime's start, and the command line's", "`tui`, to its first frame", "`tui --once`", "`ps`" }.Select((what, i) => (string[])
                    [what, Milliseconds(busy[i]), Milliseconds(resting[i]), i == 1 ? "500" : ""])]),
            .. Crowd.Tables(crowds, Runs, memory),
            new Table(
                $"Commands to an engine with {Runs} runs, two of them training, ms",
                ["what", "median"],
                [.. trips, [$"`submit` of a sweep of {Runs} runs, once", Milliseconds(submit)], [$"pausing all {Runs} at once", Milliseconds(pauseAll)]]),
        ];
    }

    private static async Task<IReadOnlyList<double>> AttachesAsync(string state)
    {
        var times = Enumerable.Range(0, 4).Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= Attaches; round++)
        {
            times[0].Add(await TimeAsync(() => Task.Run(() => Daemon.Call("--version"))));
            var (screen, firstFrame) = await Terminal.OpenAsync(state, Sweep);
            screen.Dispose();
            times[1].Add(firstFrame.TotalMilliseconds);
            times[2].Add(await TimeAsync(() => Task.Run(() => Daemon.Call("tui", "--once", "--state", state))));
            times[3].Add(await TimeAsync(() => Task.Run(() => Daemon.Call("ps", "--state", state))));
        }

        return [.. times.Select(each => Interleaved.Median(each.Skip(1)))]; // the first reads the program's files from the disk
    }

    /// <summary>Commands through a client that is there, as a screen gives them.</summary>
    private static async Task<IReadOnlyList<string[]>> RoundTripsAsync(Daemon daemon)
    {
        var queued = (await daemon.Client.FrameAsync()).Runs.Last(run => run.Phase == RunPhase.Queued).Id;
        return
        [
            ["`GET /v1/engine`", Milliseconds(await MedianAsync(200, () => daemon.Client.EngineAsync()))],
            ["`GET /v1/scoreboard`, all runs", Milliseconds(await MedianAsync(20, () => daemon.Client.FrameAsync()))],
            ["pausing a queued run and resuming it, both on disk", Milliseconds(await MedianAsync(20, async () =>
            {
                Daemon.Demand(await daemon.Client.PauseAsync(queued));
                Daemon.Demand(await daemon.Client.ResumeAsync(queued));
            }))],
        ];
    }

    private static async Task<double> MedianAsync(int times, Func<Task> act)
    {
        var took = new List<double>();
        for (var i = 0; i < times; i++) took.Add(await TimeAsync(act));
        return Interleaved.Median(took);
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Milliseconds(double value) => value < 10 ? $"{value:0.0}" : $"{value:0}";
}
