using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>Some images and their labels. Belongs to whoever holds it, who disposes it; no dispose scope does.</summary>
public sealed class Batch : IDisposable
{
    /// <param name="images">(N,C,S,S) float32, scaled, on the CPU.</param>
    /// <param name="labels">(N) int64.</param>
    public Batch(Tensor images, Tensor labels)
    {
        (Images, Labels) = (images, labels);
        Classes = [.. labels.data<long>().Select(label => checked((int)label))];
    }

    /// <param name="images">Made by the recipe: (N,C,S,S) float32, or whole images (N,C,S,S) uint8 that the device crops. Null: the
    /// device has the whole images.</param>
    public Batch(Tensor? images, BatchRecipe recipe)
    {
        Images = images;
        Labels = tensor(Array.ConvertAll(recipe.Labels, label => (long)label), ScalarType.Int64, CPU).DetachFromDisposeScope(); // (N)
        Classes = recipe.Labels;
        Recipe = recipe;
    }

    /// <summary>
    /// On the CPU: (N,C,S,S) float32, scaled, or (N,C,S,S) uint8 that the device crops; null where the device has the whole images.
    /// </summary>
    public Tensor? Images { get; }

    /// <summary>(N) int64, on the CPU.</summary>
    public Tensor Labels { get; }

    /// <summary>The labels as plain numbers.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>N.</summary>
    public int Count => Classes.Count;

    /// <summary>What the images are made by; null where they came from elsewhere.</summary>
    internal BatchRecipe? Recipe { get; }

    public void Dispose()
    {
        Images?.Dispose();
        Labels.Dispose();
    }
}
