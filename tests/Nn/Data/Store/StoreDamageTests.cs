using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Store;

/// <summary>A decoded copy that the disk, or someone, has spoilt.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();
    private readonly string _file;

    public StoreDamageTests() => _file = _set.Prepare().CacheFile;

    public void Dispose() => _set.Dispose();

    [Fact]
    public void A_damaged_image_is_noticed_when_it_is_first_read_and_the_data_set_is_decoded_anew()
    {
        StoreFiles.Damage(_file, image: 3);
        using var store = ImageStore.Open(_file);

        Assert.Equal(10, store.Pixels(0)[0]);
        Assert.Contains("is damaged at 'Training/b/0.png'", Assert.Throws<InvalidDataException>(() => store.Pixels(3)).Message, StringComparison.Ordinal);

        Assert.True(_set.Prepare().Decoded);
        using var again = ImageStore.Open(_file);
        Assert.Equal(-1, again.Pixels(3).AsSpan().IndexOfAnyExcept((byte)40));
    }

    [Fact]
    public void A_copy_that_is_cut_short_while_it_is_open_ends_no_process()
    {
        using var store = ImageStore.Open(_file);
        Assert.Equal(100, store.Pixels(9)[0]);

        StoreFiles.Cut(_file, image: 5);

        Assert.Equal(50, store.Pixels(4)[0]);
        Assert.Contains("is cut off before 'Training/b/2.png'", Assert.Throws<InvalidDataException>(() => store.Pixels(5)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => store.Pixels(9)); // read once does not mean there for ever
        Assert.True(_set.Prepare().Decoded);
    }

    [Fact]
    public void A_sound_copy_that_has_taken_the_place_of_a_damaged_one_stays()
    {
        StoreFiles.Damage(_file, image: 3);
        using var store = ImageStore.Open(_file);
        File.Delete(_file);
        _set.Prepare();

        Assert.Throws<InvalidDataException>(() => store.Pixels(3));

        Assert.Equal(!OperatingSystem.IsLinux(), _set.Prepare().Decoded); // elsewhere a file cannot be told from its successor
    }

    [Fact]
    public void Many_may_read_at_once()
    {
        using var store = ImageStore.Open(_file);

        Parallel.For(0, 400, n => Assert.Equal(10 + (10 * (n % 10)), store.Pixels(n % 10)[n]));
    }
}
