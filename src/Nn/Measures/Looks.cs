using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Measures;

/// <summary>What a network makes of some images, and where it looks for each one's class. Plain numbers.</summary>
/// <param name="Predicted">By image.</param>
/// <param name="Confidence">By image, the probability of its class.</param>
/// <param name="Maps">By image, its raw map, height × width, row by row; none of its values is negative.</param>
public sealed record Looks(int[] Predicted, double[] Confidence, float[][] Maps, int Height, int Width)
{
    /// <summary>Opens its own dispose scope.</summary>
    /// <param name="model">In evaluation mode, cut where the gaze is taken.</param>
    /// <param name="images">(N,1 or 3,S,S), as the network takes them; stay the caller's.</param>
    /// <param name="labels">The class of each gaze.</param>
    /// <param name="cam">Makes raw maps, (N,h,w).</param>
    public static Looks Of(GazeModel model, Tensor images, IReadOnlyList<int> labels, Func<CamInput, Tensor> cam)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        Tensor maps;
        using (no_grad()) maps = model.Features(images);                                             // (N,K,h,w)
        var classes = tensor(labels.Select(label => (long)label).ToArray());                        // (N)
        var leaf = maps.detach().requires_grad_(true);                                               // (N,K,h,w)
        var logits = model.Classify(leaf);                                                           // (N,C)
        var cams = cam(new CamInput(model, images, leaf, logits, classes, differentiable: false)).detach().to(float32); // (N,h,w)
        var probabilities = nn.functional.softmax(logits.detach().to(float64), 1).gather(1, classes.unsqueeze(1)); // (N,1)
        return new Looks(
            [.. logits.argmax(1).data<long>().Select(label => (int)label)],
            [.. probabilities.contiguous().data<double>()],
            [.. cams.contiguous().data<float>().ToArray().Chunk((int)(cams.shape[1] * cams.shape[2]))],
            (int)cams.shape[1], (int)cams.shape[2]);
    }
}
