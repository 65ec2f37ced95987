using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>Whether a sample's scores depend on the samples beside it, where they must not.</summary>
internal static class CheckedSamples
{
    private const double Tolerance = 1e-3; // of the greatest score: sums of another order differ in the last digits
    private const double Nothing = 1e-9;   // of the sample's own gradient

    public static string Compare(GazeModel network, Tensor images, Generator chance)
    {
        Evaluation(network, images);
        Head(network, images, chance);
        return "a sample's scores are its own";
    }

    private static void Evaluation(GazeModel network, Tensor images)
    {
        using var _ = no_grad();
        network.eval();
        var together = network.forward(images); // (3,C)
        var greatest = Math.Max(1e-6, together.abs().max().item<float>());
        for (var n = 0; n < images.shape[0]; n++)
        {
            var alone = network.forward(ChannelsLast.Of(images.narrow(0, n, 1))); // (1,C)
            var apart = (together.narrow(0, n, 1) - alone).abs().max().item<float>() / greatest;
            if (!(apart <= Tolerance))
            {
                throw new BrokenPartException(
                    $"in evaluation mode an image's scores depend on the images beside it (they differ by {apart:0.0e0} of the greatest "
                    + "score). Look for a mean, softmax or normalisation over dimension 0, and for a layer that does not listen to "
                    + "eval().");
            }
        }
    }

    /// <summary>
    /// In training mode: a gaze is the gradient of all samples' scores at once, which is right only where no head mixes samples.
    /// </summary>
    private static void Head(GazeModel network, Tensor images, Generator chance)
    {
        using var grad = enable_grad();
        network.train();
        network.DropoutGenerator = chance;
        var maps = network.Features(images).detach().requires_grad_(true); // (3,K,h,w)
        var scores = network.Classify(maps); // (3,C)
        if (!scores.requires_grad)
            throw new BrokenPartException(
                "Classify's scores have no gradient at all: gradients are off there, or numbers were taken out of tensors.");

        var score = scores.select(0, 0).sum();                                                                                  // ()
        var slopes = autograd.grad([score], [maps], retain_graph: false, create_graph: false, allow_unused: true)[0];           // (3,K,h,w)
        if (slopes.IsInvalid) throw new BrokenPartException("Classify's scores do not depend on the maps that it is given, or in no way "
            + "that has a gradient. Do not detach there, and use no numbers taken out of tensors.");
        var own = slopes.narrow(0, 0, 1).abs().max().item<float>();
        var others = slopes.narrow(0, 1, slopes.shape[0] - 1).abs().max().item<float>();
        if (others > Nothing * own)
        {
            throw new BrokenPartException(
                "in training mode Classify mixes samples: the score of one depends on the maps of another. A gaze would then be wrong. "
                + "Look for a BatchNorm behind the target layer (use LayerNorm, or move it into Features), and for a mean or softmax over "
                + "dimension 0.");
        }
    }
}
