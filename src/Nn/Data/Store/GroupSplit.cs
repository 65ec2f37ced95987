using System.Collections.Immutable;
using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Store;

/// <summary>Holds training images back so that no group, such as a patient, stands on both sides. Pure.</summary>
internal static class GroupSplit
{
    /// <summary>Which images are held back, in rising order.</summary>
    /// <remarks>
    /// The same in every run. Groups are taken in a random order; one is held back where that brings the classes nearer to their share. Of
    /// each class at least one image stays, and at least one is held back where it has images in two groups.
    /// </remarks>
    /// <param name="labels">Of the training images.</param>
    /// <param name="groups">Null: an image that stands for itself.</param>
    /// <param name="validation">Share to hold back, in (0, 1).</param>
    public static int[] HeldBack(IReadOnlyList<int> labels, IReadOnlyList<string?> groups, double validation)
    {
        var classes = labels.Count == 0 ? 0 : labels.Max() + 1;
        var all = Counts(Enumerable.Range(0, labels.Count));
        var wanted = Array.ConvertAll(all, count => Wanted(count, validation));
        var units = Enumerable.Range(0, labels.Count).GroupBy(i => groups[i] ?? FormattableString.Invariant($"\0{i}"))
            .OrderBy(unit => unit.Key, StringComparer.Ordinal).Select(unit => new Unit([.. unit], Counts(unit))).ToArray();
        var order = Enumerable.Range(0, units.Length).ToArray();
        RandomStream.Named("validation-groups", 0).Shuffle(order);
        units = Array.ConvertAll(order, n => units[n]);

        var held = new int[classes];
        var chosen = new HashSet<Unit>();
        foreach (var unit in units)
            if (Leaves(unit) && Gain(unit) > 0) Hold(unit);
        for (var label = 0; label < classes; label++)
        {
            if (held[label] > 0) continue;
            var missing = label;
            var smallest = units.Where(unit => unit.Counts[missing] > 0 && Leaves(unit)).MinBy(unit => unit.Images.Length);
            if (smallest is not null) Hold(smallest);
        }

        return [.. chosen.SelectMany(unit => unit.Images).Order()];

        int[] Counts(IEnumerable<int> images)
        {
            var counts = new int[classes];
            foreach (var image in images) counts[labels[image]]++;
            return counts;
        }

        bool Leaves(Unit unit) => Enumerable.Range(0, classes).All(c => unit.Counts[c] == 0 || held[c] + unit.Counts[c] < all[c]);

        int Gain(Unit unit) =>
            Enumerable.Range(0, classes).Sum(c => Math.Abs(wanted[c] - held[c]) - Math.Abs(wanted[c] - held[c] - unit.Counts[c]));

        void Hold(Unit unit)
        {
            chosen.Add(unit);
            for (var c = 0; c < classes; c++) held[c] += unit.Counts[c];
        }
    }

    /// <summary>Images of a class to hold back: the rounded share, but at least one, and not all.</summary>
    public static int Wanted(int count, double validation) =>
        Math.Min(Math.Max(1, (int)Math.Round(count * validation, MidpointRounding.AwayFromZero)), Math.Max(0, count - 1));

    private sealed record Unit(ImmutableArray<int> Images, int[] Counts);
}
