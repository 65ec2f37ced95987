using System.CommandLine;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>data check PLACE</c> audits a data set; <c>data phantoms DIR</c> draws one.</summary>
internal static class DataVerb
{
    private const int Named = 20;

    public static Command Make(Surroundings around) =>
        new("data", "Audits data sets, and draws synthetic ones.") { Check(around), Draw(around), DataExport.Make(around) };

    private static Command Check(Surroundings around)
    {
        var place = new Argument<string>("PLACE")
        {
            Description = "A folder with a training and a test folder, or a manifest (.csv, .tsv or .parquet).",
        };
        const string Does = "Reads every image once. Exit status 1 where one cannot be read, or a test image is a training image too. "
            + "--set data.evaluate-on=val checks against the validation split, --set data.columns.label=NAME names a manifest's column.";
        var command = new Command("check", Does) { place };
        command.SetAction(async (parsed, cancel) =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var spec = SweepFile.Data(Folder(parsed.GetRequiredValue(place), "PLACE", "a folder or a manifest"), call.Sets);
            var report = await Task.Run(() => Audit.Of(spec, cancel), cancel).ConfigureAwait(false);
            call.Say(report, Lines);
            return report.Unreadable.IsEmpty && report is { SplitsShareFiles: false, TestPicturesInTraining: 0 }
                ? ExitStatus.Well
                : ExitStatus.Failed;
        });
        return command;
    }

    private static Command Draw(Surroundings around)
    {
        var folder = new Argument<string>("DIR") { Description = "A new or empty folder, or one with the same phantoms." };
        var start = new PhantomSpec(PhantomKind.Localised);
        var kind = new Option<string>("--kind")
        {
            Description = "localised: each class's lesion in its own place; diffuse: anywhere.",
            HelpName = "localised|diffuse",
            DefaultValueFactory = _ => "localised",
        };
        var body = new Option<string>("--body")
        {
            Description = "What surrounds the lesion.", HelpName = "head|chest", DefaultValueFactory = _ => "head",
        };
        var classes =
            new Option<int>("--classes") { Description = "2 to 4, one without a lesion.", DefaultValueFactory = _ => start.Classes };
        var train = new Option<int>("--train-per-class")
        {
            Description = "Training images per class.", DefaultValueFactory = _ => start.TrainPerClass,
        };
        var test =
            new Option<int>("--test-per-class") { Description = "Test images per class.", DefaultValueFactory = _ => start.TestPerClass };
        var seed = new Option<long>("--seed") { Description = "Another seed draws other images.", DefaultValueFactory = _ => start.Seed };
        var command = new Command("phantoms", "Draws a data set of synthetic images, with the masks of their lesions.") { folder, kind,
            body, classes, train, test, seed };
        command.SetAction(async (parsed, cancel) =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var path = Folder(parsed.GetRequiredValue(folder));
            var spec = new PhantomSpec(
                Choice<PhantomKind>("--kind", parsed.GetRequiredValue(kind)), Choice<PhantomBody>("--body", parsed.GetRequiredValue(body)),
                parsed.GetValue(classes), parsed.GetValue(train), parsed.GetValue(test), parsed.GetValue(seed));
            await Task.Run(() => Write(path, spec, cancel), cancel).ConfigureAwait(false);
            call.Say(
                new { folder = path, spec, classes = spec.ClassNames() },
                said => [$"{said.folder}: {spec.Classes * (spec.TrainPerClass + spec.TestPerClass)} images of "
                    + $"{string.Join(", ", said.classes)}; the lesions' masks are in masks/."]);
            return ExitStatus.Well;
        });
        return command;
    }

    private static void Write(string path, PhantomSpec spec, CancellationToken cancel)
    {
        try
        {
            PhantomFolder.Write(path, spec, null, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    private static string Folder(string path, string argument = "DIR", string allowed = "a folder") =>
        path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)
            ? Path.GetFullPath(path)
            : throw new InvalidInputException($"{argument}: found '{path}'; allowed: {allowed}.");

    private static T Choice<T>(string option, string found)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToArray();
        var at = Array.IndexOf(names, found);
        return at >= 0
            ? Enum.GetValues<T>()[at]
            : throw new InvalidInputException($"{option}: found '{found}'; allowed: {string.Join(", ", names)}.");
    }

    private static IEnumerable<string> Lines(AuditReport report)
    {
        string[] splits = [.. report.Counts.Select(c => c.Split).Distinct()];
        var classes = LookAlikes.Shown(report.Classes);
        return
        [
            $"{report.Root}: {report.ImageCount} images in {report.Classes.Length} classes",
            .. TextTable.Lines(
                [new("class"), .. splits.Select(s => new Column(s, true))],
                [.. report.Classes.Select((c, i) =>
                    (IReadOnlyList<string>)[classes[i],
                    .. splits.Select(s => $"{report.Counts.First(n => n.Split == s && n.Class == c).Images}")])]),
            .. report.LargestClass.Select(
                s => $"largest in {s.Split}: {classes[report.Classes.IndexOf(s.Class)]}, {Numbers.Percent(s.Share)}"),
            $"sizes: {Listed(report.Sizes.Select(s => $"{s.Width}×{s.Height} ({s.Images})"), 6)}",
            $"stored as: {Listed(report.ColourModes.Select(m => $"{m.Mode} ({m.Images})"), 6)}",
            $"brightest value: {string.Join(", ", report.Brightest.Select(b => $"{b.Value} of {b.White} ({b.Images} of {b.Bits} bits)"))}",
            .. report.Brightest.Select(b => b.Note).OfType<string>(),
            $"duplicates: {report.DuplicatesInTraining} in training, {report.DuplicatesInTest} in {splits[^1]}, "
            + $"{report.TestFilesInTraining} {splits[^1]} images in training, {report.DuplicatesAcrossClasses} across classes",
            .. report.TestPicturesInTraining == 0
                ? Array.Empty<string>()
                : [$"{splits[^1]} images with the pixels of a training image, however they are stored: {report.TestPicturesInTraining}; "
                    + "data.drop-leaked = true leaves them out"],
            .. report.Notes,
            .. Section("tiny", report.Tiny.Select(t => $"{t.Path} ({t.Width}×{t.Height})")),
            .. Section("cannot be read", report.Unreadable.Select(u => $"{u.Path}: {u.Reason}")),
            .. Section("groups on both sides", report.GroupsOnBothSides),
            .. Section($"{splits[^1]} images that are training images too",
                report.Duplicates.Where(d => !d.Training.IsEmpty && !d.Test.IsEmpty)
                .Select(d => $"{string.Join(", ", d.Test)} = {d.Training[0]}")),
            .. Section("the same picture in two classes", report.InTwoClasses.Select(SamePictures.Together)),
            .. Section("left out", report.LeftOut.Lines),
            .. Section("other folders, not read", report.LeftOut.OtherFolders),
        ];
    }

    private static IEnumerable<string> Section(string title, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Length == 0) return [];
        return [$"{title}: {all.Length}", .. all.Take(Named).Select(i => $"  {i}"), .. all.Length > Named
            ? [$"  … and {all.Length - Named} more (--json has them all)"]
            : Array.Empty<string>()];
    }

    private static string Listed(IEnumerable<string> items, int most)
    {
        string[] all = [.. items];
        return string.Join(", ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }
}
