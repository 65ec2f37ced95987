using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Store;

public sealed class StoreDifferenceTests : IDisposable
{
    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();
    private readonly StoreInfo _before;

    public StoreDifferenceTests()
    {
        foreach (var n in Enumerable.Range(3, 4)) _set.Put($"Training/a/{n}.png", TestImages.Plain(200 + n));
        _before = _set.Prepare();
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public void What_is_gone_what_is_new_and_what_has_other_pixels_is_named_by_its_folder()
    {
        foreach (var n in Enumerable.Range(3, 4)) _set.Remove($"Training/a/{n}.png");
        _set.Put("Testing/b/2.png", TestImages.Plain(1)).Put("Training/b/1.png", TestImages.Plain(2));

        Assert.Equal(
            "4 images fewer in Training/a: 3.png, 4.png, 5.png and 1 more; 1 image more in Testing/b: 2.png; 1 image changed in Training/b: 1.png",
            StoreDifference.InWords(_set.Cache, _before.ContentKey, _set.Prepare().CacheFile));
    }

    [Fact]
    public void Equal_files_that_are_decoded_otherwise_are_called_so()
    {
        var content = StoreFiles.ChangePixels(_before.CacheFile, image: 1, to: 3);
        var now = ImageStore.Prepare(new DataSpec(_set.Root) { Decoder = "newer" }, _set.Cache, cancellation: Deadline.Token);

        Assert.Equal(
            $"1 image decoded otherwise by newer than by {_before.Decoder} in Training/a: 1.png", StoreDifference.InWords(_set.Cache, content, now.CacheFile));
    }

    [Fact]
    public void Without_the_former_copy_nothing_can_be_said()
    {
        _set.Put("Testing/b/2.png", TestImages.Plain(1));
        var now = _set.Prepare();
        File.Delete(_before.CacheFile);

        Assert.Null(StoreDifference.InWords(_set.Cache, _before.ContentKey, now.CacheFile));
    }
}
