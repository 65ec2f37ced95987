using System.Buffers;
using System.Runtime.InteropServices;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>Makes batches out of stored images, on the calling thread alone. The same arguments give the same bits.</summary>
public static class BatchMaker
{
    /// <summary>Each image as <see cref="Crops.For"/> has it in this epoch.</summary>
    /// <param name="indices">Into the store; at least one.</param>
    /// <exception cref="ArgumentException">There is no index.</exception>
    public static Batch Training(ImageStore store, ReadOnlySpan<int> indices, CropSpec crops, PixelScale scale, long seed, int epoch) =>
        Make(store, BatchRecipe.Training(store, indices, crops, scale, seed, epoch));

    /// <summary>Each image whole and unflipped.</summary>
    /// <param name="indices">Into the store; at least one.</param>
    /// <exception cref="ArgumentException">There is no index.</exception>
    public static Batch Evaluation(ImageStore store, ReadOnlySpan<int> indices, PixelScale scale) =>
        Make(store, BatchRecipe.Evaluation(store, indices, scale));

    /// <summary>
    /// The whole images of a batch as bytes, in page-locked memory, from which a CUDA device copies without waiting. The device crops them.
    /// </summary>
    /// <param name="pinned">False: in ordinary memory, for a machine without a CUDA device.</param>
    public static Batch Bytes(ImageStore store, BatchRecipe recipe, bool pinned = true)
    {
        var images = empty([recipe.Indices.Length, GrayResize.Side, GrayResize.Side], ScalarType.Byte, CPU)
            .DetachFromDisposeScope(); // (N,224,224)
        try
        {
            if (pinned)
            {
                using var pageable = images;
                images = pageable.pin_memory().DetachFromDisposeScope(); // (N,224,224)
            }

            for (var n = 0; n < recipe.Indices.Length; n++) store.Read(
                recipe.Indices[n], images.bytes.Slice(n * GrayResize.PixelCount, GrayResize.PixelCount));
            return new Batch(images, recipe); // (N,224,224)
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>One image, whole and unflipped, with the values that an evaluation batch has: (1,1,224,224) float32. The caller disposes it.</summary>
    /// <param name="pixels">224×224, row by row, as <see cref="SingleImage.Read"/> gives them.</param>
    public static Tensor Image(ReadOnlySpan<byte> pixels, PixelScale scale)
    {
        var image = empty([1, 1, GrayResize.Side, GrayResize.Side], ScalarType.Float32, CPU).DetachFromDisposeScope(); // (1,1,224,224)
        var (factor, offset) = scale.OfBytes();
        new CropSampler().Sample(pixels, Crop.Whole, factor, offset, MemoryMarshal.Cast<byte, float>(image.bytes));
        return image;
    }

    /// <summary>The batch that a recipe describes, on the CPU.</summary>
    public static Batch Make(ImageStore store, BatchRecipe recipe)
    {
        var count = recipe.Indices.Length;
        var pixels = ArrayPool<byte>.Shared.Rent(GrayResize.PixelCount);
        var images = empty([count, 1, GrayResize.Side, GrayResize.Side], ScalarType.Float32, CPU).DetachFromDisposeScope(); // (N,1,224,224)
        try
        {
            var values = MemoryMarshal.Cast<byte, float>(images.bytes);
            var sampler = new CropSampler();
            for (var n = 0; n < count; n++)
            {
                store.Read(recipe.Indices[n], pixels);
                sampler.Sample(
                    pixels.AsSpan(0, GrayResize.PixelCount), recipe.Crops[n], recipe.Scale, recipe.Offset, values.Slice(
                        n * GrayResize.PixelCount, GrayResize.PixelCount));
            }

            return new Batch(images, recipe); // (N,1,224,224)
        }
        catch
        {
            images.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}
