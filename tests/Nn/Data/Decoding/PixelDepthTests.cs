using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Decoding;

public class PixelDepthTests
{
    private static readonly byte[] TwelveBits = OddImages.Png(16, 0, v => [(byte)(v >> 4), (byte)(v << 4)]);

    [Fact]
    public void Twelve_bits_in_sixteen_are_as_bright_as_they_were_meant()
    {
        Assert.Equal(Decoded(OddImages.Gray8), Decoded(TwelveBits, PixelDepth.Twelve));
        Assert.Equal(Decoded(OddImages.Png(8, 0, v => [(byte)(v >> 4)])), Decoded(TwelveBits)); // as ever: nearly black
    }

    [Fact]
    public void Eight_bits_in_sixteen_are_as_they_are_and_what_is_above_is_white()
    {
        Assert.Equal(Decoded(OddImages.Gray8), Decoded(OddImages.Png(16, 0, v => [0, v]), PixelDepth.Eight));
        Assert.All(Decoded(TestImages.Png(8, 8, 16, 0, (_, _) => [256]), PixelDepth.Eight), value => Assert.Equal(255, value));
        Assert.All(Decoded(TestImages.Png(8, 8, 16, 0, (_, _) => [4096]), PixelDepth.Twelve), value => Assert.Equal(255, value));
    }

    [Fact]
    public void In_every_way_that_sixteen_bits_are_stored_the_depth_scales_the_same()
    {
        static byte[] Twelve(byte v) => [(byte)(v >> 4), (byte)(v << 4)];
        byte[][] stored =
        [
            OddImages.Png(16, 2, v => [.. Twelve(v), .. Twelve(v), .. Twelve(v)]), OddImages.Png(16, 4, v => [.. Twelve(v), 255, 255]),
            OddImages.Png(16, 6, v => [.. Twelve(v), .. Twelve(v), .. Twelve(v), 255, 255]), OddImages.Interlaced(16, 0, Twelve),
            OddImages.Interlaced(16, 2, v => [.. Twelve(v), .. Twelve(v), .. Twelve(v)]),
        ];

        Assert.All(stored, file => Assert.Equal(Decoded(OddImages.Gray8), Decoded(file, PixelDepth.Twelve)));
        Assert.All(stored, file => Assert.Equal(255 << 4, DeepPng.Brightest(file)));
    }

    [Fact]
    public void Transparency_is_over_black_at_any_depth()
    {
        var half = TestImages.Png(8, 8, 16, 4, (_, _) => [4080, 0x8080]);
        var value = TestImages.Png(8, 8, 16, 0, (_, _) => [4080]);
        byte[] gone = [.. value[..33], .. TestImages.Chunk("tRNS", [0x0F, 0xF0]), .. value[33..]];

        Assert.All(Decoded(half, PixelDepth.Twelve), pixel => Assert.Equal(128, pixel));
        Assert.All(Decoded(gone, PixelDepth.Twelve), pixel => Assert.Equal(0, pixel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_of_PNG_is_undone(int filter)
    {
        // Skia's upper eight bits and ours are the same where both read the same file.
        var file = Filtered(filter);

        var gray = new byte[OddImages.Side * OddImages.Side];

        Assert.True(DeepPng.ToPlanes(file, 8, gray, 1));
        Assert.Equal(Enumerable.Range(0, gray.Length).Select(i => (byte)OddImages.At(i % OddImages.Side, i / OddImages.Side)), gray);
        Assert.Equal(Decoded(OddImages.Gray8), Decoded(file));
    }

    [Fact]
    public void Images_of_eight_bits_are_the_same_at_any_depth() =>
        Assert.All(Enum.GetValues<PixelDepth>().Where(depth => depth != PixelDepth.Auto), depth => Assert.Equal(Decoded(OddImages.Gray8), Decoded(OddImages.Gray8, depth)));

    [Theory]
    [InlineData(PixelDepth.Auto, new int[0], PixelDepth.Sixteen, null)]
    [InlineData(PixelDepth.Auto, new[] { 12, 255 }, PixelDepth.Eight, "The brightest value of the 16-bit images (2) is 255 of 65535: they are read as images of 8 bits (data.depth = auto).")]
    [InlineData(PixelDepth.Auto, new[] { 12, 256 }, PixelDepth.Twelve, "is 256 of 65535: they are read as images of 12 bits")]
    [InlineData(PixelDepth.Auto, new[] { 4095 }, PixelDepth.Twelve, "is 4095 of 65535")]
    [InlineData(PixelDepth.Auto, new[] { 4096 }, PixelDepth.Sixteen, null)]
    [InlineData(PixelDepth.Auto, new[] { 4000, 4000, 65535 }, PixelDepth.Sixteen, "but 2 of them have no value above 4095 and are nearly black; data.depth = 12")]
    [InlineData(PixelDepth.Sixteen, new[] { 4000 }, PixelDepth.Sixteen, "with data.depth = 16 they are nearly black; auto or 12 makes them brighter")]
    [InlineData(PixelDepth.Sixteen, new[] { 65535 }, PixelDepth.Sixteen, null)]
    [InlineData(PixelDepth.Twelve, new[] { 4000 }, PixelDepth.Twelve, null)]
    [InlineData(PixelDepth.Twelve, new[] { 5000 }, PixelDepth.Twelve, "with data.depth = 12 everything above 4095 is white")]
    [InlineData(PixelDepth.Eight, new[] { 300 }, PixelDepth.Eight, "with data.depth = 8 everything above 255 is white")]
    public void The_depth_of_a_data_set_follows_from_its_brightest_value(PixelDepth asked, int[] brightest, PixelDepth used, string? told)
    {
        Assert.Equal(used, DepthRule.Of(asked, [.. brightest]));
        var note = DepthRule.Note(asked, [.. brightest]);
        Assert.Equal(told is null, note is null);
        Assert.Contains(told ?? "", note ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_of_twelve_bits_is_bright_by_itself_and_says_so()
    {
        using var set = Deep();

        var info = set.Prepare();
        using var store = ImageStore.Open(info.CacheFile);

        Assert.Equal(Decoded(OddImages.Gray8), store.Pixels(0).ToArray());
        Assert.Contains(info.Notes, note => note.Contains("is 4080 of 65535: they are read as images of 12 bits (data.depth = auto)", StringComparison.Ordinal));
        Assert.Equal(info.Notes, set.Prepare().Notes); // also where it is found decoded
    }

    [Fact]
    public void Another_depth_is_another_store_and_the_old_way_is_one_of_them()
    {
        using var set = Deep();
        var auto = set.Prepare();

        var sixteen = ImageStore.Prepare(new DataSpec(set.Root) { Depth = PixelDepth.Sixteen }, set.Cache, null, Deadline.Token);
        using var store = ImageStore.Open(sixteen.CacheFile);

        Assert.NotEqual(auto.ContentKey, sixteen.ContentKey);
        Assert.Equal(Decoded(TwelveBits), store.Pixels(0).ToArray());
        Assert.Contains(sixteen.Notes, note => note.Contains("nearly black", StringComparison.Ordinal));
        Assert.Equal(auto.ContentKey, set.Prepare().ContentKey);
    }

    [Fact]
    public void A_data_set_that_uses_all_sixteen_bits_is_as_it_was()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/a/0.png", OddImages.Png(16, 0, v => [v, v])).Put("Training/b/x.png", TwelveBits);

        using var store = ImageStore.Open(set.Prepare().CacheFile);

        Assert.Equal(Decoded(OddImages.Gray8), store.Pixels(0).ToArray());
        Assert.Equal(Decoded(TwelveBits), store.Pixels(6).ToArray());
    }

    private static DataSetFolder Deep()
    {
        var set = new DataSetFolder();
        foreach (var split in new[] { "Training", "Testing" }) set.Put($"{split}/a/0.png", TwelveBits).Put($"{split}/b/0.png", TestImages.Png(9, 9, 16, 0, (x, _) => [x]));
        return set;
    }

    /// <summary>The picture in 16 bits, its rows written through one of PNG's filters.</summary>
    private static byte[] Filtered(int filter)
    {
        var rows = Enumerable.Range(0, OddImages.Side)
            .Select(y => Enumerable.Range(0, OddImages.Side).SelectMany(x => Enumerable.Repeat((byte)OddImages.At(x, y), 2)).ToArray()).ToArray();
        var raw = new List<byte>();
        for (var y = 0; y < rows.Length; y++)
        {
            raw.Add((byte)filter);
            for (var i = 0; i < rows[y].Length; i++)
            {
                var (left, up, corner) = (i >= 2 ? rows[y][i - 2] : 0, y > 0 ? rows[y - 1][i] : 0, i >= 2 && y > 0 ? rows[y - 1][i - 2] : 0);
                raw.Add((byte)(rows[y][i] - (filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, _ => Nearest(left, up, corner) })));
            }
        }

        return OddImages.Raw(16, 0, [.. raw]);

        static int Nearest(int left, int up, int corner) =>
            new[] { left, up, corner }.OrderBy(candidate => Math.Abs(left + up - corner - candidate)).First(); // stable: left before up before corner
    }

    private static byte[] Decoded(byte[] file, PixelDepth depth = PixelDepth.Sixteen)
    {
        var pixels = new byte[GrayResize.PixelCount];
        Assert.Null(ImageDecoder.Decode(file, pixels, ".png", depth));
        return pixels;
    }
}
