using System.Text.Json;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Pictures;
using ActorGaze.Tui.Terminal;
using SkiaSharp;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary><c>cam</c> over a run that an engine trained.</summary>
[Slow]
public sealed class CamSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();
    private readonly string _out = Directory.CreateTempSubdirectory("cam-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_out, recursive: true);
    }

    [Fact]
    public async Task What_it_predicts_and_where_it_looks_is_what_the_runs_last_evaluation_found()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);
        var classes = told.Classes!.Names;

        for (var label = 0; label < classes.Length; label++)
        {
            var images = ImagesOf(run.Data, classes[label]);
            var (status, output, error) = await Say([.. images, "--json"]);

            Assert.Equal((ExitStatus.Well, ""), (status, error));
            var rows = JsonDocument.Parse(output).RootElement.GetProperty("images").EnumerateArray().ToArray();
            Assert.Equal(images.Length, rows.Length);
            Assert.Equal(told.Epochs[^1].Evaluation.CorrectPerClass[label], rows.Count(row => row.GetProperty("predicted").GetString() == classes[label]));
            Assert.All(rows, row =>
            {
                using var picture = SKBitmap.Decode(row.GetProperty("picture").GetString());
                Assert.Equal((GazePicture.Width, GazePicture.Height), (picture.Width, picture.Height));
            });
        }

        using var network = TrainedNetwork.Open(_engine.Folder, told, null, text => Assert.Fail(text));
        Assert.Equal(told.Latest, network.Checkpoint);
        for (var label = 0; label < classes.Length; label++)
        {
            var gazes = ImagesOf(run.Data, classes[label]).Select(file => Look(network, run.Pixels, file)).Where(gaze => gaze.Predicted == label).ToArray();
            if (gazes.Length == 0) continue;
            var mean = told.Epochs[^1].Evaluation.Gazes.Of(label);
            Assert.All(Enumerable.Range(0, mean.Length), at => Assert.Equal(mean[at], gazes.Average(gaze => gaze.Gaze[at]), 1e-4)); // there, batch norms are folded
        }
    }

    [Fact]
    public async Task Each_method_makes_its_picture_and_one_line()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var classes = _engine.Told(run.Id).Classes!.Names;
        var image = ImagesOf(run.Data, classes[0])[0];

        foreach (var name in GazeMethod.All)
        {
            var (status, output, error) = await Say([image, "--method", name, "--class", classes[1]]);

            Assert.Equal((ExitStatus.Well, ""), (status, error));
            var lines = output.TrimEnd('\n').Split('\n');
            var picture = Path.Combine(_out, $"{Path.GetFileNameWithoutExtension(image)}.{name}.class1.png");
            Assert.Equal($"r: level1 as {_engine.Told(run.Id).Latest!.File} left it, after epoch 2", lines[0]);
            Assert.Equal(2, lines.Length);
            Assert.Matches($@"^.+\.png: predicted \S+ \([0-9.]+ %\); {System.Text.RegularExpressions.Regex.Escape(name)} of {classes[1]} \(asked for, score \S+\)", lines[1]);
            Assert.EndsWith(picture, lines[1], StringComparison.Ordinal);
            Assert.True(File.Exists(picture));
        }

        Assert.Contains("of " + classes[0] + " (asked for", (await Say([image, "--class", "0"])).Output, StringComparison.Ordinal);
        Assert.Contains("; abscam of ", (await Say([image, "--method", "abscam", "--plugin", Labs.Mine])).Output, StringComparison.Ordinal);
        Assert.Contains("(the predicted class, score", (await Say([image])).Output, StringComparison.Ordinal);
        Assert.DoesNotContain('▀', (await Say([image])).Output);
        Assert.Equal(28, (await Say([image], terminal: true)).Output.Split('\n').Count(line => line.Contains('▀', StringComparison.Ordinal)));
        Assert.DoesNotContain('▀', (await Say([image, "--json"], terminal: true)).Output);
    }

    [Fact]
    public async Task What_is_not_there_is_named_with_what_is_and_nothing_is_written()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var classes = _engine.Told(run.Id).Classes!.Names;
        var image = ImagesOf(run.Data, classes[0])[0];
        var text = Path.Combine(_engine.Root, "notes.txt");
        File.WriteAllText(text, "hello\n");

        await Refused($"--class: found 'tumour'; allowed: {string.Join(", ", classes)}, or 0 to 1.", image, "--class", "tumour");
        await Refused("--class: found '2'; allowed:", image, "--class", "2");
        await Refused("r: the checkpoint of epoch 9 is not there; allowed: 1, 2.", image, "--epoch", "9");
        await Refused($"{text}: found a text; allowed: a PNG, JPEG, WebP or BMP image.", image, text);
        await Refused("/no/such.png: found no image (the file is gone)", "/no/such.png");
        await Refused("--method: found 'smoothgrad', and there is no such CAM method; known: eigencam, gradcam, gradcam++, hirescam, layercam, scorecam.", image, "--method", "smoothgrad");
        var (status, _, error) = await SayAs("nobody", [image]);
        Assert.Equal(ExitStatus.WrongInput, status);
        Assert.Contains("there is no run 'nobody' here; allowed: r.", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_out));

        async Task Refused(string expected, params string[] words)
        {
            var (status, output, error) = await Say(words);
            Assert.Equal((ExitStatus.WrongInput, ""), (status, output));
            Assert.Contains(expected, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_told_and_passed_over_unless_it_was_asked_for()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);
        var image = ImagesOf(run.Data, told.Classes!.Names[0])[0];
        Assert.Contains("after epoch 1", (await Say([image, "--epoch", "1"])).Output, StringComparison.Ordinal);
        var newest = Path.Combine(_engine.Folder.CheckpointsOf(run.Id), told.Latest!.File);
        using (var file = File.OpenWrite(newest)) file.SetLength(file.Length / 2);

        var (status, output, error) = await Say([image]);
        var asked = await Say([image, "--epoch", "2"]);

        Assert.Equal(ExitStatus.Well, status);
        Assert.Contains("after epoch 1", output, StringComparison.Ordinal);
        Assert.Contains($"Checkpoint {newest} cannot be used: ", error, StringComparison.Ordinal);
        Assert.EndsWith("The one before it is taken.\n", error, StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Prevented, asked.Status);
        Assert.Contains($"r: Checkpoint {newest} cannot be used: ", asked.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("The one before it", asked.Error, StringComparison.Ordinal);
    }

    private static ImageGaze Look(TrainedNetwork network, PixelScale scale, string file)
    {
        using var image = BatchMaker.Image(SingleImage.Read(file, PixelDepth.Sixteen), scale); // (1,1,224,224)
        return ImageGaze.Of(network.Model, image, BuiltParts.CamMethod(GazeMethod.GradCam), null);
    }

    private static string[] ImagesOf(string data, string label) =>
        [.. Directory.GetFiles(Path.Combine(data, "Testing", label), "*.png").Order(StringComparer.Ordinal)];

    private Task<(int Status, string Output, string Error)> Say(string[] words, bool terminal = false) => SayAs("r", words, terminal);

    private async Task<(int Status, string Output, string Error)> SayAs(string run, string[] words, bool terminal = false)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var around = new Surroundings(output, error, name => name == "COLORTERM" && terminal ? "truecolor" : null, TimeProvider.System, () => terminal ? (100, 40) : null);
        var status = await CommandLine.RunAsync(["cam", run, .. words, "--out", _out, "--state", _engine.Root], around);
        return (status, output.ToString(), error.ToString());
    }
}
