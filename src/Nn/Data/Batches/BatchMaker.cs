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
        var form = store.Form;
        var images = empty([recipe.Indices.Length, form.Channels, form.Side, form.Side], ScalarType.Byte, CPU)
            .DetachFromDisposeScope(); // (N,C,S,S)
        try
        {
            if (pinned)
            {
                using var pageable = images;
                images = pageable.pin_memory().DetachFromDisposeScope(); // (N,C,S,S)
            }

            for (var n = 0; n < recipe.Indices.Length; n++)
                store.Read(recipe.Indices[n], images.bytes.Slice(n * form.ByteCount, form.ByteCount));
            return new Batch(images, recipe); // (N,C,S,S)
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One image, whole and unflipped, with the values that an evaluation batch has: (1,C,S,S) float32. The caller disposes it.
    /// </summary>
    /// <param name="pixels">As <see cref="SingleImage.Read"/> gives them.</param>
    /// <param name="form">Of the pixels; null: gray, 224×224.</param>
    public static Tensor Image(ReadOnlySpan<byte> pixels, PixelScale scale, ImageForm? form = null)
    {
        form ??= ImageForm.Usual;
        var image = empty([1, form.Channels, form.Side, form.Side], ScalarType.Float32, CPU).DetachFromDisposeScope(); // (1,C,S,S)
        var scales = Enumerable.Range(0, form.Channels).Select(scale.OfBytes).ToArray();
        Sample(new CropSampler(form.Side), form, pixels, Crop.Whole, scales, MemoryMarshal.Cast<byte, float>(image.bytes));
        return image;
    }

    /// <summary>The batch that a recipe describes, on the CPU.</summary>
    public static Batch Make(ImageStore store, BatchRecipe recipe)
    {
        var count = recipe.Indices.Length;
        var form = store.Form;
        var pixels = ArrayPool<byte>.Shared.Rent(form.ByteCount);
        var images = empty([count, form.Channels, form.Side, form.Side], ScalarType.Float32, CPU).DetachFromDisposeScope(); // (N,C,S,S)
        try
        {
            var values = MemoryMarshal.Cast<byte, float>(images.bytes);
            var sampler = new CropSampler(form.Side);
            for (var n = 0; n < count; n++)
            {
                store.Read(recipe.Indices[n], pixels);
                Sample(sampler, form, pixels, recipe.Crops[n], recipe.Scales.AsSpan(), values.Slice(n * form.ByteCount, form.ByteCount));
            }

            return new Batch(images, recipe); // (N,C,S,S)
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

    /// <summary>Every channel of one image.</summary>
    private static void Sample(
        CropSampler sampler, ImageForm form, ReadOnlySpan<byte> pixels, Crop crop, ReadOnlySpan<(float Factor, float Offset)> scales,
        Span<float> target)
    {
        for (var channel = 0; channel < form.Channels; channel++)
        {
            var (at, (factor, offset)) = (channel * form.PlaneSize, scales[channel]);
            sampler.Sample(pixels.Slice(at, form.PlaneSize), crop, factor, offset, target.Slice(at, form.PlaneSize));
        }
    }
}
