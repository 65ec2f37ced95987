using System.Text;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Reports;
using SkiaSharp;

namespace ActorGaze.Tests.Tui.Exports;

public sealed class TensorBoardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_test_s_own_checksum_is_the_published_one() => Assert.Equal(0xE3069283u, EventFile.Crc("123456789"u8)); // RFC 3720's generator, as catalogued

    [Fact]
    public void An_epoch_is_a_step_whose_scalars_are_its_figures_at_the_time_of_its_event()
    {
        var run = Made("<漢|🙂>");

        var events = EventFile.Read(Written(run));

        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal([0, 0, 1, 2, 3], events.Select(e => e.Step));
        Assert.Equal(
            [Seconds(Noon), Seconds(Noon), Seconds(Noon.AddMinutes(1)), Seconds(Noon.AddMinutes(2)), Seconds(Noon.AddMinutes(3))], events.Select(e => e.WallTime));
        var last = events[^1].Values.ToDictionary(value => value.Tag, value => value.Simple);
        var (epoch, found) = (run.Epochs[^1], run.Epochs[^1].Evaluation);
        Assert.Equal((float)found.Kappa, last["evaluation/kappa"]);
        Assert.Equal((float)found.GazeDeviation, last["evaluation/gaze-deviation"]);
        Assert.Equal((float)epoch.Training.CrossEntropy, last["training/cross-entropy"]);
        Assert.Equal((float)epoch.Training.LargestGradient, last["training/largest-gradient"]);
        Assert.Equal(50f, last["schedule/lambda"]);
        Assert.Equal((float)epoch.LearningRate, last["schedule/learning-rate"]);
        Assert.Equal(0.8f, last["recall/<漢|🙂>"]);
        Assert.Equal(0.9f, last["recall/b"]);
        Assert.Equal((float)found.GazeDeviationPerClass[0]!.Value, last["gaze-deviation/<漢|🙂>"]);
        Assert.DoesNotContain("gaze-deviation/b", last.Keys); // undefined in the made-up run
        Assert.All(Figures.All.Where(figure => figure.Of(epoch) is not null), figure => Assert.Contains(TensorBoardRun.TagOf(figure), last.Keys));
    }

    [Fact]
    public void Settings_are_hyperparameters_with_numbers_as_numbers()
    {
        var run = Made("a");

        var values = EventFile.Read(Written(run))[1].Values.ToDictionary(value => value.Tag);

        Assert.All(values.Values, value => Assert.Equal("hparams", value.Plugin));
        var start = EventFile.Fields(values["_hparams_/session_start_info"].Content!).Single(field => field.Number == 3).Bytes;
        var settings = EventFile.Fields(start).Where(field => field.Number == 1).Select(field => EventFile.Fields(field.Bytes).ToDictionary(part => part.Number))
            .ToDictionary(entry => Encoding.UTF8.GetString(entry[1].Bytes), entry => EventFile.Fields(entry[2].Bytes).Single());
        Assert.Equal((2, 50.0), (settings["gaze-weight"].Number, BitConverter.ToDouble(settings["gaze-weight"].Bytes))); // field 2 of Value: a number
        Assert.Equal((2, 16.0), (settings["training.batch-size"].Number, BitConverter.ToDouble(settings["training.batch-size"].Bytes)));
        Assert.Equal((2, 0.2), (settings["distance.delta"].Number, BitConverter.ToDouble(settings["distance.delta"].Bytes)));
        Assert.Equal((3, new string('a', 64)), (settings["plugin.sha256"].Number, Encoding.UTF8.GetString(settings["plugin.sha256"].Bytes)));
        Assert.Equal((3, "level2"), (settings["network"].Number, Encoding.UTF8.GetString(settings["network"].Bytes))); // field 3: a text
        Assert.Equal(run.Spec!.Id.Value, Encoding.UTF8.GetString(EventFile.Fields(start).Single(field => field.Number == 4).Bytes));
        var end = EventFile.Fields(values["_hparams_/session_end_info"].Content!).Single(field => field.Number == 4).Bytes;
        Assert.Equal(1UL, EventFile.Fields(end).Single(field => field.Number == 1).Whole); // STATUS_SUCCESS
    }

    [Fact]
    public void The_same_journal_gives_the_same_file_and_an_epoch_done_again_counts_from_its_second_end()
    {
        var run = Made("a");
        var metrics = run.Epochs[1];
        var checkpoint = new CheckpointRef("f", "s", "w", 1, new TrainingPosition(2, 0));

        var times = RunTimes.Of([.. Events(run), new RunEvent.EpochRedone(metrics, checkpoint) { At = Noon.AddHours(1) }]);

        Assert.Equal(Written(run), Written(run));
        Assert.Equal([Noon.AddMinutes(1), Noon.AddHours(1), Noon.AddMinutes(3)], new[] { 1, 2, 3 }.Select(times.Of));
        Assert.Equal("events.out.tfevents.1795780800.actorgaze", TensorBoardFile.NameOf(Noon));
    }

    [Fact]
    public void Mean_gazes_are_images_whose_brightest_square_is_where_the_gaze_is_greatest()
    {
        var run = Made("a");
        var gazes = ClassMeanGazes.Pack([[0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 0]], 2, 3);
        run = run with { Epochs = [.. run.Epochs.Select(e => e with { Evaluation = e.Evaluation with { Gazes = gazes } })] };

        var values = EventFile.Read(Written(run, gazes: true))[^1].Values;

        using var picture = SKBitmap.Decode(values.Single(value => value.Tag == "mean-gaze/a").Image);
        Assert.Equal((222, 148), (picture.Width, picture.Height));
        Assert.True(picture.GetPixel(10, 100).Red > picture.GetPixel(100, 100).Red + 100, "The second row's first square is not the brightest.");
        Assert.DoesNotContain(EventFile.Read(Written(run))[^1].Values, value => value.Image is not null);
    }

    private static RunState Made(string firstClass)
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [50], [2], 1, 3);
        var distance = new PartSpec("huber") { Parameters = new PartSpec("").Parameters.Add("delta", "0.2"), Plugin = new PluginRef("/labs/mylab.dll", new string('a', 64)) };
        var spec = sweep.Runs[0] with { Training = sweep.Runs[0].Training with { BatchSize = 16 }, Gaze = new GazeSpec { Distance = distance } };
        return MadeUp.Run(spec, RunPhase.Completed, MadeUp.Course(3, 1)) with { Classes = new ClassNames([firstClass, "b"]) };
    }

    private static byte[] Written(RunState run, bool gazes = false)
    {
        using var stream = new MemoryStream();
        TensorBoardRun.Write(stream, run, RunTimes.Of([.. Events(run)]), gazes);
        return stream.ToArray();
    }

    private static IEnumerable<RunEvent> Events(RunState run) =>
    [
        new RunEvent.Submitted(run.Spec!) { At = Noon },
        .. run.Epochs.Select(e => new RunEvent.EpochCompleted(e, new CheckpointRef("f", "s", "w", 1, new TrainingPosition(e.Epoch, 0))) { At = Noon.AddMinutes(e.Epoch) }),
    ];

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds();
}
