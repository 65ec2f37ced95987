using System.Collections.Immutable;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>One image of a data set, as yet unread.</summary>
/// <param name="Path">
/// What it is called: relative to the data set's root where it lies below it, with forward slashes. A byte of a name that is not UTF-8 is
/// written as \xE9.
/// </param>
/// <param name="Label">The index of its class.</param>
public sealed record ImageFile(string Path, int Label)
{
    /// <summary>Why it cannot be read, where its name alone says so; else null.</summary>
    public string? Unreadable { get; init; }

    /// <summary>What it shares with images that must be on the same side of a split, such as a patient; null: nothing.</summary>
    public string? Group { get; init; }

    /// <summary>Where it lies; null: where its path says, below the root.</summary>
    public string? File { get; init; }

    /// <summary>Whether the folder that an image lies in is called as its class, so that the path says the class.</summary>
    internal static bool SaysClass(string path, string name)
    {
        var end = path.LastIndexOf('/');
        return end > 0 && path.AsSpan(0, end) is var folder && folder[(folder.LastIndexOf('/') + 1)..].SequenceEqual(name);
    }
}

/// <summary>The images of a data set: which there are, of which class, and on which side.</summary>
/// <param name="Root">Full path.</param>
/// <param name="Classes">Names in ordinal order; a label is an index into it.</param>
/// <param name="Train">In ordinal order of path.</param>
/// <param name="Test">What is evaluated on, in ordinal order of path: the test split, or the validation split where that is wanted.</param>
public sealed record ImageListing(
    string Root, ImmutableArray<string> Classes, ImmutableArray<ImageFile> Train, ImmutableArray<ImageFile> Test)
{
    private const int Named = 3;

    /// <summary>What lies there and is not read.</summary>
    public LeftOut LeftOut { get; init; } = LeftOut.Nothing;

    /// <summary>Which split <see cref="Test"/> is.</summary>
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>What was listed: a folder, or the file of a manifest.</summary>
    public string Place { get; init; } = Root;

    /// <summary>Further sentences for whoever opens the data set.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Groups with images on both sides, in ordinal order.</summary>
    public ImmutableArray<string> GroupsOnBothSides =>
        [.. Train.Select(file => file.Group).OfType<string>().Intersect(Test.Select(file => file.Group).OfType<string>())
            .Order(StringComparer.Ordinal)];

    /// <summary>What the user is to be told before an image is read, a sentence each.</summary>
    public IEnumerable<string> Lines => [.. LeftOut.Lines, .. Notes, .. Straddling()];

    /// <summary>Images on both sides.</summary>
    public int Count => Train.Length + Test.Length;

    /// <summary>Where an image lies.</summary>
    public string PathOf(ImageFile file) => file.File ?? Path.Combine(Root, file.Path);

    private string[] Straddling()
    {
        var both = GroupsOnBothSides;
        if (both.IsEmpty) return [];
        var named = string.Join(", ", both.Take(Named).Select(group => $"'{ReasonText.Escaped(group)}'"))
            + (both.Length > Named ? $" and {both.Length - Named} more" : "");
        return
        [
            both.Length == 1
                ? $"The group {named} has training and {SplitNames.Word(EvaluateOn)} images: what is measured on the latter may be memory."
                : $"{both.Length} groups have training and {SplitNames.Word(EvaluateOn)} images, such as {named}: what is measured on the "
                    + "latter may be memory.",
        ];
    }
}
