using System.CommandLine;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Pictures;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;
using Tensor = TorchSharp.torch.Tensor;

namespace ActorGaze.Tui.Cli;

/// <summary><c>cam RUN IMAGE…</c>: where a run's network looks in images, as pictures and in the terminal. It needs no engine.</summary>
internal static class CamVerb
{
    private const int OnTerminal = 56; // columns of an overlay
    private const string Usual = "cam";

    /// <summary>What was asked.</summary>
    private sealed record Wish(string Run, IReadOnlyList<string> Images, string? Method, string? Plugin, string? Class, int? Epoch,
        string? Out);

    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var images = new Argument<string[]>("IMAGE") { Description = "PNG, JPEG, WebP or BMP files.", Arity = ArgumentArity.OneOrMore };
        var method = new Option<string?>("--method")
        {
            Description = $"{string.Join(", ", GazeMethod.All)}, or one of the run's assembly. Default: as the run takes its gazes.",
            HelpName = "METHOD",
        };
        var plugin = new Option<string?>("--plugin") { Description = "Another assembly, that brings the method.", HelpName = "FILE" };
        var label = new Option<string?>("--class")
        {
            Description = "The class whose gaze is taken, by name or number from 0. Default: the predicted one.", HelpName = "NAME|N",
        };
        var epoch = new Option<int?>("--epoch")
        {
            Description = "The checkpoint at the end of this epoch, where it is kept. Default: the newest sound one.", HelpName = "N",
        };
        var through = new Option<bool>("--through-training")
        {
            Description =
                "Instead: the gaze of an image of the run's own evaluation at the end of each epoch, as gaze.record = all has kept it.",
        };
        var target = new Option<string?>("--out")
        {
            Description = "Where the pictures go. Default: the folder cam in the current one.", HelpName = "DIR",
        };
        var command = new Command("cam", "Shows where a run's network looks: image, gaze and both as a PNG, and on the terminal.")
        {
            name, images, method, plugin, label, epoch, through, target,
        };
        command.SetAction((parsed, cancel) => Task.Run(
            () => parsed.GetValue(through)
                ? CamCourse.Show(Call.Of(parsed, around), parsed.GetRequiredValue(name), parsed.GetRequiredValue(images),
                    FolderOf(parsed.GetValue(target)),
                    parsed.GetValue(method) is null && parsed.GetValue(plugin) is null && parsed.GetValue(label) is null
                    && parsed.GetValue(epoch) is null, cancel)
                : Cam(
                Call.Of(parsed, around),
                new Wish(parsed.GetRequiredValue(name), parsed.GetRequiredValue(images), parsed.GetValue(method), parsed.GetValue(plugin),
                    parsed.GetValue(label), parsed.GetValue(epoch), parsed.GetValue(target)),
                cancel),
            cancel));
        return command;
    }

    private static int Cam(Call call, Wish wish, CancellationToken cancel)
    {
        call.CheckSets();
        var folder = FolderOf(wish.Out);
        var run = call.Journal().RequiredRun(wish.Run, call.StateFolder);
        NamedTorch.Load(call.Around);
        var method = MethodOf(wish, run.Spec!.Accepting(run.AcceptedPlugin));
        var take = Quietly(method.Plugin is not null, () => BuiltParts.CamMethod(method));
        string[] classes = [.. Enumerable.Range(0, TrainedNetwork.ClassesOf(run)).Select(c => ClassNames.Of(run.Classes, c))];
        var label = wish.Class is null ? (int?)null : LabelOf(wish.Class, classes);
        var form = run.Spec!.Form;
        var depth = SingleImage.DepthOf(run.Spec!.Depth, run.Images?.Notes ?? []);
        // before anything is written
        var images = wish.Images.Select(file => (File: file, Pixels: SingleImage.Read(file, depth, form))).ToArray();

        using var network = Open(call, run, wish.Epoch);
        var at = network.Checkpoint.At;
        var answer = new CamAnswer(
            wish.Run, run.Spec.Network.ToString(), run.Spec.Plugin?.File, network.Checkpoint.File, at.EpochsDone, at.StepsIntoNext,
            method.Name, classes, []);
        if (!call.Json) Print(call, answer.Heading);
        Directory.CreateDirectory(folder);
        var names = PictureNames.Of(wish.Images, method.Name, label);
        var rows = new List<CamRow>();
        foreach (var ((file, pixels), picture) in images.Zip(names))
        {
            cancel.ThrowIfCancellationRequested();
            var gaze = Look(run, network, pixels, method, take, label);
            var row = new CamRow(
                file, classes[gaze.Predicted], gaze.Probabilities[gaze.Predicted], classes[gaze.Label], label is not null,
                gaze.Scores[gaze.Label], gaze.Probabilities,
                gaze.Quality, gaze.Range, Path.Combine(folder, picture));
            WholeFile.Write(row.Picture, GazePicture.Png(
                pixels, form.Side, gaze,
                $"{Path.GetFileName(file)}: predicted {Shown(row.Predicted)} ({Numbers.Percent(row.Probability)}). {answer.Heading}",
                $"{row.Gaze(method.Name, Shown)}"));
            rows.Add(row);
            if (call.Json) continue;
            Print(call, row.Line(method.Name, Shown));
            PrintOverlay(call, pixels, form.Side, gaze);
        }

        if (call.Json) call.Say(answer with { Images = rows }, _ => []);
        return ExitStatus.Well;

        string Shown(string name) => LookAlikes.Shown(name, classes);
    }

    private static TrainedNetwork Open(Call call, RunState run, int? epoch)
    {
        try
        {
            return ForeignCode.Quietly(run.Spec!, () => TrainedNetwork.Open(new StateFolder(call.StateFolder), run, epoch, call.Warn));
        }
        catch (DamagedCheckpointException e)
        {
            throw new PreventedException($"{run.Spec!.Id}: {e.Message}", e);
        }
    }

    private static ImageGaze Look(RunState run, TrainedNetwork network, byte[] pixels, PartSpec method, Func<CamInput, Tensor> take,
        int? label)
    {
        using var image = BatchMaker.Image(pixels, run.Spec!.Pixels, run.Spec.Form); // (1,C,S,S)
        return ForeignCode.Run(run.Spec, () => Quietly(method.Plugin is not null, () => ImageGaze.Of(network.Model, image, take, label)));
    }

    private static T Quietly<T>(bool isForeign, Func<T> work) => isForeign ? ForeignCode.Quietly(work) : work();

    private static void Print(Call call, string line) => call.Around.Out.WriteLine(SafeText.Reason(line));

    /// <summary>Where standard output is a terminal whose colours have an even scale among them.</summary>
    private static void PrintOverlay(Call call, byte[] pixels, int of, ImageGaze gaze)
    {
        var depth = LookOf.Colours(null, call.Around);
        if (depth < ColourDepth.TwoHundredFiftySix || LookOf.IsAscii(call.Around.Environment) || call.Around.Screen() is not { } screen)
            return;
        var side = Math.Min(of, screen.Width >= OnTerminal ? OnTerminal : OnTerminal / 2);
        var overlay = Overlay.Of(Overlay.Image(pixels, of), of, gaze.Gaze, gaze.Width, gaze.Height);
        var grid = new Grid(side, Heatmap.RowsOf(side));
        Heatmap.Draw(grid, 0, 0, Overlay.Resized(overlay, of, side), side, side);
        call.Around.Out.Write(Ansi.Page(grid, depth));
    }

    /// <summary>
    /// The run's own where none is asked for; else the program's, the run's assembly's, or that of the assembly that is named.
    /// </summary>
    private static PartSpec MethodOf(Wish wish, RunSpec run)
    {
        var name = wish.Method ?? run.Gaze.Method.Name;
        if (wish.Plugin is null && name == run.Gaze.Method.Name) return run.Gaze.Method;
        if (PartsRegistry.BuiltIn.Of(PartKind.CamMethod).Any(known => known.Name == name)) return name;
        var brought = wish.Plugin is not null ? Quietly(true, () => Plugin.Load(wish.Plugin))
            : run.Plugin is { } plugin ? Quietly(true, () => Plugin.Load(plugin.File)) : null;
        if (brought?.Parts.Of(PartKind.CamMethod).Any(known => known.Name == name) == true) return brought.Part(PartKind.CamMethod, name);
        var all = PartsRegistry.BuiltIn.Of(PartKind.CamMethod).Concat(brought?.Parts.Of(PartKind.CamMethod) ?? [])
            .Select(known => known.Name);
        throw new InvalidInputException($"--method: {PartsDescription.NoSuch(PartKind.CamMethod, name, [.. all])}");
    }

    /// <summary>By name, else by number.</summary>
    private static int LabelOf(string asked, string[] classes)
    {
        var label = Array.IndexOf(classes, asked);
        if (label >= 0 || (int.TryParse(asked, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out label) && label < classes.Length)) return label;
        throw new InvalidInputException(
            $"--class: found '{asked}'; allowed: {string.Join(", ", LookAlikes.Shown(classes))}, or 0 to {classes.Length - 1}.");
    }

    private static string FolderOf(string? asked)
    {
        if (asked is not null && (asked.Length == 0 || asked.Contains('\0', StringComparison.Ordinal)))
            throw new InvalidInputException($"--out: found '{asked}'; allowed: a folder.");
        var folder = Path.GetFullPath(asked ?? Usual);
        return File.Exists(folder) ? throw new InvalidInputException($"--out: found the file {folder}; allowed: a folder.") : folder;
    }
}
