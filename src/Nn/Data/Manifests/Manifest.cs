using System.Collections.Immutable;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Manifests;

/// <summary>A data set as a table says it: a CSV or Parquet file with a row for each image.</summary>
public static class Manifest
{
    private const int Named = 5;
    private const int Looked = 50;

    /// <summary>Whether a path has the name of a manifest.</summary>
    public static bool IsNamed(string path) => ManifestTable.IsNamed(path);

    /// <summary>Lists the images without opening one. Paths are taken from the manifest's folder.</summary>
    /// <param name="evaluateOn">Which split is evaluated on; rows of the other one are not read.</param>
    /// <exception cref="InvalidInputException">
    /// The file cannot be read, lacks a column, or a value in it is not allowed; or there are not at least two classes with images on both
    /// sides.
    /// </exception>
    public static ImageListing Read(string file, ManifestColumns? columns = null, EvaluateOn evaluateOn = EvaluateOn.Test)
    {
        file = Path.GetFullPath(file);
        columns ??= ManifestColumns.Usual;
        var rows = ManifestTable.Read(file, columns);
        var faults = new List<string>();
        var images = Images(file, rows, columns, faults);
        if (faults.Count > 0) throw Faulty(file, faults);

        string[] classes = [.. images.Where(image => image.Split is null || image.Split == evaluateOn).Select(image => image.Label)
            .Distinct().Order(StringComparer.Ordinal)];
        var (train, test) = (Side(null), Side(evaluateOn));
        Require(file, classes, train, test, evaluateOn, images);
        var root = Path.GetDirectoryName(file)!;
        RequireSome(file, root, images);
        return new ImageListing(root, [.. classes], train, test)
        {
            Place = file,
            EvaluateOn = evaluateOn,
            Notes = [.. SplitNames.Unread(images.Count(image => image.Split == SplitNames.Other(evaluateOn)), evaluateOn)],
        };

        ImmutableArray<ImageFile> Side(EvaluateOn? split) =>
        [
            .. images.Where(image => image.Split == split).OrderBy(image => image.Path, StringComparer.Ordinal)
                .Select(image => new ImageFile(image.Path, Array.IndexOf(classes, image.Label)) { Group = image.Group }),
        ];
    }

    /// <param name="Split">Null: training.</param>
    private sealed record Row(int Number, string Path, string Label, EvaluateOn? Split, string? Group);

    private static List<Row> Images(string file, IEnumerable<ManifestRow> rows, ManifestColumns columns, List<string> faults)
    {
        var images = new List<Row>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            void Fault(string column, string? found, string allowed) =>
                faults.Add($"row {row.Number}, column '{column}': found {(string.IsNullOrEmpty(found) ? "nothing" : $"'{found}'")}; "
                    + $"allowed: {allowed}.");

            var before = faults.Count;
            var path = PathOf(row.Path);
            if (path is null) Fault(columns.Path, row.Path, "the path of an image, from the manifest's folder");
            else if (!seen.TryAdd(path, row.Number)) Fault(columns.Path, row.Path, $"each image once (row {seen[path]} has it too)");
            var label = row.Label?.Trim();
            if (string.IsNullOrEmpty(label) || label.Any(letter => letter is '/' or '\\' || char.IsControl(letter)))
                Fault(columns.Label, row.Label, "the name of a class, without '/' and '\\'");
            var split = SplitOf(row.Split?.Trim() ?? "");
            if (split is null) Fault(columns.Split, row.Split, SplitNames.Allowed);
            if (faults.Count > before) continue;
            images.Add(new Row(row.Number, path!, label!, split!.Value.EvaluateOn, string.IsNullOrWhiteSpace(row.Group) ? null
                : row.Group.Trim()));
        }

        if (images.Count == 0 && faults.Count == 0) throw new InvalidInputException($"'{file}' has no row; allowed: a row for each image.");
        return images;
    }

    /// <summary>With forward slashes, and without steps that lead nowhere.</summary>
    private static string? PathOf(string? text)
    {
        var path = text?.Trim().Replace('\\', '/');
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal) || path.EndsWith('/')) return null;
        while (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..].TrimStart('/');
        return path.Length == 0 ? null : path.Replace("/./", "/", StringComparison.Ordinal);
    }

    private static (EvaluateOn? EvaluateOn, bool Known)? SplitOf(string text) =>
        SplitNames.Is(SplitNames.Train, text) ? (null, true)
        : SplitNames.Is(SplitNames.Test, text) ? (EvaluateOn.Test, true)
        : SplitNames.Is(SplitNames.Val, text) ? (EvaluateOn.Val, true)
        : null;

    private static InvalidInputException Faulty(string file, List<string> faults) => new(faults is [var one]
        ? $"{file}: {ReasonText.Escaped(one)}"
        : ReasonText.Of(
            $"{file}: {faults.Count} values are not allowed:",
            [.. faults.Take(Named), .. faults.Count > Named ? [$"and {faults.Count - Named} more"] : Array.Empty<string>()]));

    private static void Require(
        string file, string[] classes, ImmutableArray<ImageFile> train, ImmutableArray<ImageFile> test, EvaluateOn evaluateOn,
        List<Row> images)
    {
        if (classes.Length < 2) throw new InvalidInputException($"{file}: found "
            + $"{(classes is [var one] ? $"one class only, '{one}'" : $"no training and no {SplitNames.Word(evaluateOn)} image")}; "
            + "allowed: at least two classes.");
        var word = SplitNames.Word(evaluateOn);
        for (var label = 0; label < classes.Length; label++)
        {
            var (here, there) = (train.Count(image => image.Label == label), test.Count(image => image.Label == label));
            if (here > 0 && there > 0) continue;
            var other = SplitNames.Other(evaluateOn);
            var hint = there == 0 && test.IsEmpty && images.Any(image => image.Split == other)
                ? $" {SplitNames.Key(other)} evaluates on the other split."
                : "";
            throw new InvalidInputException(
                $"{file}: class '{classes[label]}': found {here} training and {there} {word} images; allowed: at least one of each "
                + $"({SplitNames.Key(evaluateOn)}).{hint}");
        }
    }

    /// <summary>
    /// Where none of the first images is there, or none of a folder, it is their folder that is wrong, or its disk is not mounted.
    /// </summary>
    private static void RequireSome(string file, string root, List<Row> images)
    {
        var away = AwayFolder.Of(root, images.Select(image => Path.GetFullPath(Path.Combine(root, image.Path))));
        if (images.Take(Looked).Any(image => FileFacts.Of(Path.Combine(root, image.Path)).Kind != FileKind.Missing))
        {
            if (away is not null) throw AwayFolder.Told(file, away);
            return;
        }

        throw new InvalidInputException(
            $"{file}: row {images[0].Number}: found '{images[0].Path}', and there is no file "
            + $"{Path.GetFullPath(Path.Combine(root, images[0].Path))}, nor any of the "
            + $"{Math.Min(Looked, images.Count)} first; allowed: paths from the manifest's folder, or full paths.") { AbsentFolder = away };
    }
}
