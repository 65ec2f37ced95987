using System.Diagnostics;
using ActorGaze.Actors.Runs;

namespace ActorGaze.Benchmarks;

/// <summary>What an engine, its training and its watchers use while so many watch, window by window.</summary>
/// <param name="Watchers">How many.</param>
internal sealed record Crowd(int Watchers)
{
    private const int Rounds = 4;

    private static readonly int[] Sizes = [0, 1, 5];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    /// <summary>Images trained on in a second, over all runs.</summary>
    public List<double> Speed { get; } = [];

    /// <summary>The engine's share of a core beside its trainers' threads.</summary>
    public List<double> Engine { get; } = [];

    /// <summary>A watcher's share of a core, of one after the other.</summary>
    public List<double> Screen { get; } = [];

    /// <summary>Bytes that a screen is sent in a second.</summary>
    public List<double> Bytes { get; } = [];

    public List<double> EngineMegabytes { get; } = [];

    public List<double> ScreenMegabytes { get; } = [];

    /// <summary>Each size in turn, in alternating order, so that what else the machine does falls on all.</summary>
    /// <param name="mark">What a screen with the engine's figures says.</param>
    public static async Task<Crowd[]> MeasureAsync(Daemon daemon, IReadOnlyList<RunId> training, string mark)
    {
        Crowd[] crowds = [.. Sizes.Select(size => new Crowd(size))];
        for (var round = 0; round < Rounds; round++)
            foreach (var crowd in round % 2 == 0 ? crowds : [.. crowds.Reverse()]) await crowd.WatchAsync(daemon, training, mark);
        return crowds;
    }

    public static IEnumerable<Table> Tables(IReadOnlyList<Crowd> crowds, int runs, double restingMegabytes)
    {
        var alone = crowds[0];
        yield return new Table(
            $"An engine with {runs} runs, two of level 2 training, and screens of 200×50: medians of {Rounds} interleaved windows of {Window.TotalSeconds:0} s",
            ["watchers", "images/s", "against none", "to reach", "engine beside its trainers, % of a core", "of it for serving", "to reach", "each screen, % of a core", "to reach", "bytes/s to each terminal"],
            [.. crowds.Select(crowd => (string[])
            [
                $"{crowd.Watchers}", $"{Interleaved.Median(crowd.Speed):0.0}", $"{Interleaved.Ratio([.. crowd.Speed], [.. alone.Speed]):0.000}", crowd.Watchers == 5 ? "≥ 0.98" : "",
                Percent(Interleaved.Median(crowd.Engine)), crowd == alone ? "" : Percent(Interleaved.Median(crowd.Engine.Zip(alone.Engine, (with, without) => with - without))),
                crowd.Watchers == 1 ? "≤ 5" : "", crowd == alone ? "" : Percent(Interleaved.Median(crowd.Screen)), crowd == alone ? "" : "≤ 10", crowd == alone ? "" : $"{Interleaved.Median(crowd.Bytes):0}",
            ])]);
        yield return new Table(
            "Resident memory, MB",
            ["of", "MB"],
            [
                [$"the engine at rest, {runs} runs read from their journals", $"{restingMegabytes:0}"],
                ["the engine with two runs of level 2 training", $"{Interleaved.Median(alone.EngineMegabytes):0}"],
                ["the same with five watchers", $"{Interleaved.Median(crowds[^1].EngineMegabytes):0}"],
                ["a screen", $"{Interleaved.Median(crowds.SelectMany(crowd => crowd.ScreenMegabytes)):0}"],
            ]);
    }

    private async Task WatchAsync(Daemon daemon, IReadOnlyList<RunId> training, string mark)
    {
        var screens = await Task.WhenAll(Enumerable.Range(0, Watchers).Select(_ => Terminal.OpenAsync(daemon.State, mark)));
        await Task.Delay(Settling);
        var (first, before, start) = (await daemon.StepsAsync(training), Used(), Stopwatch.GetTimestamp());
        await Task.Delay(Window);
        var (after, seconds) = (Used(), Stopwatch.GetElapsedTime(start).TotalSeconds);
        var last = await daemon.StepsAsync(training);

        Speed.Add(first.Zip(last, (from, until) => Material.BatchSize * (until.Steps - from.Steps) / Stopwatch.GetElapsedTime(from.At, until.At).TotalSeconds).Sum());
        Engine.Add((after.Engine - before.Engine) / seconds);
        Screen.AddRange(after.Screens.Zip(before.Screens, (then, now) => (then - now) / seconds));
        Bytes.AddRange(after.Bytes.Zip(before.Bytes, (then, now) => (then - now) / seconds));
        EngineMegabytes.Add(ProcessFigures.Megabytes(daemon.ProcessId));
        ScreenMegabytes.AddRange(screens.Select(screen => ProcessFigures.Megabytes(screen.Screen.ProcessId)));
        foreach (var (screen, _) in screens) screen.Dispose();

        (double Engine, double[] Screens, long[] Bytes) Used() => (
            ProcessFigures.SecondsBesideTraining(daemon.ProcessId), [.. screens.Select(screen => ProcessFigures.Seconds(screen.Screen.ProcessId))], [.. screens.Select(screen => screen.Screen.Bytes)]);
    }

    private static string Percent(double share) => $"{100 * share:0.0}";
}
