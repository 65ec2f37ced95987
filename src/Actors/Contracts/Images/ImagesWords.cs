using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Contracts.Images;

/// <summary>What screens, lines and refusals say of a data set. Pure.</summary>
public static class ImagesWords
{
    private const int ShortKey = 12;

    /// <summary>For instance "24 training and 8 test images of 2 classes, content 0123456789ab".</summary>
    public static string Summary(ImagesFacts images) =>
        $"{images.Training} training and {images.Test} {Split(images.EvaluateOn)} images of {images.Classes.Length} classes, "
        + $"{(images.Dropped > 0 ? $"{images.Dropped} of them not evaluated on because they are training images too, " : "")}content "
        + $"{Short(images.Content)}";

    /// <summary>What is told of images that are evaluated on and are training images too; nothing where there are none.</summary>
    /// <param name="leaked">How many there are.</param>
    public static IEnumerable<string> Leaked(int leaked, StoreInfo store, bool dropLeaked, double heldBack)
    {
        if (leaked == 0) return [];
        var (they, them) = leaked == 1 ? ("is a training image", "is") : ("are training images", "are");
        var which = heldBack > 0 ? "images that data.validation holds back" : $"{store.TestCount} {Split(store.EvaluateOn)} images";
        return
        [
            dropLeaked
                ? $"{leaked} of the {which} {they} too and {them} left out of the evaluation: data.drop-leaked = true."
                : $"{leaked} of the {which} {they} too: where the {Split(store.EvaluateOn)} images are evaluated on, what is measured on "
                    + "these is memory. data.drop-leaked = true leaves them out.",
        ];
    }

    /// <summary>A sentence for each kind of thing that was left out or is to be known; empty where there is nothing to tell.</summary>
    public static IReadOnlyList<string> LeftOut(ImagesFacts images) =>
    [
        .. images.SkippedCount == 0
            ? []
            : new[] { $"{images.SkippedCount} {(images.SkippedCount == 1 ? "image" : "images")} left out, unreadable: {Some(images)}" },
        .. images.Notes,
    ];

    /// <summary>The same at full length: a line for each file that the journal names.</summary>
    public static IReadOnlyList<string> LeftOutByName(ImagesFacts images) =>
    [
        .. images.Skipped,
        .. images.SkippedCount > images.Skipped.Length
            ? new[] { $"{images.SkippedCount - images.Skipped.Length} more unreadable images; the log names them" }
            : [],
        .. images.Notes,
    ];

    /// <summary>How the images differ, from what the journal keeps: by the counts of their classes, or in their pixels alone.</summary>
    public static string Difference(ImagesFacts before, ImagesFacts now)
    {
        if (before.Files.Length > 0 && before.Files == now.Files)
            return $"the files are the same, but {now.Decoder} decodes them otherwise than {before.Decoder}";

        if (before.Pictures is { Length: > 0 } && before.Pictures == now.Pictures)
            return "the same pictures, but under other paths, in another order or in other groups";

        var names = before.Classes.Concat(now.Classes).Select(c => c.Name).Distinct();
        string[] counts = [.. names.Select(name => Counts(name, before, now)).OfType<string>()];
        return counts.Length > 0
            ? string.Join("; ", counts)
            : $"as many images of each class, but other ones (content {Short(before.Content)} before, {Short(now.Content)} now)";
    }

    /// <summary>Why images that are not those of the sweep cannot be taken.</summary>
    public static string OtherImages(string data, string difference) =>
        $"The images of {data} are not those that this sweep was begun with: {difference}. Put the old ones back, or give the sweep "
        + "another name.";

    private static string? Counts(string name, ImagesFacts before, ImagesFacts now)
    {
        var (old, present) = (Of(before, name), Of(now, name));
        return old == present
            ? null
            : $"class {name} had {old.Training} training and {old.Test} test images, and has {present.Training} and {present.Test} now";
    }

    private static ClassImages Of(ImagesFacts images, string name) =>
        images.Classes.FirstOrDefault(c => c.Name == name) ?? new ClassImages(name, 0, 0);

    private static string Some(ImagesFacts images) =>
        images.Skipped.Length == 0
            ? "the log names them"
            : images.Skipped[0] + (images.SkippedCount > 1 ? $" and {images.SkippedCount - 1} more" : "");

    private static string Split(EvaluateOn evaluateOn) => evaluateOn == EvaluateOn.Val ? "validation" : "test";

    private static string Short(string key) => key[..Math.Min(ShortKey, key.Length)];
}
