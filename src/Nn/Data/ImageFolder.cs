using System.Collections.Immutable;

namespace ActorGaze.Nn.Data;

/// <summary>One image of a data set, as yet unread.</summary>
/// <param name="Path">Relative to the data set's root, with forward slashes.</param>
/// <param name="Label">The index of its class.</param>
public sealed record ImageFile(string Path, int Label);

/// <summary>A data set as it lies on disk: a folder per class under a training and a test folder.</summary>
/// <param name="Root">Full path.</param>
/// <param name="Classes">Names in ordinal order; a label is an index into it.</param>
/// <param name="Train">In ordinal order of path.</param>
/// <param name="Test">In ordinal order of path.</param>
public sealed record ImageFolder(string Root, ImmutableArray<string> Classes, ImmutableArray<ImageFile> Train, ImmutableArray<ImageFile> Test)
{
    private static readonly string[] TrainNames = ["training", "train"];
    private static readonly string[] TestNames = ["testing", "test"];
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg"];

    /// <summary>Lists a data set without opening an image.</summary>
    /// <remarks>A class's images lie directly in its folder. Other folders beside the two are left alone.</remarks>
    /// <exception cref="InvalidInputException">The folder is missing, or has not at least two classes with images of each in both splits.</exception>
    public static ImageFolder Scan(string root)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (File.Exists(root)) throw new InvalidInputException($"'{root}' is a file. A data set is a folder.");
        if (!Directory.Exists(root)) throw new InvalidInputException($"There is no data set folder '{root}'.");

        var train = List(root, TrainNames, "training");
        var test = List(root, TestNames, "test");
        var classes = CommonClasses(train, test);
        return new ImageFolder(root, classes, Files(train, classes), Files(test, classes));
    }

    private static Split List(string root, string[] names, string role)
    {
        var folders = Folders(root);
        var found = folders.Where(folder => names.Contains(folder.ToLowerInvariant())).ToArray();
        if (found.Length == 0)
        {
            throw new InvalidInputException($"'{root}' has no {role} folder. It holds {Listing(folders)}; "
                + "a data set has 'Training' and 'Testing', or 'train' and 'test', in any case of letters.");
        }

        if (found.Length > 1) throw new InvalidInputException($"'{root}' has more than one {role} folder: {Listing(found)}. A data set has one.");

        var path = Path.Combine(root, found[0]);
        var byClass = Folders(path).ToDictionary(folder => folder, folder => Images(Path.Combine(path, folder)), StringComparer.Ordinal);
        return new Split(path, found[0], byClass);
    }

    private static ImmutableArray<string> CommonClasses(Split train, Split test)
    {
        foreach (var (here, there) in new[] { (train, test), (test, train) })
        {
            foreach (var name in here.ClassNames.Except(there.ClassNames))
            {
                var fault = there.ByClass.ContainsKey(name) ? "is empty" : "is missing";
                throw new InvalidInputException(
                    $"Class '{name}' has {here.ByClass[name].Length} images in '{here.Path}', but '{Path.Combine(there.Path, name)}' {fault}. "
                    + $"Every class needs images in both ({string.Join(", ", ImageEndings)}); '{there.Name}' has {Listing(there.ClassNames)}.");
            }
        }

        if (train.ClassNames.Length >= 2) return train.ClassNames;

        var found = train.ClassNames.Length == 0 ? "no class folder with images" : $"one class only, '{train.ClassNames[0]}'";
        throw new InvalidInputException(
            $"'{train.Path}' has {found}. A data set has at least two classes, each a folder with images ({string.Join(", ", ImageEndings)}).");
    }

    private static ImmutableArray<ImageFile> Files(Split split, ImmutableArray<string> classes) =>
        [.. classes
            .SelectMany((name, label) => split.ByClass[name].Select(file => new ImageFile($"{split.Name}/{name}/{file}", label)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static string[] Folders(string path) => Listed(path, () => Directory.EnumerateDirectories(path))
        .Where(name => !name.StartsWith('.') && name != "__MACOSX")
        .ToArray();

    private static string[] Images(string path) => Listed(path, () => Directory.EnumerateFiles(path))
        .Where(name => !name.StartsWith('.') && ImageEndings.Contains(Path.GetExtension(name).ToLowerInvariant()))
        .ToArray();

    private static IEnumerable<string> Listed(string path, Func<IEnumerable<string>> list)
    {
        try
        {
            return list().Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToArray();
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new InvalidInputException($"The folder '{path}' may not be read: {denied.Message}", denied);
        }
    }

    private static string Listing(IReadOnlyCollection<string> names) =>
        names.Count == 0
            ? "no folder"
            : string.Join(", ", names.Take(8).Select(name => $"'{name}'")) + (names.Count > 8 ? $" and {names.Count - 8} more" : "");

    private sealed record Split(string Path, string Name, IReadOnlyDictionary<string, string[]> ByClass)
    {
        public ImmutableArray<string> ClassNames { get; } =
            [.. ByClass.Where(entry => entry.Value.Length > 0).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
    }
}
