using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>
/// Every level, with and without the gaze loss, ends with the weights that an earlier version ended with, to the bit.
/// Training figures are equal to the bit too. Evaluation figures are equal to 1e-6 relative: evaluation may compute them in another order.
/// </summary>
[Slow]
public sealed class GoldenRunSpecs : IDisposable
{
    private const double RelativeTolerance = 1e-6;

    private readonly string _folder = Directory.CreateTempSubdirectory("golden-").FullName;

    private static string File => Path.Combine(AppContext.BaseDirectory, "Actors", "Golden", "runs-v1.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Runs_end_with_the_bits_of_the_version_that_wrote_them_down()
    {
        var known = JsonSerializer.Deserialize<GoldenRuns[]>(await System.IO.File.ReadAllTextAsync(File, Deadline.Token))!;
        var here = Platform();
        if (Environment.GetEnvironmentVariable("ACTORGAZE_WRITE_GOLDEN") is { Length: > 0 } target)
        {
            await WriteAsync(target, known, here);
            return;
        }

        if (known.SingleOrDefault(golden => golden.Platform == here) is not { } expected)
        {
            Assert.Skip($"Bits depend on the processor, and none were written down for '{here}'.");
            return;
        }

        var found = await TrainAsync();

        Assert.Equal(expected.Runs.Keys, found.Keys);
        foreach (var (run, golden) in expected.Runs)
        {
            Assert.Equal((run, golden.WeightsSha256), (run, found[run].WeightsSha256));
            Assert.Equal(golden.Training, found[run].Training);
            Assert.All(golden.Evaluation.Zip(found[run].Evaluation, (was, now) => now / was), ratio => Assert.Equal(1.0, ratio, RelativeTolerance));
        }
    }

    private async Task WriteAsync(string target, GoldenRuns[] known, string here)
    {
        var all = known.Where(golden => golden.Platform != here).Append(new GoldenRuns(here, await TrainAsync()));
        await System.IO.File.WriteAllTextAsync(target, JsonSerializer.Serialize(all, new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private async Task<SortedDictionary<string, GoldenRun>> TrainAsync()
    {
        var data = Path.Combine(_folder, "data");
        PhantomFolder.Write(data, new PhantomSpec(PhantomKind.Localised, Classes: 4, TrainPerClass: 6, TestPerClass: 3));
        var template = new RunSpec(new RunId("any"))
        {
            Data = data,
            Epochs = 2,
            Training = new TrainingSpec { BatchSize = 8, EvaluationBatchSize = 5, LearningRate = 1e-3 },
        };
        var grid = new SweepGrid("golden", template) { Networks = PaperNetworks.Of(1, 2, 3, 4, 5), GazeWeights = [0, 50] }.Runs();
        RunSpec[] others =
        [
            template with { Id = new RunId("batch-js"), Network = NetworkSpec.OfLevel(2), GazeWeight = -20, Gaze = new GazeSpec { Reference = GazeReference.Batch, Distance = GazeDistance.Js } },
            template with { Id = new RunId("constant"), Network = NetworkSpec.OfLevel(5), GazeWeight = 10, Curriculum = new CurriculumSpec(CurriculumShape.Constant) },
        ];
        await using var lab = await Lab.StartAsync(new LabSettings(Path.Combine(_folder, "state")) { RunsAtOnce = 2 });
        await lab.SubmitAsync(SweepSpec.Of("golden", grid.Concat(others)));
        await lab.WaitAsync("golden");
        var runs = JournalReader.Open(Path.Combine(_folder, "state")).RunsOf("golden");
        return new SortedDictionary<string, GoldenRun>(runs.ToDictionary(run => run.Spec!.Id.Value, Of), StringComparer.Ordinal);
    }

    private static GoldenRun Of(RunState run)
    {
        Assert.Equal((RunPhase.Completed, null), (run.Phase, run.Reason));
        return new GoldenRun(
            run.WeightsSha256!,
            [.. run.Epochs.SelectMany(e => new[] { e.Training.CrossEntropy, e.Training.GazeLoss ?? -1, e.Training.Accuracy, e.LearningRate, e.GazeWeight })],
            [.. run.Epochs.SelectMany(e => new[] { 1 + e.Evaluation.CrossEntropy, 1 + e.Evaluation.Kappa, 1 + e.Evaluation.GazeDeviation, 1 + (e.Evaluation.GazeEntropy ?? 0) })]);
    }

    private static string Platform()
    {
        const string Info = "/proc/cpuinfo";
        if (!System.IO.File.Exists(Info)) return "unknown";
        var lines = System.IO.File.ReadLines(Info).TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        return string.Join(", ", new[] { "vendor_id", "cpu family", "model" }.Select(key => lines.GetValueOrDefault(key, "?")).Append($"libtorch {TorchSharp.torch.__version__}"));
    }

    /// <param name="Training">Cross entropy, gaze loss (−1: none), accuracy, learning rate and λ, epoch by epoch.</param>
    /// <param name="Evaluation">Cross entropy, kappa, deviation and entropy, each plus 1, epoch by epoch.</param>
    private sealed record GoldenRun(string WeightsSha256, IReadOnlyList<double> Training, IReadOnlyList<double> Evaluation);

    private sealed record GoldenRuns(string Platform, SortedDictionary<string, GoldenRun> Runs);
}
