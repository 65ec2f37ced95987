using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using SkiaSharp;

namespace ActorGaze.Tests.Nn.Data.Store;

/// <summary>What makes two data sets the same: class names, paths and decoded pixels, and nothing else.</summary>
public sealed class StoreIdentityTests : IDisposable
{
    private const string NewDecoder = "gray224-9 skia-999.0";
    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();

    public void Dispose() => _set.Dispose();

    [Fact]
    public void Another_file_with_the_same_pixels_is_the_same_image()
    {
        var before = _set.Prepare();
        using var image = SKBitmap.Decode(PathOf("Training/a/0.png"));
        using var packed = image.Encode(SKEncodedImageFormat.Png, 100);
        _set.Put("Training/a/0.png", packed.ToArray());

        var after = _set.Prepare();

        Assert.NotEqual(before.Files, after.Files);
        Assert.Equal((before.ContentKey, true), (after.ContentKey, after.Decoded));
    }

    [Fact]
    public void A_new_decoder_decodes_anew_and_equal_pixels_keep_their_key()
    {
        var before = _set.Prepare();

        var after = Prepare(NewDecoder);

        Assert.Equal((before.ContentKey, true), (after.ContentKey, after.Decoded));
        Assert.Equal((before.Decoder, NewDecoder), (_set.Prepare().Decoder, after.Decoder));
    }

    [Fact]
    public void A_copy_that_an_older_decoder_made_is_taken_where_its_content_is_wanted()
    {
        var older = Prepare("an older one");
        var content = StoreFiles.ChangePixels(older.CacheFile, image: 0, to: 99);
        var now = _set.Prepare();

        var wanted = ImageStore.Prepare(new DataSpec(_set.Root) { Content = content }, _set.Cache, cancellation: Deadline.Token);
        using var store = ImageStore.Open(wanted.CacheFile);

        Assert.NotEqual(content, now.ContentKey);
        Assert.Equal((content, "an older one", false), (wanted.ContentKey, wanted.Decoder, wanted.Decoded));
        Assert.Equal(99, store.Pixels(0)[0]);
    }

    [Fact]
    public void Where_the_wanted_content_is_nowhere_it_is_decoded_and_has_its_own_key()
    {
        var now = ImageStore.Prepare(new DataSpec(_set.Root) { Content = new string('0', 64) }, _set.Cache, cancellation: Deadline.Token);

        Assert.Equal((_set.Prepare().ContentKey, true), (now.ContentKey, now.Decoded));
    }

    [Fact]
    public void An_unreadable_file_is_no_part_of_the_content()
    {
        var before = _set.Prepare();
        _set.Put("Training/a/text.jpg", TestImages.Text);

        var after = _set.Prepare(OnBadImage.Skip);

        Assert.Single(after.Skipped);
        Assert.Equal(before.ContentKey, after.ContentKey);
    }

    [Fact]
    public void An_image_under_another_name_or_in_another_class_is_other_content()
    {
        var before = _set.Prepare();
        File.Move(PathOf("Training/a/0.png"), PathOf("Training/a/00.png"));
        var renamed = _set.Prepare();
        File.Move(PathOf("Training/a/00.png"), PathOf("Training/b/0a.png"));

        Assert.Equal(3, new[] { before, renamed, _set.Prepare() }.Select(info => info.ContentKey).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_image_that_is_replaced_by_one_of_equal_size_and_time_is_seen(bool asNewFile)
    {
        _set.Put("Training/a/0.png", TestImages.Plain(10, side: 1));
        var before = _set.Prepare();
        var (path, time) = (PathOf("Training/a/0.png"), File.GetLastWriteTimeUtc(PathOf("Training/a/0.png")));
        var other = TestImages.Plain(77, side: 1);
        Assert.Equal(new FileInfo(path).Length, other.Length);

        File.WriteAllBytes(asNewFile ? path + ".new" : path, other);
        if (asNewFile) File.Move(path + ".new", path, overwrite: true);
        File.SetLastWriteTimeUtc(path, time); // as rsync -a and unzip do
        var after = _set.Prepare();
        using var store = ImageStore.Open(after.CacheFile);

        Assert.NotEqual(before.ContentKey, after.ContentKey);
        Assert.Equal(77, store.Pixels(0)[0]);
    }

    [Fact]
    public void A_stamp_follows_links_and_tells_a_file_from_none()
    {
        var path = PathOf("Training/a/0.png");
        var link = Path.Combine(_set.Root, "link");
        File.CreateSymbolicLink(link, path);

        Assert.Equal(FileStamp.Of(path), FileStamp.Of(link));
        Assert.Equal((FileStamp.Of(path).Length, 0UL), (FileStamp.AsAnySystemTells(link).Length, FileStamp.AsAnySystemTells(link).Node));
        File.CreateSymbolicLink(link + "1", link + "2");
        File.CreateSymbolicLink(link + "2", link + "1");
        Assert.Equal(-1, FileStamp.Of(path + ".none").Length);
        Assert.Equal((-1, -1), (FileStamp.Of(link + "1").Length, FileStamp.AsAnySystemTells(link + "1").Length));
        Assert.Equal(FileStamp.AsAnySystemTells(path + ".none"), FileStamp.Of(path + ".none"));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems tell neither change time nor number.");
        Assert.True(FileStamp.Of(path) is { Changed: > 0, Node: > 0 });
        Assert.NotEqual(FileStamp.Of(path).Node, FileStamp.Of(PathOf("Training/a/1.png")).Node);
        Assert.Equal(new FileInfo(path).Length, FileStamp.Of(path).Length);
        Assert.Equal(File.GetLastWriteTimeUtc(path), DateTime.UnixEpoch.AddTicks(FileStamp.Of(path).Written / 100));
    }

    [Fact]
    public void Files_of_a_first_versions_cache_have_their_old_key_as_well_and_its_copy_is_cleared_away()
    {
        var old = StoreFiles.OfFirstVersion(_set, value => value);

        var info = _set.Prepare();
        using var store = ImageStore.Open(info.CacheFile);

        Assert.True(info.Decoded);
        Assert.Equal([old.Key], store.OlderKeys);
        Assert.NotEqual(old.Key, store.ContentKey);
        Assert.False(File.Exists(old.Path));
    }

    [Fact]
    public void Without_a_first_versions_copy_equal_files_are_taken_for_equal_images()
    {
        var old = StoreFiles.OfFirstVersion(_set, value => value);
        File.Delete(old.Path);

        using var store = ImageStore.Open(_set.Prepare().CacheFile);

        Assert.Equal([old.Key], store.OlderKeys);
    }

    [Fact]
    public void What_a_first_version_decoded_otherwise_is_kept_for_runs_that_learned_from_it()
    {
        var old = StoreFiles.OfFirstVersion(_set, value => (byte)(value + 1));

        var now = Prepare(NewDecoder);
        var then = ImageStore.Prepare(
            new DataSpec(_set.Root) { FirstDecoded = true, Decoder = NewDecoder }, _set.Cache, cancellation: Deadline.Token);
        using var newer = ImageStore.Open(now.CacheFile);
        using var older = ImageStore.Open(then.CacheFile);

        Assert.Equal((20, 21), (newer.Pixels(1)[0], older.Pixels(1)[0]));
        Assert.Empty(newer.OlderKeys);
        Assert.Equal([old.Key], older.OlderKeys);
        Assert.False(then.Decoded);
        Assert.False(File.Exists(old.Path));
    }

    private StoreInfo Prepare(string decoder) =>
        ImageStore.Prepare(new DataSpec(_set.Root) { Decoder = decoder }, _set.Cache, cancellation: Deadline.Token);

    private string PathOf(string image) => Path.Combine(_set.Root, image);
}
