using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Parts;
using ActorGaze.Tests.Nn.Data.Folders;
using SkiaSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Data.Decoding;

/// <summary>Images of other sides and in colour.</summary>
public sealed class ImageFormTests
{
    private static readonly ImageForm Small = new(64, 3);

    [Fact]
    public void A_colour_image_has_a_plane_for_each_of_its_colours_and_a_gray_one_three_equal_ones()
    {
        var colour = Decode(TestImages.Png(64, 64, 8, 2, (x, y) => [x, y, 200]), Small);
        var gray = Decode(TestImages.Gray(64, 64, (x, _) => x), Small);

        Assert.Equal([5, 9, 200], Enumerable.Range(0, 3).Select(plane => colour[(plane * 64 * 64) + (9 * 64) + 5]));
        Assert.Equal([5, 5, 5], Enumerable.Range(0, 3).Select(plane => gray[(plane * 64 * 64) + (9 * 64) + 5]));
    }

    [Fact]
    public void Each_plane_is_resized_as_a_gray_image_of_its_own()
    {
        var planes = Decode(TestImages.Png(100, 70, 8, 2, (x, y) => [x, 2 * y, x + y]), Small);

        foreach (var (plane, pixel) in new (int, Func<int, int, int>)[] { (0, (x, _) => x), (1, (_, y) => 2 * y), (2, (x, y) => x + y) })
            Assert.Equal(Decode(TestImages.Gray(100, 70, pixel), new ImageForm(64)), planes[(plane * 64 * 64)..((plane + 1) * 64 * 64)]);
    }

    [Theory]
    [InlineData(PixelDepth.Twelve, 4)]
    [InlineData(PixelDepth.Sixteen, 8)]
    public void Sixteen_bits_become_eight_in_every_colour(PixelDepth depth, int shift)
    {
        var planes = new byte[Small.ByteCount];
        Assert.Null(ImageDecoder.Decode(TestImages.Png(64, 64, 16, 2, (x, y) => [x * 60, y * 60, 4000]), planes, ".png", depth, Small));

        Assert.Equal([(5 * 60) >> shift, (9 * 60) >> shift, 4000 >> shift], Enumerable.Range(0, 3).Select(plane => (int)planes[(plane * 64 * 64) + (9 * 64) + 5]));
    }

    [Fact]
    public void A_photograph_keeps_its_colours()
    {
        var read = Decode(TestImages.Jpeg(64, 64, (x, _) => x < 32 ? SKColors.Red : SKColors.Blue), Small);

        Assert.True(read[0] > 240 && read[63] < 15, $"{read[0]} {read[63]}");
        Assert.True(read[2 * 64 * 64] < 15 && read[(2 * 64 * 64) + 63] > 240);
    }

    [Fact]
    public void Another_form_is_another_store_and_the_usual_one_is_what_it_was()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var usual = set.Prepare();

        var stores = new[] { new ImageForm(64), new ImageForm(64, 3), new ImageForm(224, 3) }.Select(form => Prepare(set, form)).ToArray();

        Assert.Equal(4, stores.Append(usual).Select(store => store.ContentKey).Distinct().Count());
        Assert.Equal(4, stores.Append(usual).Select(store => store.CacheFile).Distinct().Count());
        Assert.Single(stores.Append(usual).Select(store => store.Files).Distinct());
        Assert.Equal((usual.ContentKey, false), (set.Prepare().ContentKey, set.Prepare().Decoded));
        Assert.All(stores, store => Assert.NotEqual(usual.Pictures, store.Pictures));
        foreach (var (store, form) in stores.Zip([new ImageForm(64), new ImageForm(64, 3), new ImageForm(224, 3)]))
        {
            using var open = ImageStore.Open(store.CacheFile);
            Assert.Equal((form, form.ByteCount), (open.Form, open.Pixels(3).Length));
        }
    }

    [Fact]
    public void A_batch_in_colour_is_scaled_channel_by_channel_and_cropped_alike_on_host_and_device()
    {
        using var set = new DataSetFolder();
        foreach (var split in new[] { "train", "test" })
            foreach (var (n, name) in new[] { "a", "b" }.Index()) set.Put($"{split}/{name}/0.png", TestImages.Png(64, 64, 8, 2, (x, y) => [x + n, y, x + y]));
        using var store = ImageStore.Open(Prepare(set, Small).CacheFile);
        var scale = new PixelScale(new ChannelValues(0.5, 0.25, 0.75), new ChannelValues(0.5, 0.2, 0.1));

        using var whole = BatchMaker.Evaluation(store, [1], scale);
        var recipe = BatchRecipe.Training(store, [0, 1], new CropSpec(0.5, 1.5, 0.5), scale, 3, 1);
        using var cropped = BatchMaker.Make(store, recipe);
        using var device = DeviceImages.Upload(store, CPU);
        using var scope = NewDisposeScope();
        var made = device.Make(DeviceImages.Pack(recipe), recipe); // (2,3,64,64)

        Assert.Equal([1, 3, 64, 64], whole.Images!.shape);
        foreach (var (channel, pixel, mean, deviation) in new[] { (0, 6, 0.5, 0.5), (1, 9, 0.25, 0.2), (2, 14, 0.75, 0.1) })
            Assert.Equal(((pixel / 255.0) - mean) / deviation, whole.Images[0, channel, 9, 5].item<float>(), 1e-5);
        Assert.True((made - cropped.Images!).abs().max().item<float>() < 1e-4);
    }

    [Theory]
    [InlineData(64, 3)]
    [InlineData(112, 1)]
    [InlineData(256, 3)]
    public void Every_network_of_the_paper_looks_at_a_place_for_each_sixteen_pixels(int side, int channels)
    {
        foreach (var level in new[] { 1, 2, 3, 4 })
        {
            using var scope = NewDisposeScope();
            using var network = Networks.Create(NetworkSpec.OfLevel(level), NetworkShape.Of(3, new ImageForm(side, channels)), 1);
            network.eval();
            Assert.Equal([side / 16, side / 16], network.Features(zeros(1, channels, side, side)).shape[2..]);
        }
    }

    [Fact]
    public void Numbers_for_channels_are_one_number_or_three_as_text_and_as_json()
    {
        var three = new ChannelValues(0.485, 0.456, 0.406);

        Assert.Equal("0.5", System.Text.Json.JsonSerializer.Serialize(new ChannelValues(0.5)));
        Assert.Equal("[0.485,0.456,0.406]", System.Text.Json.JsonSerializer.Serialize(three));
        Assert.Equal(three, System.Text.Json.JsonSerializer.Deserialize<ChannelValues>("[0.485,0.456,0.406]"));
        Assert.Equal(new ChannelValues(0.4), System.Text.Json.JsonSerializer.Deserialize<ChannelValues>("[0.4,0.4,0.4]"));
        Assert.Throws<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize<ChannelValues>("[1,2]"));
    }

    private static byte[] Decode(byte[] file, ImageForm form)
    {
        var pixels = new byte[form.ByteCount];
        Assert.Null(ImageDecoder.Decode(file, pixels, ".png", PixelDepth.Sixteen, form));
        return pixels;
    }

    private static StoreInfo Prepare(DataSetFolder set, ImageForm form) =>
        ImageStore.Prepare(new DataSpec(set.Root) { Form = form }, set.Cache, null, Deadline.Token);
}
