using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Measures;

/// <summary>
/// Deletion and insertion (Petsiuk et al., RISE, arXiv 1806.07421, section 4.3): how the probability of a class falls as an image's pixels
/// are taken away in an order, and rises as they are brought back into a blurred image. A gaze that points at what the network uses gives a
/// small area under the first curve and a large one under the second.
/// </summary>
/// <remarks>
/// A pixel that is taken away becomes the network's 0, the mean of its pixel scale. The blur is RISE's own: Gaussian, 11×11, σ = 5 pixels.
/// The caller opens the dispose scope.
/// </remarks>
public static class Removal
{
    /// <summary>Parts in which the pixels go.</summary>
    public const int Steps = 16;

    private const int BlurSide = 11;
    private const double BlurSigma = 5;

    /// <param name="model">In evaluation mode.</param>
    /// <param name="image">(1,1 or 3,S,S), as the network takes it.</param>
    /// <param name="label">The class whose probability is followed.</param>
    /// <param name="order">All pixels; the first one goes, and comes, first.</param>
    public static (Curve Deletion, Curve Insertion) Of(GazeModel model, Tensor image, int label, IReadOnlyList<int> order)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var side = image.shape[2];
        var ranks = new float[order.Count];
        for (var rank = 0; rank < order.Count; rank++) ranks[order[rank]] = rank;
        var limits = arange(Steps + 1, dtype: float64).mul((double)order.Count / Steps).round().to(float32)
            .reshape(-1, 1, 1, 1); // (T,1,1,1)
        var gone = tensor(ranks).reshape(1, 1, side, side).lt(limits)
            .to(image.dtype);                                            // (T,1,S,S)
        var deleted = image * (1 - gone);                                                                                       // (T,·,S,S)
        var inserted = where(gone.gt(0), image, Blurred(image));                                                                // (T,·,S,S)
        return (CurveOf(model, deleted, label), CurveOf(model, inserted, label));
    }

    /// <summary>An image (1,1 or 3,S,S), blurred; black beyond its edges, as RISE has it.</summary>
    public static Tensor Blurred(Tensor image)
    {
        var places = arange(BlurSide, dtype: float64) - (BlurSide / 2);               // (11)
        var line = (places.square() / (-2 * BlurSigma * BlurSigma)).exp();            // (11)
        var kernel = line.unsqueeze(1) * line.unsqueeze(0);                           // (11,11)
        var weights = (kernel / kernel.sum()).to(image.dtype).reshape(1, 1, BlurSide, BlurSide);
        var channels = image.shape[1];
        return nn.functional.conv2d(image.reshape(channels, 1, image.shape[2], image.shape[3]), weights,
            padding: [BlurSide / 2, BlurSide / 2])
            .reshape(image.shape);                                                    // (1,·,S,S)
    }

    private static Curve CurveOf(GazeModel model, Tensor images, int label)
    {
        var probabilities = nn.functional.softmax(model.forward(ChannelsLast.Of(images)).to(float64), 1); // (T,C)
        return new Curve(
            [.. Enumerable.Range(0, Steps + 1).Select(step => (double)step / Steps)],
            [.. probabilities.select(1, label).contiguous().data<double>()]);
    }
}
