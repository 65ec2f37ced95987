using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;
using CsCheck;

namespace ActorGaze.Tests.Nn.Data.Store;

public sealed class GroupSplitTests
{
    [Fact]
    public void No_group_stands_on_both_sides_and_every_class_does() =>
        Gen.Select(Gen.Double[0.01, 0.99], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 12]).Array[30, 80]).Sample((validation, images) =>
        {
            // Patients 0 to 4 of each class have images of it alone, so that a class is never in one group.
            int[] labels = [.. images.Select(image => image.Item1), 0, 1, 2, 0, 1, 2];
            string?[] groups = [.. images.Select(image => image.Item2 == 12 ? null : $"{(image.Item2 < 5 ? image.Item1 : 0)}-{image.Item2}"), "x0", "x1", "x2", "y0", "y1", "y2"];
            var split = DataSplit.Of(labels, labels.Length, validation, groups);

            return split.Train.Concat(split.Evaluation).Order().SequenceEqual(Enumerable.Range(0, labels.Length))
                && !split.Train.Select(i => groups[i]).OfType<string>().Intersect(split.Evaluation.Select(i => groups[i]).OfType<string>()).Any()
                && split.Evaluation.Select(i => labels[i]).Distinct().Count() == 3
                && split.Train.Select(i => labels[i]).Distinct().Count() == 3;
        });

    [Fact]
    public void The_share_is_nearly_that_of_single_images()
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(n => n % 2)];
        string?[] groups = [.. Enumerable.Range(0, 400).Select(n => $"p{n / 4}")];

        var split = DataSplit.Of(labels, 400, 0.2, groups);

        Assert.Equal((40, 40), (split.Evaluation.Count(i => labels[i] == 0), split.Evaluation.Count(i => labels[i] == 1)));
        Assert.Equal(split.Evaluation, DataSplit.Of(labels, 400, 0.2, groups).Evaluation);
    }

    [Fact]
    public void Without_a_group_the_split_is_what_it_was()
    {
        int[] labels = [.. Enumerable.Range(0, 50).Select(n => n % 3)];

        Assert.Equal(DataSplit.Of(labels, 50, 0.3).Evaluation, DataSplit.Of(labels, 50, 0.3, new string?[50]).Evaluation);
    }

    [Fact]
    public void A_class_whose_images_are_of_one_group_is_told_before_a_run_begins()
    {
        ImageFile Image(string path, int label, string group) => new(path, label) { Group = group };
        var list = new ImageListing(
            "/d", ["a", "b"], [Image("0", 0, "p1"), Image("1", 0, "p1"), Image("2", 1, "p2"), Image("3", 1, "p3")], [Image("4", 0, "p4"), Image("5", 1, "p5")]);

        Assert.StartsWith(
            "Class 'a' has no image to evaluate on: data.validation = 0.5 holds whole groups back from training, and all its training images are of the group 'p1'.",
            DataSplit.Objection(list, 0.5), StringComparison.Ordinal);
        Assert.Null(DataSplit.Objection(list, 0));
    }
}
