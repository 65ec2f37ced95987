using System.Collections.Immutable;
using System.IO.Enumeration;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>One thing in a folder.</summary>
/// <param name="Name">Without the folder; odd bytes as \xE9 where it is not UTF-8.</param>
/// <param name="IsFolder">Links followed.</param>
/// <param name="NotUtf8">It cannot be opened under this name.</param>
internal sealed record FolderEntry(string Name, bool IsFolder, bool NotUtf8 = false)
{
    public string Ending { get; } = Path.GetExtension(Name).ToLowerInvariant();
}

/// <summary>What lies in a folder, without what systems leave behind there.</summary>
internal static class FolderListing
{
    private const char Replacement = '\uFFFD';

    private static readonly HashSet<string> LeftBehindBySystems = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", // macOS and Windows
        "@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", // network storage: thumbnails, deleted files, old states
        "$RECYCLE.BIN", "System Volume Information", "lost+found",
    };

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>In ordinal order of name.</summary>
    /// <exception cref="InvalidInputException">The folder may not be read, or is gone.</exception>
    public static ImmutableArray<FolderEntry> Of(string path)
    {
        try
        {
            var listed = new FileSystemEnumerable<FolderEntry>(
                path, (ref FileSystemEntry entry) => new FolderEntry(entry.FileName.ToString(), entry.IsDirectory), Everything).ToArray();
            if (Array.Exists(listed, IsDoubtful))
                listed = [.. listed.Where(entry => !IsDoubtful(entry) || IsThere(path, entry)), .. RawNames.NotUtf8(path)];
            return [.. listed.Where(entry => !IsLeftBehind(entry.Name)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new InvalidInputException($"The folder '{path}' may not be read: {denied.Message}", denied);
        }
        catch (DirectoryNotFoundException gone)
        {
            throw new InvalidInputException($"The folder '{path}' is gone.", gone);
        }
    }

    /// <summary>Hidden, or made by a system or a storage box rather than by whoever made the data set.</summary>
    public static bool IsLeftBehind(string name) => name.StartsWith('.') || LeftBehindBySystems.Contains(name);

    private static bool IsThere(string path, FolderEntry entry) => FileFacts.Of(Path.Combine(path, entry.Name)).Kind != FileKind.Missing;

    /// <summary>A name may hold U+FFFD itself, or stand for one that is not UTF-8.</summary>
    private static bool IsDoubtful(FolderEntry entry) => entry.Name.Contains(Replacement, StringComparison.Ordinal);
}
