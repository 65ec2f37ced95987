using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using SkiaSharp;

namespace ActorGaze.Tests.Nn.Data.Store;

public class ImageStoreTests
{
    private static byte[] CutJpeg => TestImages.Jpeg(64, 64, (x, y) => new SKColor((byte)(x * y), 0, 0))[..^200];

    [Fact]
    public void Training_images_come_first_then_test_images_each_with_its_label()
    {
        using var set = DataSetFolder.OfTwoClasses();

        var info = set.Prepare();
        using var store = ImageStore.Open(info.CacheFile);

        Assert.Equal((6, 4, 10), (store.TrainCount, store.TestCount, store.Count));
        Assert.Equal(["a", "b"], store.Classes);
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 1, 1], Enumerable.Range(0, 10).Select(store.Label));
        Assert.Equal("Testing/b/1.png", store.RelativePath(9));
        for (var i = 0; i < 10; i++) Assert.Equal(-1, store.Pixels(i).IndexOfAnyExcept((byte)(10 + (10 * i))));
    }

    [Fact]
    public void The_second_time_nothing_is_decoded_and_no_image_is_opened()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var first = set.Prepare();
        var locked = Directory.GetFiles(set.Root, "*.png", SearchOption.AllDirectories).Select(image => new FileStream(image, FileMode.Open, FileAccess.Read, FileShare.None)).ToList();

        var second = set.Prepare(); // to open one of them now would throw

        locked.ForEach(image => image.Dispose());
        Assert.True(first.Decoded);
        Assert.Equal(
            first with { Decoded = false, Classes = second.Classes, Skipped = second.Skipped, Notes = second.Notes, Counts = second.Counts }, second);
    }

    [Fact]
    public void A_changed_image_changes_the_key_and_the_pixels()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var before = set.Prepare();
        set.Put("Training/a/0.png", TestImages.Gray(224, 224, (x, _) => x));

        var after = set.Prepare();
        using var store = ImageStore.Open(after.CacheFile);

        Assert.NotEqual(before.ContentKey, after.ContentKey);
        Assert.Equal(223, store.Pixels(0)[223]);
    }

    [Fact]
    public void The_same_content_elsewhere_has_the_same_key()
    {
        using var here = DataSetFolder.OfTwoClasses();
        using var there = DataSetFolder.OfTwoClasses();

        var first = here.Prepare();
        var second = there.Prepare(cache: here.Cache);

        Assert.Equal((first.ContentKey, false), (second.ContentKey, second.Decoded));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("foreign")]
    [InlineData("empty")]
    [InlineData("directory damaged")]
    [InlineData("grown")]
    public void An_unsound_store_is_recognised_and_made_again(string damage)
    {
        using var set = DataSetFolder.OfTwoClasses();
        var info = set.Prepare();
        var sound = File.ReadAllBytes(info.CacheFile);
        File.WriteAllBytes(info.CacheFile, damage switch
        {
            "cut" => sound[..^1000],
            "foreign" => [.. TestImages.Text, .. sound[TestImages.Text.Length..]],
            "empty" => [],
            "directory damaged" => [.. sound[..^10], 0, .. sound[^9..]],
            _ => [.. sound, 0],
        });

        Assert.Throws<InvalidDataException>(() => ImageStore.Open(info.CacheFile));
        var again = set.Prepare();

        Assert.True(again.Decoded);
        Assert.Equal(sound, File.ReadAllBytes(again.CacheFile));
    }

    [Fact]
    public void A_damaged_memory_of_the_source_costs_a_reading_and_nothing_else()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var first = set.Prepare();
        File.WriteAllText(Assert.Single(Directory.GetFiles(set.Cache, "source-*.json")), "{\"Root\":");

        var second = set.Prepare();

        Assert.Equal((first.ContentKey, false), (second.ContentKey, second.Decoded));
    }

    [Fact]
    public async Task Several_may_prepare_at_once()
    {
        using var set = DataSetFolder.OfTwoClasses();
        using var begin = new Barrier(4);

        var infos = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            begin.SignalAndWait(Deadline.Token);
            return set.Prepare();
        }, Deadline.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(infos.Select(info => info.CacheFile).Distinct());
        Assert.Equal(2, Directory.GetFiles(set.Cache).Length); // the store, and the memory of its source
        using var store = ImageStore.Open(infos[0].CacheFile);
        Assert.Equal(10, store.Count);
    }

    [Fact]
    public void A_store_that_is_open_survives_its_replacement()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var info = set.Prepare();
        using var store = ImageStore.Open(info.CacheFile);
        var copy = info.CacheFile + ".copy";
        File.Copy(info.CacheFile, copy);

        File.Move(copy, info.CacheFile, overwrite: true);

        Assert.Equal(100, store.Pixels(9)[0]);
    }

    [Fact]
    public void A_cancelled_preparation_leaves_no_file()
    {
        using var set = DataSetFolder.OfTwoClasses();
        using var cancel = new CancellationTokenSource();
        var progress = new Reporter(_ => cancel.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => ImageStore.Prepare(new DataSpec(set.Root), set.Cache, progress, cancel.Token));

        Assert.Empty(Directory.GetFiles(set.Cache));
    }

    [Fact]
    public void Progress_counts_every_image_once()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var seen = new System.Collections.Concurrent.ConcurrentBag<DecodeProgress>();

        ImageStore.Prepare(new DataSpec(set.Root), set.Cache, new Reporter(seen.Add), Deadline.Token);

        Assert.Equal(Enumerable.Range(1, 10), seen.Select(step => step.Decoded).Where(decoded => decoded > 0).Order());
        Assert.Equal(10, seen.Count(step => step.Decoded == 0)); // a sign of life for each file that was read, before any is decoded
        Assert.All(seen, step => Assert.Equal(10, step.Total));
    }

    [Fact]
    public void An_unreadable_image_ends_the_preparation_with_its_path()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/b/text.jpg", TestImages.Text).Put("Testing/a/cut.jpg", CutJpeg);

        var fault = Assert.Throws<InvalidInputException>(() => set.Prepare());

        Assert.Contains(set.Root, fault.Message);
        Assert.Contains("Training/b/text.jpg: a text", fault.Message);
        Assert.Contains("Testing/a/cut.jpg: the file is cut off", fault.Message);
        Assert.Contains("data.on-bad-image = skip", fault.Message);
    }

    [Fact]
    public void An_unreadable_image_is_left_out_and_listed_where_that_is_asked_for()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/a/1b.jpg", TestImages.Text).Put("Testing/a/0b.jpg", []).Put("Training/b/1x1.png", TestImages.Plain(5, side: 1));

        var info = set.Prepare(OnBadImage.Skip);
        using var store = ImageStore.Open(info.CacheFile);

        Assert.Equal(["Training/a/1b.jpg: a text", "Testing/a/0b.jpg: the file is empty"], info.Skipped);
        Assert.Equal((7, 4), (store.TrainCount, store.TestCount));
        Assert.Equal((30, 0), (store.Pixels(2)[0], store.Label(2))); // the images behind the gap are still themselves
        Assert.Equal(100, store.Pixels(10)[0]);
    }

    [Fact]
    public void What_was_prepared_leniently_is_still_refused_strictly()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/a/text.jpg", TestImages.Text);
        set.Prepare(OnBadImage.Skip);

        var fault = Assert.Throws<InvalidInputException>(() => set.Prepare());

        Assert.Contains("Training/a/text.jpg", fault.Message);
    }

    [Fact]
    public void A_class_of_unreadable_images_alone_is_refused_even_leniently()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/c/0.jpg", TestImages.Text).Put("Testing/c/0.png", TestImages.Plain(1));

        var fault = Assert.Throws<InvalidInputException>(() => set.Prepare(OnBadImage.Skip));

        Assert.Contains("Class 'c'", fault.Message);
        Assert.Contains("no readable training image", fault.Message);
    }

    [Fact]
    public void A_closed_store_says_so()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var store = ImageStore.Open(set.Prepare().CacheFile);
        store.Dispose();
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => store.Pixels(0).Length);
    }

    private sealed class Reporter(Action<DecodeProgress> told) : IProgress<DecodeProgress>
    {
        public void Report(DecodeProgress value) => told(value);
    }
}
