using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Telemetry;

namespace ActorGaze.Benchmarks;

/// <summary>What a pause costs, and what saving costs, in an engine with two runs training.</summary>
internal static class Engine
{
    private const int Pauses = 15;
    private const int Level = 2;

    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(5);

    public static Table Measure(Material material) => MeasureAsync(material).GetAwaiter().GetResult();

    private static async Task<Table> MeasureAsync(Material material)
    {
        var saving = TimeSpan.Zero;
        var gate = new Lock();
        var settings = new LabSettings(Path.Combine(material.Folder, "engine")) { RunsAtOnce = 2, Checkpoints = new CheckpointSettings(0.05, Rhythm) };
        var services = new LabServices { Observer = new EngineObserver { SaveTook = took => { lock (gate) saving += took; } } };
        var template = new RunSpec(new RunId("any")) { Data = material.Root, Network = NetworkSpec.OfLevel(Level), Epochs = 1000, GazeWeight = 50 };
        var sweep = SweepSpec.Of("pauses", [template with { Id = new RunId("paused") }, template with { Id = new RunId("beside"), Seed = 2 }]);

        await using var lab = await Lab.StartAsync(settings, services);
        await lab.SubmitAsync(sweep);
        await UntilTraining(lab, attempt: 1);
        var (started, savedBefore) = (Stopwatch.GetTimestamp(), saving);
        await Task.Delay(4 * Rhythm);
        var (wall, savedWhile) = (Stopwatch.GetElapsedTime(started), saving - savedBefore);

        var latencies = new List<double>();
        for (var i = 1; i <= Pauses; i++)
        {
            await UntilTraining(lab, attempt: i);
            var asked = Stopwatch.GetTimestamp();
            if (await lab.PauseAsync(new RunId("paused")) is Answer.Refused refused) throw new InvalidOperationException(refused.Reason);
            latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await lab.ResumeAsync(new RunId("paused"));
        }

        latencies.Sort();
        return new Table(
            $"An engine with two runs of level {Level}: {Pauses} pauses, from command to acknowledgement; and saving, by rhythm and at epochs' ends",
            ["pause, median ms", "pause, worst ms", "share of the runs' time for which training stood still to save"],
            [[$"{latencies[Pauses / 2]:0}", $"{latencies[^1]:0}", $"{savedWhile / (2 * wall):P2}"]]);
    }

    /// <summary>Both runs have taken a step, the paused one in its attempt of that number.</summary>
    private static async Task UntilTraining(Lab lab, int attempt)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await lab.ScoreboardAsync() is var score && !(Trains(score, "beside", 1) && Trains(score, "paused", attempt))) await ticks.WaitForNextTickAsync();
    }

    private static bool Trains(Scoreboard score, string run, int attempt) =>
        score.Runs.TryGetValue(new RunId(run), out var found) && found.Progress is { Step: >= 1 } progress && progress.Attempt >= attempt;
}
