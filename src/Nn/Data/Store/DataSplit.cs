using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Which images a run trains on and which it is evaluated on, as indices into its image store, in rising order.</summary>
public sealed record DataSplit(int[] Train, int[] Evaluation)
{
    /// <param name="store">Training images first, then test images.</param>
    /// <param name="validation">See <see cref="DataSpec.Validation"/>.</param>
    /// <exception cref="InvalidInputException">A class has no image on one side of the split.</exception>
    public static DataSplit Of(ImageStore store, double validation)
    {
        var (train, test) = (new int[store.Classes.Length], new int[store.Classes.Length]);
        for (var i = 0; i < store.Count; i++) (i < store.TrainCount ? train : test)[store.Labels[i]]++;
        return Objection(store.Classes, train, test, validation) is { } objection
            ? throw new InvalidInputException(objection)
            : Of(store.Labels, store.TrainCount, validation);
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
    /// <exception cref="ArgumentOutOfRangeException">The validation is not in [0, 1).</exception>
    public static DataSplit Of(IReadOnlyList<int> labels, int trainCount, double validation)
    {
        if (validation is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(
            nameof(validation), validation, "A share in [0, 1) is allowed.");
        if (validation == 0) return new DataSplit(
            [.. Enumerable.Range(0, trainCount)], [.. Enumerable.Range(trainCount, labels.Count - trainCount)]);

        var held = new List<int>();
        foreach (var members in Enumerable.Range(0, trainCount).GroupBy(index => labels[index]))
        {
            var order = members.ToArray();
            RandomStream.Named("validation-split", 0, members.Key).Shuffle(order);
            var wanted = Math.Max(1, (int)Math.Round(order.Length * validation, MidpointRounding.AwayFromZero));
            held.AddRange(order.Take(Math.Min(wanted, order.Length - 1)));
        }

        held.Sort();
        return new DataSplit([.. Enumerable.Range(0, trainCount).Except(held)], [.. held]);
    }
}

/// <summary>The order in which an epoch takes its images.</summary>
public static class EpochOrder
{
    /// <summary>The indices in a uniformly random order that seed and epoch alone decide.</summary>
    public static int[] Of(ReadOnlySpan<int> indices, long seed, int epoch)
    {
        var order = indices.ToArray();
        RandomStream.Named("epoch-order", seed, epoch).Shuffle(order);
        return order;
    }
}
