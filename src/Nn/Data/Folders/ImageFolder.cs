using System.Collections.Immutable;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>A data set as it lies on disk: a folder per class under a training folder and under another.</summary>
public static class ImageFolder
{
    private const string OddName = "its name is not UTF-8 (its odd bytes are shown as \\x): rename it";

    /// <summary>Lists a data set without opening an image.</summary>
    /// <remarks>
    /// A class's images lie directly in its folder. What is left out is told in <see cref="ImageListing.LeftOut"/>. Folders are called
    /// train or training, val, valid or validation, test or testing, in any case of letters.
    /// </remarks>
    /// <param name="evaluateOn">Which folder is evaluated on; the other one is not read.</param>
    /// <exception cref="InvalidInputException">The folder is missing, or has not at least two classes with images of each in both
    /// splits.</exception>
    public static ImageListing Scan(string root, EvaluateOn evaluateOn = EvaluateOn.Test)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        RequireThere(root);

        var entries = FolderListing.Of(root);
        var train = List(root, entries, SplitNames.Train, "training", evaluateOn);
        var test = List(root, entries, SplitNames.Of(evaluateOn), SplitNames.Word(evaluateOn), evaluateOn);
        var leftOut = Rest(entries, [train, test]) with { UnusedSplits = Unused(root, entries, evaluateOn), EvaluateOn = evaluateOn };
        var classes = CommonClasses(train, test, leftOut);
        return new ImageListing(root, classes, Files(train, classes), Files(test, classes)) { LeftOut = leftOut, EvaluateOn = evaluateOn };
    }

    /// <exception cref="InvalidInputException">There is no such folder.</exception>
    public static void RequireThere(string root)
    {
        if (File.Exists(root)) throw new InvalidInputException($"'{root}' is a file. A data set is a folder.");
        if (!Directory.Exists(root)) throw new InvalidInputException($"There is no data set folder '{root}'.");
    }

    /// <summary>
    /// The training folder, or the one that is evaluated on, where it alone is not there, or holds nothing: a half on a disk of its own.
    /// Its name is as the other half's would have it. Null where both have something in them, or neither has.
    /// </summary>
    /// <param name="evaluateOn">Which folder is evaluated on; the other one is not looked at.</param>
    /// <exception cref="InvalidInputException">A folder may not be read.</exception>
    public static string? MissingHalf(string root, EvaluateOn evaluateOn = EvaluateOn.Test)
    {
        var folders = FolderListing.Of(root).Where(entry => entry.IsFolder).Select(entry => entry.Name).ToArray();
        string[] Found(string[] names) => [.. folders.Where(folder => names.Contains(folder.ToLowerInvariant()))];
        bool IsThere(string[] found) => found.Any(name => !FolderListing.Of(Path.Combine(root, name)).IsEmpty);
        var train = Found(SplitNames.Train);
        var names = SplitNames.Of(evaluateOn);
        var test = Found(names);
        return (IsThere(train), IsThere(test)) switch
        {
            (false, true) => Path.Combine(root, train.FirstOrDefault() ?? NameLike(test[0], SplitNames.Train, names)),
            (true, false) => Path.Combine(root, test.FirstOrDefault() ?? NameLike(train[0], names, SplitNames.Train)),
            _ => null,
        };
    }

    /// <summary>For instance Training beside Testing, and TRAIN beside TEST.</summary>
    private static string NameLike(string other, string[] names, string[] others)
    {
        var name = names[Math.Min(Array.IndexOf(others, other.ToLowerInvariant()), names.Length - 1)];
        return other.ToUpperInvariant() == other ? name.ToUpperInvariant() : char.IsUpper(other[0]) ? char.ToUpperInvariant(name[0])
            + name[1..] : name;
    }

    private static SplitFolder List(string root, ImmutableArray<FolderEntry> entries, string[] names, string role, EvaluateOn evaluateOn)
    {
        var folders = entries.Where(entry => entry.IsFolder).Select(entry => entry.Name).ToArray();
        var found = folders.Where(folder => names.Contains(folder.ToLowerInvariant())).ToArray();
        if (found.Length == 0)
        {
            var other = SplitNames.Other(evaluateOn);
            var hint = names != SplitNames.Train
                && folders.FirstOrDefault(folder => SplitNames.Is(SplitNames.Of(other), folder)) is { } there
                ? $" {SplitNames.Key(other)} evaluates on '{there}'."
                : "";
            throw new InvalidInputException($"'{root}' has no {role} folder. It holds {Listing(folders)}; "
                + (evaluateOn == EvaluateOn.Test
                    ? "a data set has 'Training' and 'Testing', or 'train' and 'test', in any case of letters."
                    : "with data.evaluate-on = val a data set has 'train' and 'val' (or 'valid', 'validation'), in any case of letters.")
                + hint);
        }

        if (found.Length > 1) throw new InvalidInputException(
            $"'{root}' has more than one {role} folder: {Listing(found)}. A data set has one.");

        return SplitFolder.List(root, found[0]);
    }

    private static ImmutableArray<string> CommonClasses(SplitFolder train, SplitFolder test, LeftOut leftOut)
    {
        var endings = string.Join(", ", SplitFolder.ImageEndings);
        InvalidInputException Fault(string text) => new(ReasonText.Of(ReasonText.Escaped(text), leftOut.Lines));
        foreach (var (here, there) in new[] { (train, test), (test, train) })
        {
            foreach (var name in here.ClassNames.Except(there.ClassNames))
            {
                var fault = there.ByClass.ContainsKey(name) ? "is empty" : "is missing";
                throw Fault(
                    $"Class '{name}' has {here.ByClass[name].Images.Length} images in '{here.Path}', but "
                    + $"'{Path.Combine(there.Path, name)}' {fault}. "
                    + $"Every class needs images in both ({endings}); '{there.Name}' has {Listing(there.ClassNames)}.");
            }
        }

        if (train.ClassNames.Length >= 2) return train.ClassNames;

        var found = train.ClassNames.Length == 0 ? "no class folder with images" : $"one class only, '{train.ClassNames[0]}'";
        throw Fault(
            $"'{train.Path}' has {found}. A data set has at least two classes, each a folder with images ({endings}).");
    }

    /// <summary>The folder that could be evaluated on as well.</summary>
    private static ImmutableArray<SubFolderCount> Unused(string root, ImmutableArray<FolderEntry> entries, EvaluateOn evaluateOn) =>
    [
        .. entries.Where(entry => entry is { IsFolder: true, NotUtf8: false }
            && SplitNames.Is(SplitNames.Of(SplitNames.Other(evaluateOn)), entry.Name))
            .Select(entry => new SubFolderCount(entry.Name, SplitFolder.ImagesBelow(Path.Combine(root, entry.Name)))),
    ];

    private static ImmutableArray<ImageFile> Files(SplitFolder split, ImmutableArray<string> classes) =>
        [.. classes
            .SelectMany((name, label) => split.ByClass[name].Images
                .Select(entry => new ImageFile($"{split.Name}/{name}/{entry.Name}", label) { Unreadable = entry.NotUtf8 ? OddName : null }))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static LeftOut Rest(ImmutableArray<FolderEntry> entries, SplitFolder[] splits)
    {
        var classes = splits.SelectMany(split => split.ByClass.Values).ToArray();
        return new LeftOut(
            Endings: [.. classes.SelectMany(c => c.NotRead)
                .GroupBy(e => e.Ending, (ending, same) => (Ending: ending, Folders: same.ToArray()))
                .Select(e => new EndingCount(e.Ending, e.Folders.Sum(f => f.Files), e.Folders[0].First))
                .OrderByDescending(e => e.Files).ThenBy(e => e.Ending, StringComparer.Ordinal)],
            SubFolders: [.. classes.SelectMany(c => c.SubFolders)],
            BesideClasses:
            [
                .. entries.Where(entry => !entry.IsFolder && SplitFolder.IsImage(entry)).Select(entry => entry.Name),
                .. splits.SelectMany(s => s.Strays),
            ],
            NoClass: [.. classes.Where(c => c.Images.IsEmpty).Select(c => c.Path)],
            BrokenLinks: [.. splits.SelectMany(s => s.BrokenLinks)],
            OtherFolders: [.. entries.Where(entry => entry.IsFolder).Select(entry => entry.Name).Except(splits.Select(s => s.Name))]);
    }

    private static string Listing(IReadOnlyCollection<string> names) =>
        names.Count == 0
            ? "no folder"
            : string.Join(", ", names.Take(8).Select(name => $"'{name}'")) + (names.Count > 8 ? $" and {names.Count - 8} more" : "");
}
