using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Data;

/// <summary>A decoded data set in a device's memory, 50 KB an image, and the making of batches there.</summary>
/// <remarks>The same arithmetic as <see cref="CropSampler"/>: places in float64, mixtures in float32.</remarks>
public sealed class DeviceImages : IDisposable
{
    private const int Side = GrayResize.Side;
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

    /// <summary>Places and labels of a batch, for one upload, (N,7) float64 on the CPU: index, x, y, width, height, flip, label.</summary>
    internal static Tensor Pack(BatchRecipe recipe)
    {
        var numbers = new double[recipe.Indices.Length, 7];
        for (var n = 0; n < recipe.Indices.Length; n++)
        {
            var crop = recipe.Crops[n];
            (numbers[n, 0], numbers[n, 1], numbers[n, 2]) = (recipe.Indices[n], crop.X, crop.Y);
            (numbers[n, 3], numbers[n, 4], numbers[n, 5]) = (crop.Width, crop.Height, crop.Flip ? 1 : 0);
            numbers[n, 6] = recipe.Labels[n];
        }

        return tensor(numbers); // (N,7)
    }

    /// <summary>The batch's images (N,1,224,224) float32 on the device. In the caller's dispose scope.</summary>
    /// <param name="packed">As <see cref="Pack"/> makes it, on the device.</param>
    internal Tensor Make(Tensor packed, BatchRecipe recipe)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var count = recipe.Indices.Length;
        var pixel = arange(Side, float64, _images.device).unsqueeze(0);                             // (1,224)
        var flipped = packed.narrow(1, 5, 1) > 0;                                                    // (N,1)
        var (column, columnShare) = Places(where(flipped, Side - 1 - pixel, pixel), packed, 1, 3); // (N,224) both
        var (row, rowShare) = Places(pixel, packed, 2, 4);                                        // (N,224) both

        var images = _images.index_select(0, packed.select(1, 0).to(int64));           // (N,224,224) uint8
        var rows = Mix(images, row.unsqueeze(2), rowShare.unsqueeze(2), 1);                       // (N,224,224)
        var mixed = Mix(rows, column.unsqueeze(1), columnShare.unsqueeze(1), 2);                  // (N,224,224)
        return mixed.mul_(recipe.Scale).add_(recipe.Offset).reshape(count, 1, Side, Side).MoveToOuterDisposeScope(); // (N,1,224,224)
    }

    public void Dispose() => _images.Dispose();

    /// <summary>Of every target pixel, the source pixel before it (N,224) int64 and the share of the one after it (N,224) float32.</summary>
    private static (Tensor Before, Tensor Share) Places(Tensor pixel, Tensor packed, int from, int length)
    {
        var start = packed.narrow(1, from, 1);                                              // (N,1)
        var extent = packed.narrow(1, length, 1);                                           // (N,1)
        var at = ((start * Side) + ((pixel + 0.5) * extent) - 0.5).clamp(0, Side - 1);      // (N,224)
        var before = at.floor();                                                           // (N,224)
        return (before.to(int64), (at - before).to(float32));                              // (N,224) both
    }

    /// <summary>left + (right − left)·share along a dimension, the last pixel repeated.</summary>
    private static Tensor Mix(Tensor images, Tensor before, Tensor share, int dimension)
    {
        var shape = new[] { images.shape[0], Side, Side };
        var left = images.gather(dimension, before.expand(shape)).to(float32);                               // (N,224,224)
        var right = images.gather(dimension, (before + 1).clamp_max(Side - 1).expand(shape)).to(float32);    // (N,224,224)
        return left + ((right - left) * share);                                                              // (N,224,224)
    }
}
