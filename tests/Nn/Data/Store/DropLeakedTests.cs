using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Store;

/// <summary>Test images that are training images too, by their pixels.</summary>
public sealed class DropLeakedTests : IDisposable
{
    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();

    public DropLeakedTests() => _set
        .Put("Testing/a/0.png", TestImages.Plain(10)) // Training/a/0.png, to the byte
        .Put("Testing/b/1.png", TestImages.Png(224, 224, 8, 2, (_, _) => [40, 40, 40])) // Training/b/0.png, stored otherwise
        .Put("Training/b/3.png", TestImages.Plain(50)); // Training/b/1.png once more

    public void Dispose() => _set.Dispose();

    [Fact]
    public void They_are_left_out_of_the_evaluation_where_that_is_asked_for_and_of_nothing_else()
    {
        using var store = _set.Open();

        var (all, kept) = (DataSplit.Of(store, 0), DataSplit.Of(store, 0, dropLeaked: true));

        Assert.Equal(all.Train, kept.Train);
        Assert.Equal(["Testing/a/0.png", "Testing/b/1.png"], all.Evaluation.Except(kept.Evaluation).Select(store.RelativePath));
    }

    [Fact]
    public void The_facts_say_how_many_and_a_note_says_so_whether_or_not_they_are_left_out()
    {
        var store = _set.Prepare();

        var (told, dropped) = (ImagesFacts.Of(store), ImagesFacts.Of(store, dropLeaked: true));

        Assert.Equal((0, 2), (told.Dropped, dropped.Dropped));
        Assert.Equal([1, 1], dropped.Classes.Select(one => one.Dropped));
        Assert.Equal(told.Content, dropped.Content);
        Assert.Contains("2 of the 4 test images are training images too: where the test images are evaluated on, what is measured on these is memory. data.drop-leaked = true leaves them out.", told.Notes);
        Assert.Contains("2 of the 4 test images are training images too and are left out of the evaluation: data.drop-leaked = true.", dropped.Notes);
        Assert.Contains("4 test images of 2 classes, 2 of them not evaluated on because they are training images too,", ImagesWords.Summary(dropped), StringComparison.Ordinal);
        Assert.Equal(2, Audit.Of(_set.Root, Deadline.Token).TestPicturesInTraining);
    }

    [Fact]
    public void Of_images_held_back_those_are_left_out_that_stay_in_training_too()
    {
        using var store = _set.Open();
        var all = DataSplit.Of(store, 0.5);
        var leaked = DataSplit.Leaked(all, store.Picture);

        Assert.Equal(all.Evaluation.Except(leaked), DataSplit.Of(store, 0.5, dropLeaked: true).Evaluation);
        Assert.Equal(leaked.Length, ImagesFacts.Of(_set.Prepare(), dropLeaked: true, heldBack: 0.5).Dropped);
    }

    [Fact]
    public void A_class_that_has_no_other_is_told()
    {
        _set.Put("Testing/a/1.png", TestImages.Plain(20));
        using var store = _set.Open();

        Assert.StartsWith(
            "Class 'a' has no image left to evaluate on: each of its 2 images is a training image too, and data.drop-leaked = true leaves these out.",
            Assert.Throws<InvalidInputException>(() => DataSplit.Of(store, 0, dropLeaked: true)).Message, StringComparison.Ordinal);
    }
}
