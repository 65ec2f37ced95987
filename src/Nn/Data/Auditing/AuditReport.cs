using System.Collections.Immutable;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Auditing;

/// <summary>What a data set holds, and what about it should give pause. Every path is relative to the root.</summary>
/// <param name="Root">Full path of the folder or the manifest.</param>
/// <param name="Counts">Images per class and split, unreadable ones included.</param>
/// <param name="Sizes">Of the readable images, most frequent first.</param>
/// <param name="ColourModes">Of the readable images, most frequent first.</param>
/// <param name="Unreadable">What training would fail on, or skip.</param>
/// <param name="Tiny">Readable images with a side below 32 pixels.</param>
/// <param name="Duplicates">Groups of files with equal bytes.</param>
/// <param name="DuplicatesInTraining">Training files beyond the first of their group.</param>
/// <param name="DuplicatesInTest">Test files beyond the first of their group.</param>
/// <param name="TestFilesInTraining">Test files whose bytes a training file has too: what is measured on them is memory.</param>
/// <param name="ContentsInBothSplits">The same, counting files with equal bytes once.</param>
/// <param name="DuplicatesAcrossClasses">Groups whose files have more than one label.</param>
public sealed record AuditReport(
    string Root,
    ImmutableArray<string> Classes,
    ImmutableArray<ClassCount> Counts,
    ImmutableArray<ClassShare> LargestClass,
    ImmutableArray<SizeCount> Sizes,
    ImmutableArray<ModeCount> ColourModes,
    ImmutableArray<UnreadableImage> Unreadable,
    ImmutableArray<TinyImage> Tiny,
    ImmutableArray<DuplicateGroup> Duplicates,
    int DuplicatesInTraining,
    int DuplicatesInTest,
    int TestFilesInTraining,
    int ContentsInBothSplits,
    int DuplicatesAcrossClasses)
{
    /// <summary>The paths of each picture that lies in more than one class, also where it is stored in different ways.</summary>
    public ImmutableArray<ImmutableArray<string>> InTwoClasses { get; init; } = [];

    /// <summary>Of the readable images of 8 bits and of those of 16.</summary>
    public ImmutableArray<BrightestValue> Brightest { get; init; } = [];

    /// <summary>What lies there and is not read.</summary>
    public LeftOut LeftOut { get; init; } = LeftOut.Nothing;

    /// <summary>Which split the test images are of.</summary>
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>Further sentences about the list of images.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Groups, such as patients, with training and test images.</summary>
    public ImmutableArray<string> GroupsOnBothSides { get; init; } = [];

    /// <summary>
    /// Test images that a training image equals after decoding, however the two are stored: <c>data.drop-leaked</c> leaves these out.
    /// </summary>
    public int TestPicturesInTraining { get; init; }

    public int ImageCount => Counts.Sum(count => count.Images);

    /// <summary>Whether a test file equals a training file.</summary>
    public bool SplitsShareFiles => TestFilesInTraining > 0;
}

/// <summary>A split's largest class and its share of the split, in (0, 1].</summary>
public sealed record ClassShare(string Split, string Class, double Share);

/// <summary>How many images are stored at this size, in pixels.</summary>
public sealed record SizeCount(int Width, int Height, int Images);

/// <summary>How many images are stored so, for instance 'gray 8-bit JPEG'.</summary>
public sealed record ModeCount(string Mode, int Images);

/// <summary>The brightest value that images use, of those that they could.</summary>
/// <param name="Bits">Per component: 8, or 16 of PNG.</param>
/// <param name="Value">As stored in images of 16 bits; in all others after decoding to gray and 224×224.</param>
/// <param name="White">The largest value that there is.</param>
public sealed record BrightestValue(int Bits, int Images, int Value, int White)
{
    /// <summary>What follows from it, in words; null where nothing does.</summary>
    public string? Note { get; init; }
}

/// <summary>An image that training will have to enlarge out of next to nothing; sizes in pixels.</summary>
public sealed record TinyImage(string Path, int Width, int Height);

/// <summary>Files with equal bytes, in ordinal order, at least two in all.</summary>
public sealed record DuplicateGroup(ImmutableArray<string> Training, ImmutableArray<string> Test);
