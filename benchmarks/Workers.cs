using System.Diagnostics;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Benchmarks;

/// <summary>Runs that train in worker processes against runs that train in the engine's: the built program, both kinds in turns.</summary>
internal static class Workers
{
    private const int Rounds = 3;
    private const int Level = 2;
    private const int Batch = 32;
    private const string Sweep = "workers";
    private static readonly RunId Run = new($"{Sweep}-l{Level}-w50-t1");
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly string[] Kinds = ["thread", "process"];

    public static IEnumerable<Table> Measure(Material material)
    {
        var file = Path.Combine(material.Folder, "workers.conf");
        WriteSweep(file, material, Batch);
        var found = Kinds.ToDictionary(kind => kind, _ => new List<Figures>());
        for (var round = 0; round < Rounds; round++)
            foreach (var kind in round % 2 == 0 ? Kinds : Kinds.Reverse())
                found[kind].Add(MeasureAsync(Path.Combine(material.Folder, $"workers-{kind}-{round}"), file, kind).GetAwaiter().GetResult());
        var half = Path.Combine(material.Folder, "workers-half.conf");
        WriteSweep(half, material, Batch / 2);
        var ofHalf = MeasureAsync(Path.Combine(material.Folder, "workers-half"), half, "process").GetAwaiter().GetResult();
        var (thread, process) = (found["thread"], found["process"]);
        var own = Median(process.Select(f => f.Own));
        yield return new Table(
            $"A run of level {Level} in a worker process against one in the engine's, medians of {Rounds} rounds in turns",
            ["what", "in the engine's process", "in a worker's", "ratio", "to reach"],
            [
                Row("steps/s", f => f.StepsPerSecond, "0.00", "≥ 0.98"),
                Row("from `submit` to the first step, s", f => f.Start, "0.00", ""),
                Row("from `resume` to the first step, s", f => f.Resume, "0.00", "≤ 1.5 s"),
                Row("`pause`, s", f => f.Pause, "0.00", ""),
                Row("engine's memory, MB", f => f.Engine, "0", "≤ 200 MB with 100 runs"),
                Row("memory of the worker that trains, MB", f => f.Worker, "0", ""),
                Row("of it shared out among those that map the same pages, MB", f => f.Proportional, "0", ""),
                Row("of it its own, MB", f => f.Own, "0", ""),
                [$"its own with batches of {Batch / 2}, MB", "", $"{ofHalf.Own:0}", "", ""],
                ["its own beside batches and activations, MB", "", $"{(2 * ofHalf.Own) - own:0}", "", "≤ 350 MB, network and optimiser beside it too"],
                Row("memory of the one that waits, MB", f => f.Spare, "0", ""),
            ]);

        string[] Row(string what, Func<Figures, double> of, string format, string reach)
        {
            var (a, b) = (Median(thread.Select(of)), Median(process.Select(of)));
            return [what, double.IsNaN(a) ? "" : a.ToString(format), b.ToString(format), double.IsNaN(a) || a == 0 ? "" : $"{b / a:0.00}", reach];
        }
    }

    private static void WriteSweep(string file, Material material, int batch) => File.WriteAllText(file, $$"""
        sweep { name = {{Sweep}}, levels = [{{Level}}], gaze-weights = [50], data = "{{material.Root}}" }
        training { epochs = 10000, batch-size = {{batch}}, evaluation-batch-size = {{2 * batch}} }
        """);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static async Task<Figures> MeasureAsync(string state, string file, string kind)
    {
        await using var daemon = await Daemon.UpAsync(state, 1, $"engine.workers={kind}");
        await Task.Delay(TimeSpan.FromSeconds(3)); // the worker that waits is up
        var asked = Stopwatch.GetTimestamp();
        Daemon.Call("submit", file, "--state", state);
        await TrainsAsync(daemon);
        var start = Stopwatch.GetElapsedTime(asked).TotalSeconds;

        await Task.Delay(WarmUp);
        var before = (await daemon.StepsAsync([Run]))[0];
        await Task.Delay(Window);
        var after = (await daemon.StepsAsync([Run]))[0];
        int[] workers = [.. ProcessFigures.ChildrenOf(daemon.ProcessId).OrderByDescending(ProcessFigures.Seconds)];
        var (engine, worker, spare) = (
            ProcessFigures.Megabytes(daemon.ProcessId), workers is [var first, ..] ? ProcessFigures.Megabytes(first) : double.NaN,
            workers is [_, var second, ..] ? ProcessFigures.Megabytes(second) : double.NaN);
        var (own, proportional) = workers is [var trains, ..] ? (ProcessFigures.OwnMegabytes(trains), ProcessFigures.ProportionalMegabytes(trains)) : (double.NaN, double.NaN);

        asked = Stopwatch.GetTimestamp();
        Daemon.Demand(await daemon.Client.PauseAsync(Run, default));
        var pause = Stopwatch.GetElapsedTime(asked).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(2));
        asked = Stopwatch.GetTimestamp();
        Daemon.Demand(await daemon.Client.ResumeAsync(Run, default));
        await TrainsAsync(daemon);
        return new Figures(
            (after.Steps - before.Steps) / Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds, start, Stopwatch.GetElapsedTime(asked).TotalSeconds,
            pause, engine, worker, spare, own, proportional);
    }

    private static Task TrainsAsync(Daemon daemon) =>
        daemon.UntilAsync(frame => frame.Runs.Any(run => run.Id == Run && run is { Doing: not null, Step: > 0 }));

    private sealed record Figures(double StepsPerSecond, double Start, double Resume, double Pause, double Engine, double Worker, double Spare, double Own, double Proportional);
}
