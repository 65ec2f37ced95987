using System.Runtime.InteropServices;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>A decoded data set in a device's memory, 50 KB an image, and the making of batches there.</summary>
/// <remarks>The same places as <see cref="CropSampler"/> has; the mixtures differ in their last digit.</remarks>
public sealed class DeviceImages : IDisposable
{
    private const int Side = GrayResize.Side;
    private const int Width = 2 + (6 * Side);
    private const int ImagesPerUpload = 256;

    private readonly Tensor _images; // (images,224,224) uint8

    private DeviceImages(Tensor images) => _images = images;

    /// <summary>Bytes that a data set takes on a device.</summary>
    public static long BytesOf(ImageStore store) => (long)store.Count * GrayResize.PixelCount;

    /// <summary>Copies a data set to a device, once. The caller disposes it.</summary>
    public static DeviceImages Upload(ImageStore store, Device device)
    {
        using var _ = no_grad();
        var all = empty([store.Count, Side, Side], ScalarType.Byte, device).DetachFromDisposeScope(); // (images,224,224)
        try
        {
            using var staging = empty([ImagesPerUpload, Side, Side], ScalarType.Byte, CPU); // (256,224,224)
            for (var from = 0; from < store.Count; from += ImagesPerUpload)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(ImagesPerUpload, store.Count - from);
                for (var n = 0; n < count; n++) store.Read(from + n, staging.bytes.Slice(n * GrayResize.PixelCount, GrayResize.PixelCount));
                all.narrow(0, from, count).copy_(staging.narrow(0, 0, count));
            }

            return new DeviceImages(all);
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Places and labels of a batch, for one upload, (N, 2 + 6·224) float32 on the CPU: index, label; then of rows and of columns, 224
    /// each, the pixel before, the pixel after, and the share of the latter.
    /// </summary>
    internal static Tensor Pack(BatchRecipe recipe)
    {
        var count = recipe.Indices.Length;
        var packed = empty([count, Width], ScalarType.Float32, CPU); // (N,2+6·224)
        var values = MemoryMarshal.Cast<byte, float>(packed.bytes);
        for (var n = 0; n < count; n++)
        {
            var crop = recipe.Crops[n];
            var row = values.Slice(n * Width, Width);
            (row[0], row[1]) = (recipe.Indices[n], recipe.Labels[n]); // whole numbers up to 16 million
            Places(row[2..], crop.Y, crop.Height, flip: false);
            Places(row[(2 + (3 * Side))..], crop.X, crop.Width, crop.Flip);
        }

        return packed;
    }

    /// <summary>True classes out of what <see cref="Pack"/> made, int64 (N).</summary>
    internal static Tensor Labels(Tensor packed) => packed.select(1, 1).to(int64);

    /// <summary>The batch's images (N,1,224,224) float32 on the device. In the caller's dispose scope.</summary>
    /// <param name="packed">As <see cref="Pack"/> makes it, on the device.</param>
    internal Tensor Make(Tensor packed, BatchRecipe recipe)
    {
        using var scope = NewDisposeScope();
        return Crop(_images.index_select(0, packed.select(1, 0).to(int64)), packed, recipe).MoveToOuterDisposeScope(); // (N,1,224,224)
    }

    /// <summary>The batch's images (N,1,224,224) float32 out of whole ones. In the caller's dispose scope.</summary>
    /// <param name="whole">(N,224,224) uint8, on the device.</param>
    /// <param name="packed">As <see cref="Pack"/> makes it, on the device.</param>
    internal static Tensor Crop(Tensor whole, Tensor packed, BatchRecipe recipe)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var count = recipe.Indices.Length;
        var places = packed.to(int64);                                                           // (N,2+6·224)
        var images = whole.to(float32);                                                          // (N,224,224)
        var rows = Mix(images, places, packed, 2, 1);                                            // (N,224,224)
        var mixed = Mix(rows, places, packed, 2 + (3 * Side), 2);                                // (N,224,224)
        return mixed.mul_(recipe.Scale).add_(recipe.Offset).reshape(count, 1, Side, Side).MoveToOuterDisposeScope(); // (N,1,224,224)
    }

    public void Dispose() => _images.Dispose();

    /// <summary>As <see cref="CropSampler"/> places a target pixel between two source pixels.</summary>
    private static void Places(Span<float> packed, double from, double length, bool flip)
    {
        for (var pixel = 0; pixel < Side; pixel++)
        {
            var (before, share) = CropSampler.Place(pixel, from, length);
            var to = flip ? Side - 1 - pixel : pixel;
            (packed[to], packed[Side + to], packed[(2 * Side) + to]) = (before, Math.Min(before + 1, Side - 1), share);
        }
    }

    /// <summary>before + (after − before)·share along a dimension.</summary>
    private static Tensor Mix(Tensor images, Tensor places, Tensor packed, int at, int dimension)
    {
        long[] shape = [images.shape[0], Side, Side];
        Tensor Along(Tensor tensor, int block) =>
            tensor.narrow(1, at + (block * Side), Side).unsqueeze(3 - dimension).expand(shape); // (N,224,224)
        return images.gather(dimension, Along(places, 0)).lerp(images.gather(dimension, Along(places, 1)), Along(packed, 2));         // (N,224,224)
    }
}
