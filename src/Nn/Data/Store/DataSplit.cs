using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Which images a run trains on and which it is evaluated on, as indices into its image store, in rising order.</summary>
public sealed record DataSplit(int[] Train, int[] Evaluation)
{
    /// <param name="store">Training images first, then those of the split that is evaluated on.</param>
    /// <param name="validation">See <see cref="DataSpec.Validation"/>.</param>
    /// <param name="dropLeaked">Leave out of the evaluation what is trained on too: a picture with the same pixels, whatever it is
    /// called.</param>
    /// <exception cref="InvalidInputException">A class has no image on one side of the split.</exception>
    public static DataSplit Of(ImageStore store, double validation, bool dropLeaked = false)
    {
        var split = Whole(store, validation);
        if (!dropLeaked) return split;
        var kept = split with { Evaluation = [.. split.Evaluation.Except(Leaked(split, store.Picture))] };
        for (var label = 0; label < store.Classes.Length; label++)
        {
            if (Array.Exists(kept.Evaluation, i => store.Labels[i] == label)) continue;
            throw new InvalidInputException(
                $"Class '{store.Classes[label]}' has no image left to evaluate on: each of its "
                + $"{split.Evaluation.Count(i => store.Labels[i] == label)} images "
                + "is a training image too, and data.drop-leaked = true leaves these out.");
        }

        return kept;
    }

    /// <summary>The images that are evaluated on and trained on too, by their pixels; in rising order.</summary>
    /// <param name="picture">Of an image something that is equal exactly for equal pixels.</param>
    internal static int[] Leaked(DataSplit split, Func<int, string> picture)
    {
        var learned = split.Train.Select(picture).ToHashSet(StringComparer.Ordinal);
        return Array.FindAll(split.Evaluation, i => learned.Contains(picture(i)));
    }

    private static DataSplit Whole(ImageStore store, double validation)
    {
        var (train, test) = (new int[store.Classes.Length], new int[store.Classes.Length]);
        for (var i = 0; i < store.Count; i++) (i < store.TrainCount ? train : test)[store.Labels[i]]++;
        string?[] groups = [.. Enumerable.Range(0, store.TrainCount).Select(store.Group)];
        return (Objection(store.Classes, train, test, validation)
            ?? Objection(store.Classes, [.. store.Labels[..store.TrainCount]], groups, validation)) is { } objection
            ? throw new InvalidInputException(objection)
            : Of(store.Labels, store.TrainCount, validation, groups);
    }

    /// <summary>Null where every class of a list can be trained on and evaluated on, as far as names tell.</summary>
    public static string? Objection(ImageListing listing, double validation)
    {
        int[] Counts(IEnumerable<ImageFile> files)
        {
            var counts = new int[listing.Classes.Length];
            foreach (var file in files) counts[file.Label]++;
            return counts;
        }

        return Objection(listing.Classes, Counts(listing.Train), Counts(listing.Test), validation)
            ?? Objection(listing.Classes, [.. listing.Train.Select(file => file.Label)], [.. listing.Train.Select(file => file.Group)],
                validation);
    }

    /// <summary>Null where groups leave every class on both sides.</summary>
    private static string? Objection(IReadOnlyList<string> classes, int[] labels, string?[] groups, double validation)
    {
        if (validation == 0 || Array.TrueForAll(groups, group => group is null)) return null;
        var held = GroupSplit.HeldBack(labels, groups, validation).Select(i => labels[i]).ToHashSet();
        var label = Enumerable.Range(0, classes.Count).FirstOrDefault(label => !held.Contains(label), -1);
        if (label < 0) return null;
        string[] among = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).Select(i => groups[i] ?? "").Distinct()
            .Take(2)];
        return FormattableString.Invariant(
            $"Class '{classes[label]}' has no image to evaluate on: data.validation = {validation} holds whole groups back from training, ")
            + (among is [var one]
                ? $"and all its training images are of the group '{one}'. "
                : "and its groups hold all images of a class. ")
            + "Add images of another group, or set data.validation = 0 to evaluate on the test images.";
    }

    /// <summary>Null where every class has images to train on and to evaluate on; else which has none, and the key to change.</summary>
    /// <param name="train">Images in the training folder, by class.</param>
    /// <param name="test">Images in the test folder, by class.</param>
    public static string? Objection(IReadOnlyList<string> classes, IReadOnlyList<int> train, IReadOnlyList<int> test, double validation)
    {
        for (var label = 0; label < classes.Count; label++)
        {
            if (train[label] == 0) return $"Class '{classes[label]}' has no image to train on.";
            if (validation == 0 && test[label] == 0)
            {
                return $"Class '{classes[label]}' has no image in the test folder, which data.validation = 0 evaluates on. "
                    + "Add images of it, or set data.validation to hold some back from training.";
            }

            if (validation > 0 && train[label] == 1)
            {
                return FormattableString.Invariant($"Class '{classes[label]}' has no image to evaluate on: data.validation = {validation} ")
                    + "holds images back from training, and its one training image must stay there. "
                    + "Add images of it, or set data.validation = 0 to evaluate on the test folder.";
            }
        }

        return null;
    }

    /// <summary>
    /// At a validation of 0, the training and the test images. Else that share of every class's training images is held back.
    /// </summary>
    /// <remarks>
    /// The same images in every run. The share is rounded to whole images; of two or more images of a class at least one is held back and
    /// at least one stays.
    /// </remarks>
    /// <param name="groups">Of the training images, what must stay on one side; null: nothing need.</param>
    /// <exception cref="ArgumentOutOfRangeException">The validation is not in [0, 1).</exception>
    public static DataSplit Of(IReadOnlyList<int> labels, int trainCount, double validation, IReadOnlyList<string?>? groups = null)
    {
        if (validation is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(
            nameof(validation), validation, "A share in [0, 1) is allowed.");
        if (validation == 0) return new DataSplit(
            [.. Enumerable.Range(0, trainCount)], [.. Enumerable.Range(trainCount, labels.Count - trainCount)]);

        if (groups?.Any(group => group is not null) == true)
        {
            var together = GroupSplit.HeldBack([.. labels.Take(trainCount)], groups, validation);
            return new DataSplit([.. Enumerable.Range(0, trainCount).Except(together)], together);
        }

        var held = new List<int>();
        foreach (var members in Enumerable.Range(0, trainCount).GroupBy(index => labels[index]))
        {
            var order = members.ToArray();
            RandomStream.Named("validation-split", 0, members.Key).Shuffle(order);
            held.AddRange(order.Take(GroupSplit.Wanted(order.Length, validation)));
        }

        held.Sort();
        return new DataSplit([.. Enumerable.Range(0, trainCount).Except(held)], [.. held]);
    }
}
