using System.Collections.Immutable;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Contracts.Images;

/// <summary>What a journal keeps of a data set: enough to know it again, and to tell what was left out.</summary>
/// <param name="Content">The content key, see <see cref="StoreInfo.ContentKey"/>.</param>
/// <param name="Classes">By label.</param>
public sealed record ImagesFacts(string Content, ImmutableArray<ClassImages> Classes)
{
    /// <summary>Lines kept of what was skipped, and of the notes; the log has the rest.</summary>
    public const int MostLines = 20;

    /// <summary>See <see cref="StoreInfo.Files"/>.</summary>
    public string Files { get; init; } = "";

    /// <summary>The version that decoded them.</summary>
    public string Decoder { get; init; } = "";

    /// <summary>Files with an image's name that cannot be read and are left out.</summary>
    public int SkippedCount { get; init; }

    /// <summary>The first of them, a line each: its path, and why.</summary>
    public ImmutableArray<string> Skipped { get; init; } = [];

    /// <summary>A line for whatever else a user should know of these images.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Over all classes.</summary>
    public int Training => Classes.Sum(c => c.Training);

    /// <summary>Over all classes.</summary>
    public int Test => Classes.Sum(c => c.Test);

    public static ImagesFacts Of(StoreInfo store) => new(
        store.ContentKey,
        [.. store.Classes.Select(name => new ClassImages(name, Count(store, name, "training"), Count(store, name, "test")))])
    {
        Files = store.Files,
        Decoder = store.Decoder,
        SkippedCount = store.Skipped.Length,
        Skipped = [.. store.Skipped.Take(MostLines)],
        Notes = [.. store.Notes.Take(MostLines)],
    };

    public bool Equals(ImagesFacts? other) =>
        other is not null && (Content, Files, Decoder, SkippedCount) == (other.Content, other.Files, other.Decoder, other.SkippedCount)
        && Classes.SequenceEqual(other.Classes) && Skipped.SequenceEqual(other.Skipped) && Notes.SequenceEqual(other.Notes);

    public override int GetHashCode() => HashCode.Combine(Content, SkippedCount);

    private static int Count(StoreInfo store, string name, string split) =>
        store.Counts.Where(count => count.Class == name && count.Split == split).Sum(count => count.Images);
}

/// <summary>How many images a class has in the training and the test folder.</summary>
public sealed record ClassImages(string Name, int Training, int Test);
