using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Pictures;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary><c>cam RUN IMAGE… --through-training</c>: one image's gaze at the end of each epoch, as the run has kept it.</summary>
internal static class CamCourse
{
    private const string Ending = "through-training";
    private const int MostEpochs = 60;
    private const int OnTerminal = 28; // columns of an overlay; 224 is a multiple

    /// <param name="plain">Whether nothing else was asked that a record cannot answer.</param>
    public static int Show(Call call, string name, IReadOnlyList<string> files, string target, bool plain, CancellationToken cancel)
    {
        call.CheckSets();
        if (!plain) throw new InvalidInputException("--through-training: found with --method, --plugin, --class or --epoch; allowed: "
            + "without them, for the record has the gazes as training took them.");
        var run = call.Journal().RequiredRun(name, call.StateFolder);
        if (run.Spec!.RecordGazes == GazesKept.None)
            throw new InvalidInputException($"{name}: its gazes were not kept; allowed: a run of a sweep with gaze.record = all.");
        var folder = new StateFolder(call.StateFolder);
        ExportSource export = call.Around.Plugins.Sources.Folder;
        var images = ForeignCode.Quietly(run.Spec, () => EvaluatedImages.Of(folder, run, cancel, export, (known, pixels) =>
            files.Select(file => known.PlaceOf(file) is >= 0 and var place
                ? (Place: place, Path: known.Paths[place], Pixels: pixels(place))
                : throw new InvalidInputException(
                    $"{file}: is none of the {known.Paths.Length} images that {name} is evaluated on; "
                    + $"allowed: such as {Path.Combine(known.Root, known.Paths[0])}.")).ToArray()));
        var courses = SampleCourses.Read(folder, run, [.. images.Select(image => image.Place)], MostEpochs)
            ?? throw new InvalidInputException(
                $"{name}: no record of its gazes is there yet; allowed: a run that has completed an epoch with gaze.record = all.");

        string[] classes = [.. Enumerable.Range(0, TrainedNetwork.ClassesOf(run)).Select(c => ClassNames.Of(run.Classes, c))];
        var side = run.Spec.Form.Side;
        var names = PictureNames.Of(images.Select(image => image.Path), Ending, null);
        Directory.CreateDirectory(target);
        var rows = new List<CamCourseRow>();
        foreach (var (n, (_, path, decoded)) in images.Index())
        {
            cancel.ThrowIfCancellationRequested();
            var pixels = Overlay.Image(decoded, side);
            var course = courses.Images[n];
            var row = new CamCourseRow(
                name, path, Path.Combine(target, names[n]),
                [.. courses.Epochs.Zip(course, (epoch, gaze) => new CamCourseEpoch(epoch, classes[gaze.Predicted], gaze.Greatest))]);
            WholeFile.Write(row.Picture, CoursePicture.Png(
                pixels, side, courses, n, $"{Path.GetFileName(path)} through the training of {name}; each gaze is on its own scale",
                    row.Epochs.Select(epoch => $"{epoch.Epoch}: {epoch.Predicted}")));
            rows.Add(row);
            if (call.Json) continue;
            call.Around.Out.WriteLine(SafeText.Reason(row.Line));
            Print(call, pixels, side, courses, n, row);
        }

        if (call.Json) call.Say(rows, _ => []);
        return ExitStatus.Well;
    }

    /// <summary>The epochs side by side, as many as the terminal is wide.</summary>
    private static void Print(Call call, Colour[] image, int side, SampleCourses courses, int place, CamCourseRow row)
    {
        var depth = LookOf.Colours(null, call.Around);
        if (depth < ColourDepth.TwoHundredFiftySix || LookOf.IsAscii(call.Around.Environment)
            || call.Around.Screen() is not { } screen) return;
        var across = Math.Max(1, (screen.Width + 1) / (OnTerminal + 1));
        foreach (var line in courses.Images[place].Zip(row.Epochs).Chunk(across))
        {
            var grid = new Grid(line.Length * (OnTerminal + 1), Heatmap.RowsOf(OnTerminal) + 1);
            for (var at = 0; at < line.Length; at++)
            {
                var (gaze, epoch) = line[at];
                var x = at * (OnTerminal + 1);
                var overlay = Overlay.Of(image, side, CoursePicture.Values(gaze), courses.Width, courses.Height);
                Heatmap.Draw(grid, x, 0, Overlay.Resized(overlay, side, OnTerminal), OnTerminal, OnTerminal);
                grid.Text(x, grid.Height - 1, $"{epoch.Epoch}: {epoch.Predicted}", Style.Plain, OnTerminal);
            }

            call.Around.Out.Write(Ansi.Page(grid, depth));
        }
    }
}

/// <summary>What <c>cam --through-training</c> says of an image.</summary>
/// <param name="File">Relative to the data set's folder.</param>
/// <param name="Picture">The PNG file.</param>
internal sealed record CamCourseRow(string Run, string File, string Picture, IReadOnlyList<CamCourseEpoch> Epochs)
{
    public string Line => $"{File}: {Numbers.Count(Epochs.Count, "epoch")}, from {Epochs[0].Epoch} to {Epochs[^1].Epoch}; {Picture}";
}

/// <param name="Predicted">A class's name.</param>
/// <param name="Greatest">The gaze's greatest value.</param>
internal sealed record CamCourseEpoch(int Epoch, string Predicted, double Greatest);
