using System.Diagnostics;
using System.Net.Sockets;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;

namespace ActorGaze.Benchmarks;

/// <summary>What an engine, its training and its watchers use while so many watch, window by window.</summary>
/// <param name="Screens">How many screens.</param>
/// <param name="Listeners">How many more that read the frames and draw nothing.</param>
internal sealed record Crowd(string Name, int Screens, int Listeners, TimeSpan Settling)
{
    private const int Rounds = 3;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(15); // by then the runtime has compiled most of a screen's code anew

    /// <summary>Images trained on in a second, over all runs.</summary>
    public List<double> Speed { get; } = [];

    /// <summary>The same in a second of the trainers' processor time, on which a busy machine weighs less.</summary>
    public List<double> SpeedOfTrainers { get; } = [];

    /// <summary>The engine's share of a core beside its trainers' threads.</summary>
    public List<double> Engine { get; } = [];

    /// <summary>A screen's share of a core, one after the other.</summary>
    public List<double> Screen { get; } = [];

    /// <summary>Bytes that a screen is sent in a second.</summary>
    public List<double> Bytes { get; } = [];

    public List<double> EngineMegabytes { get; } = [];

    public List<double> ScreenMegabytes { get; } = [];

    /// <summary>Each size in turn, in alternating order, so that what else the machine does falls on all.</summary>
    /// <param name="mark">What a screen with the engine's figures says.</param>
    public static async Task<Crowd[]> MeasureAsync(Daemon daemon, IReadOnlyList<RunId> training, string mark)
    {
        var briefly = TimeSpan.FromSeconds(2);
        Crowd[] crowds = [new("none", 0, 0, briefly), new("one screen", 1, 0, Settled), new("five that read the frames and draw nothing", 0, 5, briefly), new("five screens", 5, 0, Settled)];
        for (var round = 0; round < Rounds; round++)
            foreach (var crowd in round % 2 == 0 ? crowds : [.. crowds.Reverse()]) await crowd.WatchAsync(daemon, training, mark);
        return crowds;
    }

    public static IEnumerable<Table> Tables(IReadOnlyList<Crowd> crowds, int runs, double restingMegabytes)
    {
        var alone = crowds[0];
        yield return new Table(
            $"An engine with {runs} runs, two of level 2 training, and screens of 200×50: medians of {Rounds} interleaved windows of {Window.TotalSeconds:0} s",
            ["who watches", "images/s", "against none", "to reach", "the same by the trainers' processor time", "engine beside its trainers, % of a core", "of it for serving", "to reach", "each screen, % of a core", "to reach", "bytes/s to each terminal"],
            [.. crowds.Select(crowd => (string[])
            [
                crowd.Name, $"{Interleaved.Median(crowd.Speed):0.0}", $"{Interleaved.Ratio([.. crowd.Speed], [.. alone.Speed]):0.000}", crowd.Screens + crowd.Listeners == 5 ? "≥ 0.98" : "",
                $"{Interleaved.Ratio([.. crowd.SpeedOfTrainers], [.. alone.SpeedOfTrainers]):0.000}",
                Percent(Interleaved.Median(crowd.Engine)), crowd == alone ? "" : Percent(Interleaved.Median(crowd.Engine.Zip(alone.Engine, (with, without) => with - without))),
                crowd.Screens == 1 ? "≤ 5" : "", crowd.Screens == 0 ? "" : Percent(Interleaved.Median(crowd.Screen)), crowd.Screens == 1 ? "≤ 10" : "", crowd.Screens == 0 ? "" : $"{Interleaved.Median(crowd.Bytes):0}",
            ])]);
        yield return new Table(
            "Resident memory, MB",
            ["of", "MB"],
            [
                [$"the engine at rest, {runs} runs read from their journals", $"{restingMegabytes:0}"],
                ["the engine with two runs of level 2 training", $"{Interleaved.Median(alone.EngineMegabytes):0}"],
                ["the same with five screens", $"{Interleaved.Median(crowds[^1].EngineMegabytes):0}"],
                ["a screen", $"{Interleaved.Median(crowds.SelectMany(crowd => crowd.ScreenMegabytes)):0}"],
            ]);
    }

    private async Task WatchAsync(Daemon daemon, IReadOnlyList<RunId> training, string mark)
    {
        var screens = await Task.WhenAll(Enumerable.Range(0, Screens).Select(_ => Terminal.OpenAsync(daemon.State, mark)));
        using var end = new CancellationTokenSource();
        var listeners = Enumerable.Range(0, Listeners).Select(_ => ListenAsync(daemon, end.Token)).ToArray();
        await Task.Delay(Settling);
        var (first, before, start) = (await daemon.StepsAsync(training), Used(), Stopwatch.GetTimestamp());
        await Task.Delay(Window);
        var (after, seconds) = (Used(), Stopwatch.GetElapsedTime(start).TotalSeconds);
        var last = await daemon.StepsAsync(training);

        Speed.Add(first.Zip(last, (from, until) => Material.BatchSize * (until.Steps - from.Steps) / Stopwatch.GetElapsedTime(from.At, until.At).TotalSeconds).Sum());
        SpeedOfTrainers.Add(Speed[^1] * seconds / (after.Trainers - before.Trainers));
        Engine.Add((after.Engine - before.Engine) / seconds);
        Screen.AddRange(after.Screens.Zip(before.Screens, (then, now) => (then - now) / seconds));
        Bytes.AddRange(after.Bytes.Zip(before.Bytes, (then, now) => (then - now) / seconds));
        EngineMegabytes.Add(ProcessFigures.Megabytes(daemon.ProcessId));
        ScreenMegabytes.AddRange(screens.Select(screen => ProcessFigures.Megabytes(screen.Screen.ProcessId)));
        foreach (var (screen, _) in screens) screen.Dispose();
        await end.CancelAsync();
        await Task.WhenAll(listeners);

        (double Trainers, double Engine, double[] Screens, long[] Bytes) Used() => (
            ProcessFigures.SecondsOfTraining(daemon.ProcessId), ProcessFigures.SecondsBesideTraining(daemon.ProcessId), [.. screens.Select(screen => ProcessFigures.Seconds(screen.Screen.ProcessId))], [.. screens.Select(screen => screen.Screen.Bytes)]);
    }

    /// <summary>Takes the frames' bytes as they come, and looks at none of them.</summary>
    private static async Task ListenAsync(Daemon daemon, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var buffer = new byte[1 << 16];
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(new StateFolder(daemon.State).Socket), end);
            await socket.SendAsync("GET /v1/frames HTTP/1.1\r\nHost: engine\r\n\r\n"u8.ToArray(), end);
            while (await socket.ReceiveAsync(buffer, end) > 0) { }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // that is how listening ends
        }
    }

    private static string Percent(double share) => $"{100 * share:0.0}";
}
