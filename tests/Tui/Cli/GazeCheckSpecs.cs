using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;
using SkiaSharp;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary><c>gaze check</c>, the report over what it found, and <c>cam --through-training</c>, over a run that an engine
/// trained.</summary>
[Slow]
public sealed class GazeCheckSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task What_it_finds_is_that_of_the_checkpoint_whenever_it_is_asked_and_the_report_shows_it()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);
        var folder = ReportFolder.PathOf(_engine.Root, TestEngine.Sweep);
        await Say("report", TestEngine.Sweep);
        var before = File.ReadAllText(Path.Combine(folder, "report.html"));

        var (status, output, _) = await Say("gaze", "check", TestEngine.Sweep, "--images", "3", "--json");

        Assert.Equal(ExitStatus.Well, status);
        var row = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal(("r", 2, false), (row.GetProperty("run").GetString(), row.GetProperty("epoch").GetInt32(), row.GetProperty("known")
            .GetBoolean()));
        var found = ExaminationFiles.Newest(_engine.Folder, run.Id)!;
        var last = told.Epochs[^1].Evaluation;
        Assert.Equal(last.CorrectPerClass, found.Classes.Select(one => one.Maps.Samples));
        Assert.Equal(last.GazeDeviation, found.Deviation, 1e-4); // there, batch norms are folded
        Assert.Equal((told.Latest!.Sha256, told.Images!.Content), (found.CheckpointSha256, found.Images));
        Assert.True(found.Lesions is { Images: > 0 } || found.Classes.All(one => one.Name == "none" || one.Maps.Samples == 0));
        Assert.Equal(["head", "second", "first"], found.Randomised.Select(part => part.Part));
        Assert.Equal(17, found.Removal!.Deletion.Shares.Length);

        var file = Path.Combine(_engine.Folder.GazeChecks, "r", "e0002-s00000.json");
        var first = File.ReadAllBytes(file);
        Assert.True(Assert.Single(JsonDocument.Parse((await Say("gaze", "check", "r", "--images", "3", "--json")).Output)
            .RootElement.EnumerateArray()).GetProperty("known").GetBoolean());
        File.Delete(file);
        var (_, again, _) = await Say("gaze", "check", "r", "--images", "3");
        Assert.Equal(first, File.ReadAllBytes(file));
        Assert.StartsWith($"r: after epoch 2, {found.Correct} of 8 images named right: the gaze ", again, StringComparison.Ordinal);

        Assert.Contains($"actorgaze gaze check {TestEngine.Sweep}", before, StringComparison.Ordinal);
        Assert.Contains("No run has been examined yet", before, StringComparison.Ordinal);
        await Say("report", TestEngine.Sweep);
        var after = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.DoesNotContain("No run has been examined yet", after, StringComparison.Ordinal);
        Assert.Contains("in trial 1: ", after, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("r,", File.ReadAllText(Path.Combine(folder, "gaze-worth-by-run.csv")), StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Well, (await Say("gaze", "check", "r", "--epoch", "1", "--images", "1")).Status);
        Assert.Equal(2, ExaminationFiles.Newest(_engine.Folder, run.Id)!.Epoch);
    }

    [Fact]
    public async Task Kept_gazes_are_those_of_the_evaluation_and_are_shown_through_training()
    {
        var run = undisturbed.Run("r") with { RecordGazes = GazesKept.All };
        await _engine.RunToRest([run]);
        await undisturbed.SameBits(_engine.Told(run.Id)); // keeping them alters nothing
        var told = _engine.Told(run.Id);
        var known = EvaluatedImages.Of(_engine.Folder, told, TestEngine.Cancel);
        var courses = SampleCourses.Read(_engine.Folder, told, [.. Enumerable.Range(0, known.Paths.Length)], 10)!;
        Assert.Equal([1, 2], courses.Epochs);
        for (var epoch = 0; epoch < 2; epoch++)
            for (var label = 0; label < 2; label++)
            {
                var right = Enumerable.Range(0, known.Paths.Length)
                    .Where(n => known.Paths[n].Contains($"/{told.Classes!.Names[label]}/", StringComparison.Ordinal))
                    .Select(n => courses.Images[n][epoch]).Where(gaze => gaze.Predicted == label).ToArray();
                Assert.Equal(told.Epochs[epoch].Evaluation.CorrectPerClass[label], right.Length);
                if (right.Length == 0) continue;
                var mean = told.Epochs[epoch].Evaluation.Gazes.Of(label);
                Assert.All(Enumerable.Range(0, mean.Length), cell =>
                    Assert.Equal(mean[cell], right.Average(gaze => gaze.Greatest * gaze.Cells[cell] / 255), 1.0 / 255));
            }

        var target = Path.Combine(_engine.Root, "pictures");
        var (status, output, error) = await Say("cam", "r", known.Paths[3], Path.Combine(known.Root, known.Paths[0]), known.Paths[3],
            "--through-training", "--json", "--out", target);

        Assert.Equal((ExitStatus.Well, ""), (status, error));
        var rows = JsonDocument.Parse(output).RootElement.EnumerateArray().ToArray();
        Assert.Distinct(rows.Select(row => row.GetProperty("picture").GetString())); // though two are of one name
        Assert.Equal([known.Paths[3], known.Paths[0], known.Paths[3]], rows.Select(row => row.GetProperty("file").GetString()));
        Assert.All(rows, row =>
        {
            Assert.Equal(2, row.GetProperty("epochs").GetArrayLength());
            using var picture = SKBitmap.Decode(row.GetProperty("picture").GetString());
            Assert.True(picture.Width >= 600);
        });
        Assert.Contains('▀', (await Say("cam", "r", known.Paths[3], "--through-training", "--out", target)).Output);
        Assert.Contains("is none of the 8 images that r is evaluated on",
            (await Say("cam", "r", "/no/such.png", "--through-training", "--out", target)).Error, StringComparison.Ordinal);
        await Say("gaze", "check", "r", "--images", "1");
        Assert.Equal(2, JournalledRun.Read(ActorGaze.Actors.Persistence.JournalReader.Open(_engine.Root),
            ActorGaze.Actors.Persistence.JournalReader.Open(_engine.Root).Sweeps()[0], _engine.Root)[0].Courses!.Epochs.Length);
    }

    [Fact]
    public async Task What_is_not_there_is_named_and_an_examination_that_is_given_up_leaves_nothing()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);

        Assert.Contains("there is no run 'nobody' here", (await Say("gaze", "check", "nobody")).Error, StringComparison.Ordinal);
        Assert.Contains("--images: found '0'; allowed: 1 to", (await Say("gaze", "check", "r", "--images", "0")).Error,
            StringComparison.Ordinal);
        Assert.Contains("r: its gazes were not kept; allowed: a run of a sweep with gaze.record = all.",
            (await Say("cam", "r", "x.png", "--through-training")).Error, StringComparison.Ordinal);
        Assert.Contains("allowed: without them", (await Say("cam", "r", "x.png", "--through-training", "--class", "0")).Error,
            StringComparison.Ordinal);

        Assert.Contains("allowed: without them", (await Say("cam", "r", "x.png", "--through-training", "--plugin", "x.dll")).Error,
            StringComparison.Ordinal);

        using var network = TrainedNetwork.Open(_engine.Folder, _engine.Told(run.Id), null, text => Assert.Fail(text));
        using var end = new CancellationTokenSource();
        end.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Examiner.Run(_engine.Folder, _engine.Told(run.Id), network, 4, null, end.Token));
        Assert.False(Directory.Exists(_engine.Folder.GazeChecks));
    }

    [Fact]
    public async Task A_method_of_an_assembly_whose_other_bytes_were_accepted_is_that_of_the_accepted_ones()
    {
        var run = undisturbed.Run("r") with { Epochs = 1, Gaze = new GazeSpec { Method = Labs.Part(Labs.Mine, PartKind.CamMethod, "abscam") } };
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);
        var before = told with
        {
            Spec = told.Spec!.WithPlugin(plugin => plugin with { Sha256 = new string('0', 64) }), AcceptedPlugin = Plugin.Identify(Labs.Mine).Sha256,
        };

        using var network = TrainedNetwork.Open(_engine.Folder, before, null, text => Assert.Fail(text));
        var found = Examiner.Run(_engine.Folder, before, network, 1, cancel: TestEngine.Cancel);

        Assert.Equal(told.Epochs[^1].Evaluation.CorrectPerClass, found.Classes.Select(one => one.Maps.Samples));
    }

    private async Task<(int Status, string Output, string Error)> Say(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var around = new Surroundings(output, error, name => name == "COLORTERM" ? "truecolor" : null, TimeProvider.System, () =>
            (100, 40));
        var status = await CommandLine.RunAsync([.. words, "--state", _engine.Root], around);
        return (status, output.ToString(), error.ToString());
    }
}
