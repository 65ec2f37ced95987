using ActorGaze.Nn.Data.Batches;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Data.Batches;

public class BatchMakerTests
{
    private static readonly CropSpec Still = new(1, 1, 0);
    private static readonly CropSpec Mirrored = new(1, 1, 1);

    [Fact]
    public void An_evaluation_batch_has_every_pixel_scaled()
    {
        using var set = Sloped();
        using var store = set.Open();

        using var batch = BatchMaker.Evaluation(store, [0, 6], new PixelScale(0.4, 0.2));

        Assert.Equal([2, 1, 224, 224], batch.Images!.shape);
        Assert.Equal((ScalarType.Float32, ScalarType.Int64, 2), (batch.Images!.dtype, batch.Labels.dtype, batch.Count));
        Assert.Equal([0L, 0L], batch.Labels.data<long>());
        var (pixels, values) = (store.Pixels(0), batch.Images!.data<float>().ToArray());
        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal(((pixels[i] / 255.0) - 0.4) / 0.2, values[i], 1e-5));
    }

    [Fact]
    public void Labels_follow_their_images()
    {
        using var set = Sloped();
        using var store = set.Open();

        using var batch = BatchMaker.Evaluation(store, [5, 0, 9], new PixelScale());

        Assert.Equal([1L, 0L, 1L], batch.Labels.data<long>());
        Assert.Equal(((60 / 255.0) - 0.5) / 0.5, batch.Images![0, 0, 0, 0].item<float>(), 1e-5);
    }

    [Fact]
    public void Without_variation_a_training_batch_is_an_evaluation_batch_to_the_bit()
    {
        using var set = Sloped();
        using var store = set.Open();

        using var training = BatchMaker.Training(store, [0, 3], Still, new PixelScale(), 1, 1);
        using var evaluation = BatchMaker.Evaluation(store, [0, 3], new PixelScale());

        Assert.Equal(evaluation.Images!.bytes.ToArray(), training.Images!.bytes.ToArray());
    }

    [Fact]
    public void A_flip_mirrors_left_to_right_to_the_bit()
    {
        using var set = Sloped();
        using var store = set.Open();

        using var flipped = BatchMaker.Training(store, [0], Mirrored, new PixelScale(), 1, 1);
        using var whole = BatchMaker.Evaluation(store, [0], new PixelScale());

        Assert.Equal(whole.Images!.flip(3).contiguous().bytes.ToArray(), flipped.Images!.bytes.ToArray());
    }

    [Fact]
    public void A_crop_of_a_slope_is_the_slope_between_the_crops_edges()
    {
        var (image, target) = (new byte[224 * 224], new float[224 * 224]);
        for (var i = 0; i < image.Length; i++) image[i] = (byte)((i % 224 / 2) + (i / 224 / 2));

        new CropSampler().Sample(image, new Crop(0.25, 0.5, 0.5, 0.25, true), 1, 0, target);

        // Half a step of quantisation in either direction: the pixels are whole numbers.
        for (var y = 0; y < 224; y++)
        {
            for (var x = 0; x < 224; x++)
            {
                var (sourceX, sourceY) = (56 + ((223.5 - x) * 0.5) - 0.5, 112 + ((y + 0.5) * 0.25) - 0.5);
                Assert.InRange(target[(y * 224) + x], ((sourceX + sourceY) / 2) - 1.001, ((sourceX + sourceY) / 2) + 0.001);
            }
        }
    }

    [Fact]
    public void It_agrees_with_bilinear_sampling_done_by_torch()
    {
        var (image, target) = (new byte[224 * 224], new float[224 * 224]);
        for (var i = 0; i < image.Length; i++) image[i] = (byte)((i * 31) ^ (i >> 5));
        var crop = new Crop(0.07, 0.11, 0.85, 0.8, false);

        new CropSampler().Sample(image, crop, 1, 0, target);

        // grid_sample's coordinates run from −1 to 1 between the outer edges of the outer pixels.
        using var scope = NewDisposeScope();
        var steps = (arange(224, ScalarType.Float64) + 0.5) / 224;
        var columns = ((crop.X + (steps * crop.Width)) * 2 - 1).unsqueeze(0).expand(224, 224); // (224,224)
        var rows = ((crop.Y + (steps * crop.Height)) * 2 - 1).unsqueeze(1).expand(224, 224); // (224,224)
        var grid = stack([columns, rows], -1).unsqueeze(0); // (1,224,224,2)
        var source = tensor(image).to(ScalarType.Float64).view(1, 1, 224, 224); // (1,1,224,224)
        var expected = nn.functional.grid_sample(source, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, false); // (1,1,224,224)
        Assert.InRange((expected.view(-1) - tensor(target).to(ScalarType.Float64)).abs().max().item<double>(), 0, 1e-3);
    }

    [Fact]
    public void The_same_arguments_give_the_same_bits_and_another_epoch_gives_others()
    {
        using var set = Sloped();
        using var store = set.Open();

        using var first = BatchMaker.Training(store, [0, 1, 2], new CropSpec(), new PixelScale(), 7, 1);
        using var again = BatchMaker.Training(store, [0, 1, 2], new CropSpec(), new PixelScale(), 7, 1);
        using var later = BatchMaker.Training(store, [0, 1, 2], new CropSpec(), new PixelScale(), 7, 2);

        Assert.Equal(first.Images!.bytes.ToArray(), again.Images!.bytes.ToArray());
        Assert.NotEqual(first.Images!.bytes.ToArray(), later.Images!.bytes.ToArray());
    }

    [Fact]
    public void An_image_looks_the_same_in_any_batch()
    {
        using var set = Sloped();
        using var store = set.Open();

        using var together = BatchMaker.Training(store, [1, 0], new CropSpec(), new PixelScale(), 7, 1);
        using var alone = BatchMaker.Training(store, [0], new CropSpec(), new PixelScale(), 7, 1);

        Assert.Equal(alone.Images![0].contiguous().data<float>().ToArray(), together.Images![1].contiguous().data<float>().ToArray());
    }

    [Fact]
    public void A_batch_outlives_the_dispose_scope_it_was_made_in()
    {
        using var set = Sloped();
        using var store = set.Open();
        Batch batch;

        using (NewDisposeScope()) batch = BatchMaker.Evaluation(store, [0], new PixelScale());

        Assert.False(batch.Images!.IsInvalid || batch.Labels.IsInvalid);
        batch.Dispose();
        Assert.True(batch.Images!.IsInvalid && batch.Labels.IsInvalid);
    }

    [Fact]
    public void A_batch_of_nothing_is_refused()
    {
        using var set = Sloped();
        using var store = set.Open();

        Assert.Throws<ArgumentException>(() => BatchMaker.Evaluation(store, [], new PixelScale()));
    }

    private static DataSetFolder Sloped() => DataSetFolder.OfTwoClasses().Put("Training/a/0.png", TestImages.Gray(224, 224, (x, y) => (x + (3 * y)) & 255));
}
