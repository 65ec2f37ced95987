using System.Collections.Immutable;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Finds a picture that lies in two classes: at least one of its labels is wrong.</summary>
public static class SamePictures
{
    private const int Named = 3;
    private const int NamedTogether = 6;

    /// <param name="files">In the order that the paths of a group are told in.</param>
    /// <param name="pictures">Of each file something that is equal exactly for equal pictures; null where it is no image.</param>
    /// <returns>The paths of each such picture: the first of every class, then the second of every class, and so on.</returns>
    public static ImmutableArray<ImmutableArray<string>> InTwoClasses(IReadOnlyList<ImageFile> files, IReadOnlyList<string?> pictures) =>
        [.. files.Zip(pictures)
            .Where(pair => pair.Second is not null)
            .GroupBy(pair => pair.Second, pair => pair.First)
            .Where(same => same.Select(file => file.Label).Distinct().Count() > 1)
            .Select(same => same
                .GroupBy(file => file.Label)
                .SelectMany(inClass => inClass.Select((file, rank) => (file.Path, Rank: rank)))
                .OrderBy(file => file.Rank)
                .Select(file => file.Path).ToImmutableArray())];

    /// <summary>The equal paths in a line, the first six.</summary>
    public static string Together(ImmutableArray<string> paths) =>
        string.Join(" = ", paths.Take(NamedTogether)) + (paths.Length > NamedTogether ? $" and {paths.Length - NamedTogether} more" : "");

    /// <summary>In words, for whoever opens the data set; null where there is no such picture.</summary>
    public static string? Note(ImmutableArray<ImmutableArray<string>> groups)
    {
        if (groups.IsEmpty) return null;
        var named = string.Join("; ", groups.Take(Named).Select(Together));
        var more = groups.Length > Named ? $"; and {groups.Length - Named} more, which 'data check' names" : "";
        return groups.Length == 1
            ? $"The same picture lies in two classes: {named}."
            : $"{groups.Length} pictures lie in two classes each: {named}{more}.";
    }
}
