using System.Runtime.InteropServices;
using ActorGaze.Nn.Data.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>A decoded data set in a device's memory, 50 KB an image of the usual form, and the making of batches there.</summary>
/// <remarks>The same places as <see cref="CropSampler"/> has; the mixtures differ in their last digit.</remarks>
public sealed class DeviceImages : IDisposable
{
    private const int BytesPerUpload = 13_000_000; // 256 images of the usual form
    private const int Heads = 2;
    private const int Blocks = 3;

    private readonly Tensor _images; // (images,C,S,S) uint8

    private DeviceImages(Tensor images) => _images = images;

    /// <summary>Bytes that a data set takes on a device.</summary>
    public static long BytesOf(ImageStore store) => (long)store.Count * store.Form.ByteCount;

    /// <summary>Copies a data set to a device, once. The caller disposes it.</summary>
    public static DeviceImages Upload(ImageStore store, Device device)
    {
        using var _ = no_grad();
        var form = store.Form;
        var all = empty([store.Count, form.Channels, form.Side, form.Side], ScalarType.Byte, device); // (images,C,S,S)
        all.DetachFromDisposeScope();
        try
        {
            var most = Math.Max(1, BytesPerUpload / form.ByteCount);
            using var staging = empty([most, form.Channels, form.Side, form.Side], ScalarType.Byte, CPU); // (most,C,S,S)
            for (var from = 0; from < store.Count; from += most)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(most, store.Count - from);
                for (var n = 0; n < count; n++) store.Read(from + n, staging.bytes.Slice(n * form.ByteCount, form.ByteCount));
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
    /// Places and labels of a batch, for one upload, (N, 2 + 6·S) float32 on the CPU: index, label; then of rows and of columns, S each,
    /// the pixel before, the pixel after, and the share of the latter.
    /// </summary>
    internal static Tensor Pack(BatchRecipe recipe)
    {
        var (count, side) = (recipe.Indices.Length, recipe.Form.Side);
        var width = Heads + (2 * Blocks * side);
        var packed = empty([count, width], ScalarType.Float32, CPU); // (N,2+6·S)
        var values = MemoryMarshal.Cast<byte, float>(packed.bytes);
        for (var n = 0; n < count; n++)
        {
            var crop = recipe.Crops[n];
            var row = values.Slice(n * width, width);
            (row[0], row[1]) = (recipe.Indices[n], recipe.Labels[n]); // whole numbers up to 16 million
            Places(row[Heads..], crop.Y, crop.Height, flip: false, side);
            Places(row[(Heads + (Blocks * side))..], crop.X, crop.Width, crop.Flip, side);
        }

        return packed;
    }

    /// <summary>True classes out of what <see cref="Pack"/> made, int64 (N).</summary>
    internal static Tensor Labels(Tensor packed) => packed.select(1, 1).to(int64);

    /// <summary>The batch's images (N,C,S,S) float32 on the device. In the caller's dispose scope.</summary>
    /// <param name="packed">As <see cref="Pack"/> makes it, on the device.</param>
    internal Tensor Make(Tensor packed, BatchRecipe recipe)
    {
        using var scope = NewDisposeScope();
        return Crop(_images.index_select(0, packed.select(1, 0).to(int64)), packed, recipe).MoveToOuterDisposeScope(); // (N,C,S,S)
    }

    /// <summary>The batch's images (N,C,S,S) float32 out of whole ones. In the caller's dispose scope.</summary>
    /// <param name="whole">(N,C,S,S) uint8, on the device.</param>
    /// <param name="packed">As <see cref="Pack"/> makes it, on the device.</param>
    internal static Tensor Crop(Tensor whole, Tensor packed, BatchRecipe recipe)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var side = recipe.Form.Side;
        var places = packed.to(int64);                                    // (N,2+6·S)
        var images = whole.to(float32);                                   // (N,C,S,S)
        var rows = Mix(images, places, packed, Heads, 2);                 // (N,C,S,S)
        var mixed = Mix(rows, places, packed, Heads + (Blocks * side), 3); // (N,C,S,S)
        for (var channel = 0; channel < recipe.Form.Channels; channel++)
        {
            var (factor, offset) = recipe.Scales[channel];
            mixed.narrow(1, channel, 1).mul_(factor).add_(offset);
        }

        return mixed.MoveToOuterDisposeScope(); // (N,C,S,S)
    }

    public void Dispose() => _images.Dispose();

    /// <summary>As <see cref="CropSampler"/> places a target pixel between two source pixels.</summary>
    private static void Places(Span<float> packed, double from, double length, bool flip, int side)
    {
        for (var pixel = 0; pixel < side; pixel++)
        {
            var (before, share) = CropSampler.Place(pixel, from, length, side);
            var to = flip ? side - 1 - pixel : pixel;
            (packed[to], packed[side + to], packed[(2 * side) + to]) = (before, Math.Min(before + 1, side - 1), share);
        }
    }

    /// <summary>before + (after − before)·share along a dimension, 2 or 3.</summary>
    private static Tensor Mix(Tensor images, Tensor places, Tensor packed, int at, int dimension)
    {
        var side = (int)images.shape[2];
        Tensor Along(Tensor tensor, int block) =>
            tensor.narrow(1, at + (block * side), side).unsqueeze(1).unsqueeze(5 - dimension).expand(images.shape); // (N,C,S,S)
        return images.gather(dimension, Along(places, 0)).lerp(images.gather(dimension, Along(places, 1)), Along(packed, 2)); // (N,C,S,S)
    }
}
