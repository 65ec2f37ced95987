using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Sources;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Parts;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Sources;

/// <summary>Sources of images: the program's own, and those that an assembly brings.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folders_and_manifests_are_sources_like_any_other()
    {
        Assert.Equal(["folder", "manifest"], PartsRegistry.BuiltIn.SourceDescriptions.Select(source => source.Name));
        using var set = DataSetFolder.OfTwoClasses();

        var (scanned, listed) = (ImageFolder.Scan(set.Root), new DataSpec(set.Root).List());

        Assert.Equal((scanned.Root, scanned.Place), (listed.Root, listed.Place));
        Assert.Equal(scanned.Classes, listed.Classes);
        Assert.Equal(scanned.Train.Concat(scanned.Test).Select(file => (file.Path, file.Label, scanned.PathOf(file))), listed.Train.Concat(listed.Test).Select(file => (file.Path, file.Label, listed.PathOf(file))));
        Assert.Contains("is a file", Assert.Throws<InvalidInputException>(() => new DataSpec(Path.Combine(set.Root, "Training", "a", "0.png")) { Source = "folder" }.List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_source_gives_is_written_down_and_is_a_data_set_with_the_same_pixels()
    {
        using var slices = new RawSlicesFolder();
        var setup = new SourceSetup(slices.Root);
        var source = Plugin.Load(Labs.Mine).Parts.OpenSource("raw-slices", setup);
        var (written, cache) = (Path.Combine(_folder, "written"), Path.Combine(_folder, "cache"));
        var told = new List<(int, int)>();

        SourceExport.Write(source, setup, written, (done, total) => told.Add((done, total)), Deadline.Token);
        var info = ImageStore.Prepare(new DataSpec(written) { Form = new ImageForm(64) }, cache, null, Deadline.Token);

        Assert.Equal((24, 24), told[^1]);
        Assert.Equal((18, 6, new[] { "a", "b" }), (info.TrainCount, info.TestCount, info.Classes.ToArray()), EqualityComparer<(int, int, string[])>.Create((x, y) => x.Item1 == y.Item1 && x.Item2 == y.Item2 && x.Item3.SequenceEqual(y.Item3)));
        using var store = ImageStore.Open(info.CacheFile);
        Assert.All(Enumerable.Range(0, store.Count), i => Assert.Equal(File.ReadAllBytes(Path.Combine(slices.Root, store.RelativePath(i))), store.Pixels(i)));
        var split = DataSplit.Of(store, 0.3);
        Assert.Empty(split.Train.Select(store.Group).Intersect(split.Evaluation.Select(store.Group)));
        Assert.Empty(Directory.GetDirectories(_folder, "*.partial"));
    }

    [Fact]
    public void A_source_whose_content_key_is_the_same_is_not_read_again()
    {
        var setup = new SourceSetup(_folder);
        var (reads, written) = (0, Path.Combine(_folder, "w"));
        Drawn Source(string? key) => new(key, () => reads++);

        foreach (var key in new[] { "1", "1", "2", null, null }) Write(Source(key), setup, written);

        Assert.Equal(4 * 4, reads);
    }

    [Fact]
    public void The_same_images_again_leave_what_is_there_as_it_is_because_somebody_may_be_reading_it()
    {
        var written = Path.Combine(_folder, "w");
        var image = Path.Combine(written, "000000.img");
        Write(new Drawn(null, () => { }), new SourceSetup(_folder), written);
        using var reader = File.OpenRead(image);
        var file = File.GetCreationTimeUtc(image);

        Write(new Drawn(null, () => { }), new SourceSetup(_folder), written);

        Assert.Equal(file, File.GetCreationTimeUtc(image));
        Assert.Equal([written], Directory.GetDirectories(_folder));
    }

    [Fact]
    public void What_its_code_throws_is_told_with_its_stack_and_leaves_nothing_behind()
    {
        var broken = Assert.Throws<BrokenPartException>(() => Write(new Drawn(null, () => throw new FileNotFoundException("no slice 7")), new SourceSetup(_folder), Path.Combine(_folder, "w")));

        Assert.StartsWith("The source ", broken.Message, StringComparison.Ordinal);
        Assert.EndsWith("threw FileNotFoundException: no slice 7", broken.Message, StringComparison.Ordinal);
        Assert.Contains("Drawn.Read", broken.CodeStack, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Images_of_the_split_that_is_not_evaluated_on_are_not_written_and_that_is_told()
    {
        var (written, read) = (Path.Combine(_folder, "w"), new List<string>());
        SourceImage[] images = [.. Enumerable.Range(0, 6).Select(n => new SourceImage($"{n}", (ImageSplit)(n / 2), n % 2 == 0 ? "a" : "b"))];

        Write(new Listed(images, read), new SourceSetup(_folder) { EvaluateOn = EvaluateOn.Val }, written);
        var list = new DataSpec(written) { EvaluateOn = EvaluateOn.Val }.List();

        Assert.Equal(["0", "1", "2", "3"], read);
        Assert.Equal(["2", "3"], list.Test.Select(file => file.Path));
        Assert.Equal(["2 test images are not read: data.evaluate-on = val."], list.Lines);
    }

    [Fact]
    public void Pixels_in_colour_come_back_as_they_were()
    {
        byte[] values = [.. Enumerable.Range(0, 4 * 3 * 3).Select(n => (byte)(7 * n))];
        var written = Path.Combine(_folder, "w");
        Write(new Drawn("k", () => { }, SourceContent.OfPixels(values, 4, 3, 3)), new SourceSetup(_folder), written);

        using var bitmap = SkiaSharp.SKBitmap.Decode(Path.Combine(written, "000000.img"));

        Assert.Equal(values, bitmap.Pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue }));
        Assert.Throws<ArgumentException>(() => SourceContent.OfPixels(values, 4, 4, 3));
    }

    [Theory]
    [InlineData("odd", "image '0': the label: found 'a/b'; allowed: the name of a class, without '/' and '\\'.")]
    [InlineData("nothing", "image '0': the source gave nothing; allowed: a stream or pixels.")]
    [InlineData("slices", "data.source: found 'slices', and there is no such source; known: aborts, hangs, nothing, odd, throws.")]
    public void What_a_source_may_not_say_is_told(string name, string words)
    {
        var setup = new SourceSetup(_folder);

        var wrong = Assert.Throws<InvalidInputException>(() => Write(Plugin.Load(Labs.Broken).Parts.OpenSource(name, setup), setup, Path.Combine(_folder, "w")));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_is_not_a_full_path_is_refused_by_the_name_of_its_image()
    {
        SourceImage Image(string name, ImageSplit split, string label) => new(name, split, label) { File = Path.GetFullPath(name) };
        var images = new[] { Image("1", ImageSplit.Train, "a"), Image("2", ImageSplit.Train, "b"), Image("3", ImageSplit.Test, "a"), Image("4", ImageSplit.Test, "b") with { File = "scans/4.png" } };

        var refused = Assert.Throws<InvalidInputException>(() => SourceListing.Of(new Listed(images, []), new SourceSetup("/data/set")));

        Assert.Equal("/data/set: image '4': its file: found 'scans/4.png'; allowed: a full path.", refused.Message);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("two words")]
    [InlineData("folder")]
    public void A_name_that_is_not_allowed_or_taken_is_refused(string name)
    {
        var parts = new PartsBuilder();
        if (name == "folder") parts.AddSource(name, "", _ => null!);
        Assert.Throws<InvalidInputException>(() => parts.AddSource(name, "", _ => null!));
    }

    private static void Write(IImageSource source, SourceSetup setup, string folder) => SourceExport.Write(source, setup, folder, cancel: Deadline.Token);

    /// <summary>Four plain images of two classes.</summary>
    private sealed class Drawn(string? key, Action read, SourceContent? content = null) : IImageSource
    {
        public string? ContentKey => key;

        public IReadOnlyList<string> Notes => [];

        public IEnumerable<SourceImage> List() => Enumerable.Range(0, 4).Select(n => new SourceImage($"{n}", n < 2 ? ImageSplit.Train : ImageSplit.Test, n % 2 == 0 ? "a" : "b"));

        public SourceContent Read(SourceImage image)
        {
            read();
            return content ?? SourceContent.OfPixels([1, 2, 3, 4], 2, 2);
        }
    }

    private sealed class Listed(IReadOnlyList<SourceImage> images, List<string> read) : IImageSource
    {
        public string? ContentKey => null;

        public IReadOnlyList<string> Notes => [];

        public IEnumerable<SourceImage> List() => images;

        public SourceContent Read(SourceImage image)
        {
            read.Add(image.Name);
            return SourceContent.OfPixels([1, 2, 3, 4], 2, 2);
        }
    }
}
