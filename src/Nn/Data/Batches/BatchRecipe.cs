using System.Collections.Immutable;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>
/// What a batch is made of, as plain numbers: which images, which part of each, and how bytes become values. It makes the same batch on
/// every device.
/// </summary>
public sealed class BatchRecipe
{
    private BatchRecipe(ImageStore store, ReadOnlySpan<int> indices, Crop[] crops, PixelScale scale)
    {
        if (indices.IsEmpty) throw new ArgumentException("A batch has at least one image.", nameof(indices));
        (Indices, Crops) = (indices.ToArray(), crops);
        Labels = Array.ConvertAll(Indices, store.Label);
        Scales = [.. Enumerable.Range(0, store.Form.Channels).Select(scale.OfBytes)];
        Form = store.Form;
    }

    /// <summary>Into the image store.</summary>
    public int[] Indices { get; }

    /// <summary>One for each image.</summary>
    public Crop[] Crops { get; }

    /// <summary>True classes.</summary>
    public int[] Labels { get; }

    /// <summary>For each channel: a byte times the factor, plus the offset, is a value.</summary>
    public ImmutableArray<(float Factor, float Offset)> Scales { get; }

    /// <summary>Of the images.</summary>
    public ImageForm Form { get; }

    /// <summary>Each image as <see cref="Batches.Crops.For"/> has it in this epoch.</summary>
    /// <exception cref="ArgumentException">There is no index.</exception>
    public static BatchRecipe Training(ImageStore store, ReadOnlySpan<int> indices, CropSpec crops, PixelScale scale, long seed, int epoch)
    {
        var chosen = new Crop[indices.Length];
        for (var n = 0; n < indices.Length; n++) chosen[n] = Batches.Crops.For(crops, seed, epoch, indices[n]);
        return new BatchRecipe(store, indices, chosen, scale);
    }

    /// <summary>Each image whole and unflipped.</summary>
    /// <exception cref="ArgumentException">There is no index.</exception>
    public static BatchRecipe Evaluation(ImageStore store, ReadOnlySpan<int> indices, PixelScale scale)
    {
        var chosen = new Crop[indices.Length];
        Array.Fill(chosen, Crop.Whole);
        return new BatchRecipe(store, indices, chosen, scale);
    }
}
