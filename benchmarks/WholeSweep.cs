using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>A whole sweep, four runs of level 2, two at a time, against four PyTorch scripts with ImageFolder and DataLoader, two at a time.</summary>
internal static class WholeSweep
{
    private const int AtOnce = 2;

    private static readonly (long Seed, double Weight)[] Runs = [(1, 0), (1, 50), (2, 0), (2, 50)];

    public static Table Measure(string? data, int epochs)
    {
        string[] heads = ["what", "s", "time against PyTorch", "to reach"];
        if (data is null) return new Table("A whole sweep against PyTorch scripts: not run, it needs a data set (--data DIR)", heads, []);

        var folder = Directory.CreateTempSubdirectory("actorgaze-sweep-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)) File.ReadAllBytes(file); // whoever comes first would read from the disk alone
            var python = PyTorch.Python() is { } found && PyTorch.Run(found, ["-c", "import torchvision"]) == 0 ? found : null;
            double? theirs = python is null ? null : Scripts(python, data, folder, epochs);
            var wide = Ours(data, Path.Combine(folder, "float32"), Precision.Float32, epochs);
            var narrow = Ours(data, Path.Combine(folder, "bfloat16"), Precision.Bfloat16, epochs);
            string Against(double seconds) => theirs is { } time ? $"{seconds / time:0.00}" : "not run: no Python with torch and torchvision here";
            return new Table(
                $"{Runs.Length} runs × {epochs} epochs of level 2 on {Path.GetFileName(Path.TrimEndingDirectorySeparator(data))}, {AtOnce} at a time, each once: start, decoding and everything else included",
                heads,
                [
                    ["PyTorch, ImageFolder and DataLoader", theirs is { } scripts ? $"{scripts:0}" : "", "", ""],
                    ["ours, float32", $"{wide.Whole:0}", Against(wide.Whole), "≤ 0.75"],
                    ["· of it until the first step (start, decoding)", $"{wide.FirstStep:0}", "", ""],
                    ["· of it after the last run", $"{wide.After:0.0}", "", ""],
                    ["ours, bfloat16", $"{narrow.Whole:0}", Against(narrow.Whole), "≤ 0.50"],
                ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Scripts(string python, string data, string folder, int epochs)
    {
        var start = Stopwatch.GetTimestamp();
        Parallel.ForEach(Runs.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, run =>
        {
            var (index, (seed, weight)) = run;
            var status = PyTorch.Run(python, [PyTorch.Script("train.py"), "--data", data, "--out", folder, "--epochs", $"{epochs}", "--seed", $"{seed}", "--weight", FormattableString.Invariant($"{weight}")]);
            if (status != 0) throw new InvalidOperationException($"train.py ended with {status}.");
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static (double Whole, double FirstStep, double After) Ours(string data, string state, Precision precision, int epochs) => OursAsync(data, state, precision, epochs).GetAwaiter().GetResult();

    private static async Task<(double Whole, double FirstStep, double After)> OursAsync(string data, string state, Precision precision, int epochs)
    {
        var start = Stopwatch.GetTimestamp();
        var first = 0L;
        var services = new LabServices { Observer = new EngineObserver { Stepped = (_, _) => Interlocked.CompareExchange(ref first, Stopwatch.GetTimestamp(), 0) } };
        var template = new RunSpec(new RunId("any")) { Data = data, Network = NetworkSpec.OfLevel(2), Epochs = epochs, Training = new TrainingSpec { Precision = precision } };
        var sweep = SweepSpec.Of("sweep", Runs.Select((run, index) => template with { Id = new RunId($"r{index}"), Seed = run.Seed, GazeWeight = run.Weight }));
        long ended;
        await using (var lab = await Lab.StartAsync(new LabSettings(state) { RunsAtOnce = AtOnce }, services))
        {
            await lab.SubmitAsync(sweep);
            var score = await lab.WaitAsync("sweep");
            if (score.Of("sweep").Any(run => run.Summary.Phase != RunPhase.Completed)) throw new InvalidOperationException("A run has not completed.");
            ended = Stopwatch.GetTimestamp();
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds, Stopwatch.GetElapsedTime(start, first).TotalSeconds, Stopwatch.GetElapsedTime(ended).TotalSeconds);
    }
}
