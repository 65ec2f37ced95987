using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>Files in class folders that are not read, by the end of their names, such as .tif.</summary>
/// <param name="Ending">In lower case; empty for names without one.</param>
/// <param name="First">Path of one of them.</param>
public sealed record EndingCount(string Ending, int Files, string First);

/// <summary>A folder within a class's folder; the images in it and below it are not read.</summary>
public sealed record SubFolderCount(string Path, int Images);

/// <summary>What lies in a data set's folder and is not read. Every path is relative to the root.</summary>
/// <param name="Endings">Most frequent first. Texts, tables and the like are not counted.</param>
/// <param name="SubFolders">Those with images.</param>
/// <param name="BesideClasses">Images that lie in no class's folder.</param>
/// <param name="NoClass">Folders among the classes without an image that is read.</param>
/// <param name="BrokenLinks">Links among the classes that lead nowhere.</param>
/// <param name="OtherFolders">Folders beside the training and the test folder.</param>
public sealed record LeftOut(
    ImmutableArray<EndingCount> Endings,
    ImmutableArray<SubFolderCount> SubFolders,
    ImmutableArray<string> BesideClasses,
    ImmutableArray<string> NoClass,
    ImmutableArray<string> BrokenLinks,
    ImmutableArray<string> OtherFolders)
{
    private const int Named = 3;

    public static LeftOut Nothing { get; } = new([], [], [], [], [], []);

    /// <summary>Folders of a split that is not evaluated on, and the images in them.</summary>
    public ImmutableArray<SubFolderCount> UnusedSplits { get; init; } = [];

    /// <summary>Which split is evaluated on.</summary>
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>In words, a sentence each; without the other folders, which a data set may well have.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Lines =>
    [
        .. Endings.Select(Told),
        .. SubFolders.IsEmpty
            ? Array.Empty<string>()
            : [$"{Count(InSubFolders, "image")} in sub-folders of classes {Are(InSubFolders)} not read: "
                + $"{Listed(SubFolders, s => $"{s.Path} ({s.Images})")}. Only images directly in a class's folder are."],
        .. BesideClasses.IsEmpty
            ? Array.Empty<string>()
            : [$"{Count(BesideClasses.Length, "image")} beside the class folders {Are(BesideClasses.Length)} not read: "
                + $"{Listed(BesideClasses, path => path)}."],
        .. UnusedSplits.Select(split => $"{Count(split.Images, "image")} in {ReasonText.Escaped(split.Path)} {Are(split.Images)} not read: "
            + $"{SplitNames.Key(EvaluateOn)}."),
        .. NoClass.Select(path => $"The folder {ReasonText.Escaped(path)} has no image that is read, so it is no class."),
        .. BrokenLinks.Select(path => $"The link {ReasonText.Escaped(path)} leads nowhere, so it is left out."),
    ];

    private static string Told(EndingCount e)
    {
        var files = e.Ending.Length == 0 ? $"{Count(e.Files, "file")} without an ending" : Count(e.Files, $"{e.Ending} file");
        return $"{files} {Are(e.Files)} not read, such as {ReasonText.Escaped(e.First)}; PNG, JPEG, WebP and BMP are.";
    }

    private int InSubFolders => SubFolders.Sum(s => s.Images);

    private static string Count(int number, string noun) => FormattableString.Invariant($"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string Are(int number) => number == 1 ? "is" : "are";

    private static string Listed<T>(ImmutableArray<T> all, Func<T, string> words) =>
        string.Join(", ", all.Take(Named).Select(one => ReasonText.Escaped(words(one))))
            + (all.Length > Named ? $" and {all.Length - Named} more" : "");
}
