using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using CsCheck;

namespace ActorGaze.Tests.Nn.Data.Store;

public class DataSplitTests
{
    private static readonly int[] Labels = [.. Enumerable.Repeat(0, 40), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 5), .. Enumerable.Repeat(1, 5)];

    [Fact]
    public void Without_validation_the_test_folder_is_evaluated_on()
    {
        var split = DataSplit.Of(Labels, 50, 0);

        Assert.Equal(Enumerable.Range(0, 50), split.Train);
        Assert.Equal(Enumerable.Range(50, 10), split.Evaluation);
    }

    [Fact]
    public void Validation_takes_its_share_of_every_class()
    {
        var split = DataSplit.Of(Labels, 50, 0.2);

        Assert.Equal((8, 2), (split.Evaluation.Count(i => Labels[i] == 0), split.Evaluation.Count(i => Labels[i] == 1)));
    }

    [Fact]
    public void Validation_never_touches_the_test_folder_and_shares_no_image_with_training() =>
        Gen.Select(Gen.Double[0.001, 0.999], Gen.Int[0, 2].Array[2, 60]).Sample((validation, labels) =>
        {
            var train = labels.Length - 1;
            var split = DataSplit.Of(labels, train, validation);
            return split.Train.Concat(split.Evaluation).Order().SequenceEqual(Enumerable.Range(0, train));
        });

    [Fact]
    public void However_small_or_large_the_share_every_class_is_on_both_sides() =>
        Gen.Select(Gen.Double[0.001, 0.999], Gen.Int[2, 9], Gen.Int[2, 9]).Sample((validation, first, second) =>
        {
            int[] labels = [.. Enumerable.Repeat(0, first), .. Enumerable.Repeat(1, second)];
            var split = DataSplit.Of(labels, labels.Length, validation);
            return split.Train.Select(i => labels[i]).Distinct().Count() == 2 && split.Evaluation.Select(i => labels[i]).Distinct().Count() == 2;
        });

    [Fact]
    public void The_same_images_are_held_back_every_time() => Assert.Equal(DataSplit.Of(Labels, 50, 0.3).Evaluation, DataSplit.Of(Labels, 50, 0.3).Evaluation);

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_nothing_is_refused(double validation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Of(Labels, 50, validation));

    [Theory]
    [InlineData(0.0, 1, 1, null)]
    [InlineData(0.5, 2, 0, null)]
    [InlineData(0.001, 2, 0, null)]
    [InlineData(0.5, 1, 5, "Class 'c' has no image to evaluate on: data.validation = 0.5 holds images back from training, and its one training image must stay")]
    [InlineData(0.999, 1, 5, "Class 'c' has no image to evaluate on: data.validation = 0.999")]
    [InlineData(0.0, 5, 0, "Class 'c' has no image in the test folder, which data.validation = 0 evaluates on.")]
    [InlineData(0.0, 0, 5, "Class 'c' has no image to train on.")]
    [InlineData(0.5, 0, 5, "Class 'c' has no image to train on.")]
    public void A_class_that_is_missing_on_one_side_is_refused_with_the_key_and_the_class(double validation, int train, int test, string? words)
    {
        var objection = DataSplit.Objection(["a", "c"], [9, train], [9, test], validation);

        Assert.Equal(words is null, objection is null);
        Assert.StartsWith(words ?? "", objection ?? "", StringComparison.Ordinal);
        if (train == 0 || (validation == 0 && test == 0)) return;
        int[] labels = [.. Enumerable.Repeat(0, 9), .. Enumerable.Repeat(1, train), .. Enumerable.Repeat(0, 9), .. Enumerable.Repeat(1, test)];
        var split = DataSplit.Of(labels, 9 + train, validation);
        Assert.Equal(objection is null, split.Train.Any(i => labels[i] == 1) && split.Evaluation.Any(i => labels[i] == 1)); // it is right
    }

    [Fact]
    public void An_image_that_was_skipped_counts_for_neither_side()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/b/0.png", TestImages.Text).Put("Training/b/1.png", []);
        using var store = ImageStore.Open(set.Prepare(OnBadImage.Skip).CacheFile);

        var fault = Assert.Throws<ActorGaze.Nn.InvalidInputException>(() => DataSplit.Of(store, 0.5));

        Assert.StartsWith("Class 'b' has no image to evaluate on: data.validation = 0.5", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_takes_every_image_once() =>
        Gen.Select(Gen.Int.Array[0, 100], Gen.Long, Gen.Int[0, 100]).Sample((indices, seed, epoch) =>
            EpochOrder.Of(indices, seed, epoch).Order().SequenceEqual(indices.Order()));

    [Fact]
    public void Another_epoch_or_seed_has_another_order_and_the_same_has_the_same()
    {
        var indices = Enumerable.Range(0, 100).ToArray();

        Assert.Equal(EpochOrder.Of(indices, 7, 1), EpochOrder.Of(indices, 7, 1));
        Assert.NotEqual(EpochOrder.Of(indices, 7, 1), EpochOrder.Of(indices, 7, 2));
        Assert.NotEqual(EpochOrder.Of(indices, 7, 1), EpochOrder.Of(indices, 8, 1));
    }
}
