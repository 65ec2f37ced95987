using System.Collections.Immutable;
using System.IO.Enumeration;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>A class's folder in one split: the images that are read, and what else lies there. Paths are relative to the root.</summary>
/// <param name="SubFolders">Those with images.</param>
internal sealed record ClassFolder(
    string Path, ImmutableArray<FolderEntry> Images, ImmutableArray<EndingCount> NotRead, ImmutableArray<SubFolderCount> SubFolders);

/// <summary>The training or the test folder of a data set.</summary>
/// <param name="Path">Full.</param>
/// <param name="Name">As it is written on disk.</param>
/// <param name="Strays">Images beside the class folders.</param>
/// <param name="BrokenLinks">Links beside them that lead nowhere, as to a class on another disk.</param>
internal sealed record SplitFolder(
    string Path,
    string Name,
    ImmutableSortedDictionary<string, ClassFolder> ByClass,
    ImmutableArray<string> Strays,
    ImmutableArray<string> BrokenLinks)
{
    /// <summary>How the names of images end that are read.</summary>
    public static readonly ImmutableArray<string> ImageEndings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp"];

    private static readonly string[] NeverImages =
        [".txt", ".csv", ".tsv", ".json", ".xml", ".yaml", ".yml", ".md", ".html", ".htm", ".pdf", ".db", ".ini", ".log", ".py", ".ipynb"];

    private static readonly EnumerationOptions Below =
        new() { AttributesToSkip = 0, IgnoreInaccessible = true, RecurseSubdirectories = true };

    /// <summary>Classes with images, in ordinal order.</summary>
    public ImmutableArray<string> ClassNames { get; } = [.. ByClass.Where(entry => !entry.Value.Images.IsEmpty).Select(entry => entry.Key)];

    public static SplitFolder List(string root, string name)
    {
        var path = System.IO.Path.Combine(root, name);
        var entries = FolderListing.Of(path);
        if (entries.FirstOrDefault(entry => entry is { IsFolder: true, NotUtf8: true }) is { } odd)
            throw new InvalidInputException(
                $"The folder '{odd.Name}' in '{path}' has a name that is not UTF-8 (\\x shows its odd bytes). Rename it.");

        var classes = entries.Where(entry => entry.IsFolder)
            .ToImmutableSortedDictionary(entry => entry.Name, entry => ListClass(root, $"{name}/{entry.Name}"), StringComparer.Ordinal);
        var files = entries.Where(entry => !entry.IsFolder).ToArray();
        return new SplitFolder(
            path, name, classes,
            Strays: [.. files.Where(IsImage).Select(entry => $"{name}/{entry.Name}")],
            BrokenLinks: [.. files
                .Where(entry => !IsImage(entry) && LeadsNowhere(System.IO.Path.Combine(path, entry.Name)))
                .Select(entry => $"{name}/{entry.Name}")]);
    }

    /// <summary>True where the name says that it is an image of a kind that is read.</summary>
    public static bool IsImage(FolderEntry entry) => ImageEndings.Contains(entry.Ending);

    private static ClassFolder ListClass(string root, string path)
    {
        var full = System.IO.Path.Combine(root, path);
        var entries = FolderListing.Of(full);
        return new ClassFolder(
            path,
            Images: [.. entries.Where(IsImage)],
            NotRead: [.. entries
                .Where(entry => !entry.IsFolder && !IsImage(entry) && !NeverImages.Contains(entry.Ending))
                .GroupBy(entry => entry.Ending, (ending, group) => (Ending: ending, Files: group.ToArray()))
                .Select(group => new EndingCount(group.Ending, group.Files.Length, $"{path}/{group.Files[0].Name}"))],
            SubFolders: [.. entries
                .Where(entry => entry is { IsFolder: true, NotUtf8: false } && !IsImage(entry))
                .Select(entry => new SubFolderCount($"{path}/{entry.Name}", ImagesBelow(System.IO.Path.Combine(full, entry.Name))))
                .Where(sub => sub.Images > 0)]);
    }

    /// <summary>Files with an image's name in a folder and below it. Links to folders are not followed: they may lead back.</summary>
    public static int ImagesBelow(string path) =>
        new FileSystemEnumerable<bool>(path, (ref FileSystemEntry _) => true, Below)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && !entry.FileName.StartsWith('.') && IsImage(new FolderEntry(entry.FileName.ToString(), false)),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !FolderListing.IsLeftBehind(entry.FileName.ToString()),
        }.Count();

    private static bool LeadsNowhere(string path) => FileFacts.Of(path).Kind is FileKind.DanglingLink or FileKind.LinkLoop;
}
