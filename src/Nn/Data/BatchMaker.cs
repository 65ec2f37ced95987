using System.Buffers;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Data;

/// <summary>Some images and their labels, on the CPU. Belongs to whoever holds it, who disposes it; no dispose scope does.</summary>
/// <param name="images">(N, 1, 224, 224) float32, scaled.</param>
/// <param name="labels">(N) int64.</param>
public sealed class Batch(Tensor images, Tensor labels) : IDisposable
{
    /// <summary>(N, 1, 224, 224) float32, scaled.</summary>
    public Tensor Images => images;

    /// <summary>(N) int64.</summary>
    public Tensor Labels => labels;

    /// <summary>N.</summary>
    public int Count { get; } = (int)labels.shape[0];

    public void Dispose()
    {
        images.Dispose();
        labels.Dispose();
    }
}

/// <summary>Makes batches out of stored images, on the calling thread alone. The same arguments give the same bits.</summary>
public static class BatchMaker
{
    /// <summary>Each image as <see cref="Crops.For"/> has it in this epoch.</summary>
    /// <param name="indices">Into the store; at least one.</param>
    /// <exception cref="ArgumentException">There is no index.</exception>
    public static Batch Training(ImageStore store, ReadOnlySpan<int> indices, CropSpec crops, PixelScale scale, long seed, int epoch)
    {
        var chosen = new Crop[indices.Length];
        for (var n = 0; n < indices.Length; n++) chosen[n] = Crops.For(crops, seed, epoch, indices[n]);
        return Make(store, indices, chosen, scale);
    }

    /// <summary>Each image whole and unflipped.</summary>
    /// <param name="indices">Into the store; at least one.</param>
    /// <exception cref="ArgumentException">There is no index.</exception>
    public static Batch Evaluation(ImageStore store, ReadOnlySpan<int> indices, PixelScale scale)
    {
        var chosen = new Crop[indices.Length];
        Array.Fill(chosen, Crop.Whole);
        return Make(store, indices, chosen, scale);
    }

    private static Batch Make(ImageStore store, ReadOnlySpan<int> indices, Crop[] crops, PixelScale pixelScale)
    {
        if (indices.IsEmpty) throw new ArgumentException("A batch has at least one image.", nameof(indices));

        var scale = (float)(1 / (255 * pixelScale.Deviation));
        var offset = (float)(-pixelScale.Mean / pixelScale.Deviation);
        var labels = new long[indices.Length];
        var pixels = ArrayPool<byte>.Shared.Rent(GrayResize.PixelCount);
        var images = empty([indices.Length, 1, GrayResize.Side, GrayResize.Side], ScalarType.Float32, CPU).DetachFromDisposeScope(); // (N,1,224,224)
        try
        {
            var values = MemoryMarshal.Cast<byte, float>(images.bytes);
            var sampler = new CropSampler();
            for (var n = 0; n < indices.Length; n++)
            {
                labels[n] = store.Label(indices[n]);
                store.Read(indices[n], pixels);
                sampler.Sample(pixels.AsSpan(0, GrayResize.PixelCount), crops[n], scale, offset, values.Slice(n * GrayResize.PixelCount, GrayResize.PixelCount));
            }

            return new Batch(images, tensor(labels, ScalarType.Int64, CPU).DetachFromDisposeScope()); // (N,1,224,224), (N)
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
