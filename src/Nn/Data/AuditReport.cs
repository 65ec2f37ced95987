using System.Collections.Immutable;

namespace ActorGaze.Nn.Data;

/// <summary>What a data set holds, and what about it should give pause. Every path is relative to the root.</summary>
/// <param name="Root">Full path.</param>
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
    public int ImageCount => Counts.Sum(count => count.Images);

    /// <summary>Whether a test file equals a training file.</summary>
    public bool SplitsShareFiles => TestFilesInTraining > 0;
}

/// <summary>How many images a class has in a split, 'training' or 'test'.</summary>
public sealed record ClassCount(string Split, string Class, int Images);

/// <summary>A split's largest class and its share of the split, in (0, 1].</summary>
public sealed record ClassShare(string Split, string Class, double Share);

/// <summary>How many images are stored at this size, in pixels.</summary>
public sealed record SizeCount(int Width, int Height, int Images);

/// <summary>How many images are stored so, for instance 'gray 8-bit JPEG'.</summary>
public sealed record ModeCount(string Mode, int Images);

/// <summary>A file with an image's name that is none, and why.</summary>
public sealed record UnreadableImage(string Path, string Reason);

/// <summary>An image that training will have to enlarge out of next to nothing; sizes in pixels.</summary>
public sealed record TinyImage(string Path, int Width, int Height);

/// <summary>Files with equal bytes, in ordinal order, at least two in all.</summary>
public sealed record DuplicateGroup(ImmutableArray<string> Training, ImmutableArray<string> Test);
