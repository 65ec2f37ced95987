using System.Collections.Immutable;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Measures;

/// <summary>
/// ROAD, "remove and debias" (Rong et al., arXiv 2202.00449): whether a network still names an image right once a share of its pixels is
/// imputed, those that count most for the gaze first, or those that count least. A gaze that points at what the network uses makes the
/// first fall early and the second late.
/// </summary>
public static class Road
{
    /// <summary>Shares of the pixels that are taken away.</summary>
    public static ImmutableArray<double> Shares { get; } = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>For each share whether the network still names the class.</summary>
    /// <param name="model">In evaluation mode.</param>
    /// <param name="image">(1,1 or 3,S,S) float32, as the network takes it; on the CPU.</param>
    /// <param name="label">The class.</param>
    /// <param name="order">All pixels; the first one goes first.</param>
    /// <param name="chance">Of the noise.</param>
    public static ImmutableArray<bool> Of(GazeModel model, Tensor image, int label, IReadOnlyList<int> order, RandomStream chance)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (channels, side) = ((int)image.shape[1], (int)image.shape[2]);
        var values = image.contiguous().data<float>().Select(value => (double)value).ToArray().Chunk(side * side).ToArray(); // by channel
        var images = new float[Shares.Length * channels * side * side];
        for (var share = 0; share < Shares.Length; share++)
        {
            var removed = new bool[side * side];
            foreach (var pixel in order.Take((int)Math.Round(Shares[share] * order.Count))) removed[pixel] = true;
            for (var channel = 0; channel < channels; channel++)
            {
                var filled = LinearImputation.Fill(values[channel], removed, side);
                LinearImputation.AddNoise(filled, removed, chance);
                Array.ConvertAll(filled, value => (float)value).CopyTo(images, ((share * channels) + channel) * side * side);
            }
        }

        var named = model.forward(ChannelsLast.Of(tensor(images).reshape(Shares.Length, channels, side, side))).argmax(1); // (T)
        return [.. named.data<long>().Select(found => found == label)];
    }
}
