using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;

namespace ActorGaze.Tests.Nn.Data.Folders;

/// <summary>A data set in a temporary folder, with a cache folder beside it; gone at the test's end.</summary>
internal sealed class DataSetFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-data-").FullName;

    public string Root => Path.Combine(_folder, "set");

    public string Cache => Path.Combine(_folder, "cache");

    /// <summary>Classes 'a' and 'b', three training and two test images of each, every one plain in its own gray.</summary>
    public static DataSetFolder OfTwoClasses()
    {
        var set = new DataSetFolder();
        var value = 10;
        foreach (var (split, count) in new[] { ("Training", 3), ("Testing", 2) })
        {
            foreach (var name in new[] { "a", "b" })
            {
                for (var n = 0; n < count; n++, value += 10) set.Put($"{split}/{name}/{n}.png", TestImages.Plain(value));
            }
        }

        return set;
    }

    public DataSetFolder Put(string path, byte[] bytes)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return this;
    }

    public DataSetFolder PutFolder(string path)
    {
        Directory.CreateDirectory(Path.Combine(Root, path));
        return this;
    }

    public StoreInfo Prepare(OnBadImage onBadImage = OnBadImage.Fail, string? cache = null) =>
        ImageStore.Prepare(new DataSpec(Root) { OnBadImage = onBadImage }, cache ?? Cache, null, Deadline.Token);

    public ImageStore Open() => ImageStore.Open(Prepare().CacheFile);

    public void Remove(string path)
    {
        var full = Path.Combine(Root, path);
        if (File.Exists(full)) File.Delete(full);
        else Directory.Delete(full, recursive: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
