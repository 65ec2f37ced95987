using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorGaze.Nn.Data.Folders;
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

    /// <summary>See <see cref="StoreInfo.Pictures"/>; empty in journals of versions that did not write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Pictures { get; init; }

    /// <summary>Which split the test images are of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>Over all classes.</summary>
    public int Training => Classes.Sum(c => c.Training);

    /// <summary>Over all classes.</summary>
    public int Test => Classes.Sum(c => c.Test);

    /// <summary>Over all classes.</summary>
    public int Dropped => Classes.Sum(c => c.Dropped);

    /// <param name="dropLeaked">Whether images that are training images too are left out of the evaluation.</param>
    /// <param name="heldBack">Share of the training images that is held back for evaluation.</param>
    public static ImagesFacts Of(StoreInfo store, bool dropLeaked = false, double heldBack = 0)
    {
        var leaked = store.LeakedWith(heldBack);
        return new ImagesFacts(
            store.ContentKey,
            [
                .. store.Classes.Select((name, label) =>
                    new ClassImages(name, Count(store, label), Count(store, store.Classes.Length + label))
                {
                    Dropped = dropLeaked ? leaked[label] : 0,
                }),
            ])
        {
            Pictures = store.Pictures,
            EvaluateOn = store.EvaluateOn,
            Files = store.Files,
            Decoder = store.Decoder,
            SkippedCount = store.Skipped.Length,
            Skipped = [.. store.Skipped.Take(MostLines)],
            Notes = [.. ImagesWords.Leaked(leaked.Sum(), store, dropLeaked, heldBack).Concat(store.Notes).Take(MostLines)],
        };
    }

    /// <summary>The same whatever is left out of the evaluation, and without notes.</summary>
    internal ImagesFacts OfAllImages() => this with { Classes = [.. Classes.Select(one => one with { Dropped = 0 })], Notes = [] };

    public bool Equals(ImagesFacts? other) =>
        other is not null && (Content, Files, Decoder, SkippedCount, Pictures, EvaluateOn) == (other.Content, other.Files, other.Decoder,
            other.SkippedCount, other.Pictures, other.EvaluateOn)
        && Classes.SequenceEqual(other.Classes) && Skipped.SequenceEqual(other.Skipped) && Notes.SequenceEqual(other.Notes);

    public override int GetHashCode() => HashCode.Combine(Content, SkippedCount);

    private static int Count(StoreInfo store, int place) => place < store.Counts.Length ? store.Counts[place].Images : 0;
}

/// <summary>How many images a class has to train on, and in the split that is evaluated on.</summary>
public sealed record ClassImages(string Name, int Training, int Test)
{
    /// <summary>Those that are training images too and are therefore not evaluated on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Dropped { get; init; }
}
