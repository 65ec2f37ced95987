using System.Diagnostics;
using System.Globalization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Client;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Benchmarks;

/// <summary>What an engine costs whose journal has many runs: the built program, on a real socket, over a journal that was written for it.</summary>
internal static class Scale
{
    /// <summary>The sweep that has completed.</summary>
    public const string Done = "done";

    private const string Asked = "asked";
    private const int MostTrials = 1000;
    private const int Starts = 5;
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="state">The state folder, which is written.</param>
    /// <param name="runs">Runs that have completed.</param>
    /// <param name="epochs">Of each.</param>
    public static IEnumerable<Table> Measure(string state, int runs, int epochs)
    {
        var writing = Stopwatch.GetTimestamp();
        WriteJournal(state, runs, epochs);
        var written = Stopwatch.GetElapsedTime(writing).TotalSeconds;
        var bytes = new FileInfo(new StateFolder(state).Journal).Length;
        var rebuilt = MeasureStart(state, runs).GetAwaiter().GetResult(); // the first start finds no metrics.db
        var rows = MeasureAll(state, runs, state + ".conf").GetAwaiter().GetResult();
        yield return new Table(
            $"{runs} completed runs with {runs * (long)epochs} epochs in a journal of {bytes / 1e9:0.0} GB (written in {written:0} s), {Environment.ProcessorCount} cores",
            ["what", "found", "to reach"],
            [
                ["without metrics.db: first answer that names the runs, s", $"{rebuilt.First:0.00}", ""],
                ["without metrics.db: every run known, s", $"{rebuilt.All:0.0}", ""],
                .. rows,
            ]);
    }

    private static async Task<IReadOnlyList<string[]>> MeasureAll(string state, int runs, string file)
    {
        var weights = Math.Max(2, runs / MostTrials);
        await File.WriteAllTextAsync(file, $$"""
            sweep { name = {{Asked}}, evaluation = learning, levels = [1], gaze-weights = [{{string.Join(", ", Enumerable.Range(0, weights))}}], trials = {{runs / weights}}, data = phantoms-localised }
            phantoms { classes = 2, train-per-class = 64, test-per-class = 8 }
            training { epochs = 50, batch-size = 32 }
            """);
        var starts = new List<(double First, double All)>();
        for (var i = 0; i < Starts; i++) starts.Add(await MeasureStart(state, runs));
        await using var daemon = await Daemon.UpAsync(state, 1);
        await daemon.UntilAsync(frame => frame.Sweeps.Any(sweep => sweep.Standing == runs) && frame.Behind == 0);
        var resting = ProcessFigures.Megabytes(daemon.ProcessId);
        var listing = Median(5, () => Daemon.Call("ps", "--state", state));
        var results = Time(() => Daemon.Call("results", Done, "--state", state));
        var report = Time(() => Daemon.Call("report", Done, "--state", state));
        var submit = Time(() => Daemon.Call("submit", file, "--state", state, "--set", "engine.runs-at-once=1"));
        await daemon.UntilAsync(frame => frame.Runs.Any(run => run.Step > 0));
        var memory = ProcessFigures.Megabytes(daemon.ProcessId);
        var (frame, screen) = await WatchAsync(daemon);
        return
        [
            [$"first answer that names the runs, after the start, s, median of {Starts}", $"{starts.Select(start => start.First).Order().ElementAt(Starts / 2):0.00}", "1"],
            ["every run known, s", $"{starts.Select(start => start.All).Order().ElementAt(Starts / 2):0.00}", "5"],
            ["engine's memory then, MB", $"{resting:0}", "400"],
            ["`ps`, s", $"{listing:0.00}", "0.5"],
            [$"`submit` of {runs} more runs, s", $"{submit:0.00}", "3"],
            [$"engine's memory with {2 * runs} runs, one of them training, MB", $"{memory:0}", ""],
            ["engine beside its trainer for one screen, ms a frame", $"{frame:0.0}", "20"],
            ["a screen, % of a core", $"{100 * screen:0.0}", "3"],
            ["`results`, s", $"{results:0.0}", ""],
            ["`report`, s", $"{report:0.0}", ""],
        ];
    }

    /// <summary>Seconds from the process's start to the first frame that names the sweep, and to the one in which every run is known.</summary>
    private static async Task<(double First, double All)> MeasureStart(string state, int runs)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Daemon.Program, ["up", "--state", state, "--set", "engine.runs-at-once=1"]) { RedirectStandardOutput = true })!;
        using var client = new EngineClient(state);
        double? first = null;
        while (true)
        {
            try
            {
                var frame = await client.FrameAsync(default);
                if (frame.Sweeps.Length > 0) first ??= Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (frame.Behind == 0 && frame.Sweeps.Any(sweep => sweep.Standing == runs)) break;
            }
            catch (EngineGoneException)
            {
                // it is not up yet
            }

            await Task.Delay(10);
        }

        var all = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await client.DownAsync(default);
        await process.WaitForExitAsync();
        return (first!.Value, all);
    }

    private static async Task<(double FrameMilliseconds, double Screen)> WatchAsync(Daemon daemon)
    {
        if (Terminal.Objection is not null) return (double.NaN, double.NaN);
        var window = TimeSpan.FromSeconds(10);
        var alone = await Used(daemon, window, []);
        var (screen, _) = await Terminal.OpenAsync(daemon.State, Asked);
        await Task.Delay(TimeSpan.FromSeconds(50)); // for a minute, a new screen still compiles what it does four times a second
        var watched = await Used(daemon, window, [screen.ProcessId]);
        screen.Dispose();
        return (1000 * (watched.Engine - alone.Engine) / 4, watched.Screens[0]); // four frames a second
    }

    private static async Task<(double Engine, double[] Screens)> Used(Daemon daemon, TimeSpan window, int[] screens)
    {
        var (engine, before) = (ProcessFigures.SecondsBesideTraining(daemon.ProcessId), screens.Select(ProcessFigures.Seconds).ToArray());
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(window);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return ((ProcessFigures.SecondsBesideTraining(daemon.ProcessId) - engine) / seconds, [.. screens.Select((id, i) => (ProcessFigures.Seconds(id) - before[i]) / seconds)]);
    }

    private static double Time(Action act)
    {
        var start = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(int times, Action act) => Enumerable.Range(0, times).Select(_ => Time(act)).Order().ElementAt(times / 2);

    /// <summary>A journal as an engine writes it, its tables made by an engine.</summary>
    public static void WriteJournal(string state, int runs, int epochs)
    {
        MakeTablesAsync(state).GetAwaiter().GetResult();
        var grid = new SweepGrid(Done, new RunSpec(new RunId("any")) { Data = "phantoms-localised", Network = NetworkSpec.OfLevel(1), Epochs = epochs }) { Networks = [NetworkSpec.OfLevel(1)], Trials = runs };
        var sweep = grid.ToSweep();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = new StateFolder(state).Journal, Pooling = false }.ToString());
        connection.Open();
        using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA synchronous = OFF";
            pragma.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText =
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
            VALUES ($created, 0, $id, $number, $message, $manifest, 1979)
            """;
        foreach (var name in new[] { "$created", "$id", "$number", "$message", "$manifest" }) insert.Parameters.Add(new SqliteParameter(name, null));
        Put(insert, "sweep-" + Done, 1, new SweepEvent.Submitted(sweep) { At = Then });
        var figures = Enumerable.Range(1, epochs).Select(epoch => Figures(epoch)).ToArray();
        foreach (var run in sweep.Runs)
        {
            var (id, number) = ($"run-{run.Id}", 0L);
            Put(insert, id, ++number, new RunEvent.Submitted(run) { At = Then });
            Put(insert, id, ++number, new RunEvent.Started(1, "cpu", null) { At = Then, Classes = new ClassNames(["a", "b"]) });
            for (var epoch = 1; epoch <= epochs; epoch++)
            {
                var file = string.Create(CultureInfo.InvariantCulture, $"e{epoch:0000}-s00000-a1.safetensors");
                var checkpoint = new CheckpointRef(file, new string('a', 64), new string('b', 64), 1234, new TrainingPosition(epoch, 0));
                Put(insert, id, ++number, new RunEvent.EpochCompleted(figures[epoch - 1], checkpoint) { At = Then.AddMinutes(epoch) });
            }

            Put(insert, id, ++number, new RunEvent.Completed(new string('b', 64)) { At = Then.AddMinutes(epochs) });
        }

        transaction.Commit();
    }

    /// <summary>The journal's tables are made with its first event.</summary>
    private static async Task MakeTablesAsync(string state)
    {
        await using var lab = await Lab.StartAsync(new LabSettings(state) { RunsAtOnce = 0 });
        var first = new RunId("first");
        Daemon.Demand(await lab.SubmitAsync(SweepSpec.Of("first", [new RunSpec(first) { Data = "phantoms-localised" }])));
        Daemon.Demand(await lab.CancelAsync(first));
    }

    private static void Put(SqliteCommand insert, string id, long number, object happened)
    {
        insert.Parameters[0].Value = Then.Ticks;
        insert.Parameters[1].Value = id;
        insert.Parameters[2].Value = number;
        insert.Parameters[3].Value = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Json.Options);
        insert.Parameters[4].Value = Manifests.Of(happened.GetType());
        insert.ExecuteNonQuery();
    }

    private static EpochMetrics Figures(int epoch)
    {
        var map = Enumerable.Range(0, 196).Select(cell => (cell * epoch % 97) / 97.0).ToArray();
        return new EpochMetrics
        {
            Epoch = epoch,
            Training = new TrainingFigures(1.0 / epoch, 0.3, 0.7, 128, 1),
            Evaluation = new EvaluationFigures
            {
                CrossEntropy = 1.1 / epoch, Confusion = new ConfusionMatrix(2, [5, 1, 2, 4]), Accuracy = 0.75, Kappa = 1 - (1.0 / epoch),
                GazeDeviation = 0.01 * epoch, GazeDeviationPerClass = [0.01, 0.02], CorrectPerClass = [5, 4], ZeroGazeShare = 0, GazeEntropy = 4,
                Gazes = ClassMeanGazes.Pack([map, map], 14, 14),
            },
            LearningRate = 1e-4,
            GazeWeight = 0,
        };
    }
}
