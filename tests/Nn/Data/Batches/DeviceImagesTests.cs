using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Data.Batches;

public sealed class DeviceImagesTests
{
    [Fact]
    public void A_batch_made_on_the_device_has_the_pixels_of_one_made_by_the_cpu()
    {
        using var set = new TestSetOfNoise();
        using var store = set.Open();
        using var device = DeviceImages.Upload(store, CPU);
        var scale = new PixelScale(0.4, 0.2);

        for (var epoch = 1; epoch <= 4; epoch++)
        {
            using var scope = NewDisposeScope();
            var recipe = BatchRecipe.Training(store, [.. Enumerable.Range(0, store.TrainCount)], new CropSpec(0.3, 1.8, 0.5), scale, seed: 11, epoch);
            using var expected = BatchMaker.Make(store, recipe);
            var made = device.Make(DeviceImages.Pack(recipe), recipe); // (N,1,224,224)

            Assert.Equal(expected.Images!.shape, made.shape);
            Assert.InRange((expected.Images! - made).abs().max().item<float>(), 0, 1e-5f);
        }
    }

    [Fact]
    public void A_whole_image_is_itself_to_the_bit()
    {
        using var set = new TestSetOfNoise();
        using var store = set.Open();
        using var device = DeviceImages.Upload(store, CPU);
        using var scope = NewDisposeScope();

        var recipe = BatchRecipe.Evaluation(store, [2, 0], new PixelScale());
        using var expected = BatchMaker.Make(store, recipe);

        Assert.Equal(expected.Images!.bytes.ToArray(), device.Make(DeviceImages.Pack(recipe), recipe).contiguous().bytes.ToArray());
    }

    /// <summary>Phantoms have noise, so that a misplaced pixel shows.</summary>
    private sealed class TestSetOfNoise : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("device-images-").FullName;

        public ImageStore Open()
        {
            PhantomFolder.Write(Path.Combine(_folder, "phantoms"), new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 4, TestPerClass: 1));
            return ImageStore.Open(ImageStore.Prepare(new DataSpec(Path.Combine(_folder, "phantoms")), _folder).CacheFile);
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
