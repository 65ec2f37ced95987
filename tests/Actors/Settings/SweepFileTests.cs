using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using CsCheck;

namespace ActorGaze.Tests.Actors.Settings;

public sealed class SweepFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-sweep-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_empty_file_is_the_defaults_under_its_own_name()
    {
        var settings = Load(Anything);

        var run = Assert.Single(settings.Sweep.Runs);
        Assert.Equal("mine", settings.Sweep.Name);
        Assert.Equal("mine-l2-w0-t1", run.Id.Value);
        Assert.Equal(new RunSpec(run.Id) { Sweep = "mine", Phantoms = new(PhantomKind.Localised, PhantomBody.Head, 4, 200, 50, 1) }, run);
        Assert.Equal(new SeqSettings(), settings.Engine.Seq);
        Assert.Equal(new LogSettings(), settings.Engine.Log);
    }

    [Fact]
    public void The_engines_defaults_are_the_same_in_file_and_code()
    {
        var lab = Load(Anything).Engine.LabIn("/state");

        var code = new ActorGaze.Actors.Contracts.LabSettings("/state");
        Assert.Equal(code.Devices.AsEnumerable(), lab.Devices.AsEnumerable());
        Assert.Equal(code, lab with { Devices = code.Devices });
    }

    [Fact]
    public void The_command_line_goes_before_the_file_and_the_file_before_the_defaults()
    {
        var settings = Load("training { epochs = 7, batch-size = 9 }", "training.epochs=3", "training.epochs=4");

        var run = Assert.Single(settings.Sweep.Runs);
        Assert.Equal((4, 9, 1e-4), (run.Epochs, run.Training.BatchSize, run.Training.LearningRate));
    }

    [Fact]
    public void Trials_of_a_grid_are_paired_by_seed_and_complete_early()
    {
        var sweep = Load("sweep { name = s, levels = [1, 3], gaze-weights = [-100, 0.5], trials = 2, seed = 10 }").Sweep;

        Assert.Equal(
            ["s-l1-w-100-t1", "s-l1-w0.5-t1", "s-l3-w-100-t1", "s-l3-w0.5-t1", "s-l1-w-100-t2", "s-l1-w0.5-t2", "s-l3-w-100-t2", "s-l3-w0.5-t2"],
            sweep.Runs.Select(r => r.Id.Value));
        Assert.All(sweep.Runs, r => Assert.Equal(9 + r.Trial, r.Seed));
    }

    [Fact]
    public void A_run_key_given_as_a_list_is_one_more_axis()
    {
        var sweep = Load("sweep { name = s, trials = 2 }\ntraining.batch-size = [16, 32]\ngaze.distance = [l2, js]\ncurriculum.epochs = [5]").Sweep;

        Assert.Equal(8, sweep.Runs.Count);
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], sweep.Runs.Select(r => r.Trial));
        Assert.Equal("batch-size=16+distance=js+curriculum.epochs=5", sweep.Runs[1].Variant);
        Assert.Equal("s-l2-w0-batch-size=16+distance=js+curriculum.epochs=5-t1", sweep.Runs[1].Id.Value);
        Assert.Equal((16, (PartSpec)GazeDistance.Js, 5), (sweep.Runs[1].Training.BatchSize, sweep.Runs[1].Gaze.Distance, sweep.Runs[1].CurriculumEpochs));
    }

    [Fact]
    public void Data_sets_are_an_axis_like_any_other()
    {
        var sweep = Load("sweep.data = [phantoms-localised, phantoms-diffuse]").Sweep;

        Assert.Equal([PhantomKind.Localised, PhantomKind.Diffuse], sweep.Runs.Select(r => r.Phantoms!.Kind));
        Assert.Equal(["data=phantoms-localised", "data=phantoms-diffuse"], sweep.Runs.Select(r => r.Variant));
    }

    [Fact]
    public void A_variable_stands_for_its_value()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "a \"b\"", "set")).FullName;

        var run = Assert.Single(Load("sweep.data = ${ROOT}/set # ${NOT_THIS}", [], name => name == "ROOT" ? Path.GetDirectoryName(data) : null).Sweep.Runs);

        Assert.Equal((data, "set", null), (run.Data, run.DataName, run.Phantoms));
    }

    [Fact]
    public void A_variable_that_is_not_set_leaves_an_optional_key_at_its_default_and_does_not_matter_under_a_set()
    {
        var settings = Load("seq.api-key = ${?KEY}\nsweep.data = ${ROOT}/x", "sweep.data=phantoms-diffuse");

        Assert.Null(settings.Engine.Seq.ApiKey);
        Assert.Equal("phantoms-diffuse", settings.Sweep.Runs[0].Data);
    }

    [Fact]
    public void A_relative_data_folder_is_taken_from_the_current_folder()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder);

        Assert.Equal(_folder, Load(Anything, $"sweep.data={relative}/").Sweep.Runs[0].Data);
    }

    [Fact]
    public void A_data_folder_that_is_not_there_is_a_typing_error_unless_the_sweep_has_trained_on_it()
    {
        var data = Path.Combine(_folder, "unmounted");
        File.WriteAllText(Path.Combine(_folder, "mine.conf"), $"sweep.data = [\"{data}\"]");
        SweepSettings LoadKnowing(string name, string folder) => SweepFile.Load(Path.Combine(_folder, "mine.conf"), [], _ => null, (_, n, f) => (n, f) == (name, folder));

        Assert.Equal(data, LoadKnowing("mine", data).Sweep.Runs[0].Data);
        foreach (var (name, folder) in new[] { ("other", data), ("mine", data + "2") })
            Assert.Contains($"sweep.data: found '{data}', and there is no folder {data}; allowed: ", Assert.Throws<InvalidInputException>(() => LoadKnowing(name, folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engine.runs-at-once { \"cuda:0\" = 4, cpu = 2 }")]
    [InlineData("engine { runs-at-once = { cpu = 2\n \"cuda:0\" = 4 } }")]
    public void Runs_at_once_may_be_a_number_for_each_device(string text) =>
        Assert.Equal(RunsAtOnce.Of([("cpu", 2), ("cuda:0", 4)]), Load(text).Engine.Lab.RunsAtOnce);

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var settings = Load(
            """
            sweep { evaluation = analytic, levels = 4 }
            data { validation = 0.2, on-bad-image = skip, depth = 12, crop.flip = 0 }
            curriculum { shape = cosine, from = 0.1, to = 0.3, epochs = 40 }
            engine { worker-nice = 7, worker-cpus = "0-3,6", runs-at-once = 3, devices = ["cuda:0", cpu], hold-slot = true, step.timeout = 90s, retry.first-delay = 500ms, checkpoint.min-interval = 1.5h }
            report.paper-correlations { 2 = -0.5 }
            log { level = debug, file-size = 1.5MB, keep = 2d }
            seq { url = "http://localhost:5341", api-key = k }
            metrics.otlp.url = "http://localhost:4318"
            """);

        var (run, lab) = (settings.Sweep.Runs[0], settings.Engine.Lab);
        Assert.Equal((4, 0.2, OnBadImage.Skip, 0.0), (run.Network.PaperLevel, run.Validation, run.OnBadImage, run.Crops.FlipProbability));
        Assert.Equal(PixelDepth.Twelve, run.Depth);
        Assert.Equal((new CurriculumSpec(CurriculumShape.Cosine, 0.1, 0.3), 40), (run.Curriculum, run.CurriculumEpochs));
        Assert.Equal((7, "0-3,6"), (lab.WorkerNice, lab.WorkerCpus));
        Assert.Equal((RunsAtOnce.Of(3), true, TimeSpan.FromSeconds(90)), (lab.RunsAtOnce, lab.HoldSlot, lab.StepTimeout));
        Assert.Equal(["cuda:0", "cpu"], lab.Devices.AsEnumerable());
        Assert.Equal((TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(90)), (lab.Retry.FirstDelay, lab.Checkpoints.MinInterval));
        Assert.Equal((2, -0.5), Assert.Single(settings.Sweep.PaperCorrelations.Select(p => (p.Key, p.Value))));
        Assert.Equal((LogSettings.Severity.Debug, 1_500_000), (settings.Engine.Log.Level, settings.Engine.Log.FileBytes));
        Assert.Equal((TimeSpan.FromDays(2), new Uri("http://localhost:4318")), (settings.Engine.Log.Keep, settings.Engine.Metrics.OtlpUrl!));
        Assert.Equal((new Uri("http://localhost:5341"), "k"), (settings.Engine.Seq.Url!, settings.Engine.Seq.ApiKey!));
    }

    [Fact]
    public void No_text_whatever_ends_in_anything_but_settings_or_a_sentence()
    {
        string[] words =
        [
            "sweep", "training", ".", "epochs", "=", ":", "{", "}", "[", "]", ",", "\"", "\"\"\"", "\n", " ", "#", "//", "\\", "${", "${?X}", "${X}", "}", "1", "-1", "NaN",
            "1e999", "null", "include", "+=", "'", "$", "@", "é", "\t", "\r\n", "\u0000", "actorgaze", "levels", "/", "(", ")", "a.b.c", "\uE000", "😀", "true",
        ];

        Gen.Int[0, words.Length - 1].Array[0, 14].Select(at => string.Concat(at.Select(i => words[i]))).Sample(text => Assert.False(Survives(text) is { } e && e is not InvalidInputException, text), iter: 20_000, threads: 1, seed: "0N0XIzNsQ0O2");
        Gen.String[0, 40].Sample(text => Assert.False(Survives(text) is { } e && e is not InvalidInputException, text), iter: 1000, threads: 1, seed: "0N0XIzNsQ0O2");
    }

    [Fact]
    public void A_text_made_to_exhaust_the_stack_is_refused()
    {
        Assert.IsType<InvalidInputException>(Survives("a = " + new string('[', 100_000)));
        Assert.IsType<InvalidInputException>(Survives(string.Concat(Enumerable.Repeat("a{", 100_000))));
        Assert.IsType<InvalidInputException>(Survives(string.Concat(Enumerable.Repeat("a.", 100_000)) + "a = 1"));
    }

    [Theory]
    [InlineData("a = [b@c]")]
    [InlineData("a = [\\b]")]
    [InlineData("a = [b = c]")]
    [InlineData("a = [1 + 2]")]
    [InlineData("a = [${?X}, $]")]
    public void A_list_that_the_parser_would_never_come_back_from_is_refused(string text) =>
        Assert.Contains("in a list, without quotes", Assert.IsType<InvalidInputException>(Survives(text)).Message);

    [Theory]
    [InlineData("\"\"\"\":[:)a#\"\"\"/:b")]
    [InlineData("a = \"\"\"b\"\"\"")]
    public void Three_quotes_in_a_row_are_refused(string text) => Assert.Contains("three quotes", Assert.IsType<InvalidInputException>(Survives(text)).Message);

    /// <summary>A file needs one setting; this is a default.</summary>
    private const string Anything = "training.batch-size = 32";

    private static Exception? Survives(string text) => Record.Exception(() => Layer.Parse(text, "garbage.conf", _ => null));

    private SweepSettings Load(string text, params string[] sets) => Load(text, sets, _ => null);

    private SweepSettings Load(string text, string[] sets, Func<string, string?> environment)
    {
        var file = Path.Combine(_folder, "mine.conf");
        File.WriteAllText(file, text);
        return SweepFile.Load(file, sets, environment);
    }
}
