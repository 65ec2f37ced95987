using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>Whether the stages that a network names lie on its way: each one's maps lead to the same scores.</summary>
internal static class CheckedStages
{
    private const double Tolerance = 1e-3; // of the greatest score: sums of another order differ in the last digits

    /// <param name="stages">Those of the network's that are looked at.</param>
    public static string Compare(GazeModel network, Tensor images, IEnumerable<string> stages)
    {
        using var _ = no_grad();
        network.eval();
        var scores = network.forward(images); // (3,C)
        var greatest = Math.Max(1e-6, scores.abs().max().item<float>());
        if (network.Stages.Contains(GazeModel.TargetLayer))
            throw new BrokenPartException($"Stages names '{GazeModel.TargetLayer}': the target layer has that name already.");
        return string.Join(", ",
            stages.Select(stage => $"{stage} {NetworkCheck.Words(Compare(network, stage, images, scores, greatest))}"));
    }

    private static Tensor Compare(GazeModel network, string stage, Tensor images, Tensor scores, double greatest)
    {
        var maps = network.FeaturesAt(stage, images); // (3,K,h,w)
        if (maps.dim() != 4 || maps.shape[0] != images.shape[0])
            throw new BrokenPartException($"FeaturesAt(\"{stage}\", …) made {NetworkCheck.Words(maps)} of images "
                + $"{NetworkCheck.Words(images)}; allowed: maps (N,K,h,w).");
        var through = network.ClassifyFrom(stage, maps); // (3,C)
        var apart = through.shape.AsSpan().SequenceEqual(scores.shape) ? (through - scores).abs().max().item<float>() / greatest
            : double.NaN;
        return apart <= Tolerance
            ? maps
            : throw new BrokenPartException(
                $"the stage '{stage}' is not on the network's way: ClassifyFrom(\"{stage}\", FeaturesAt(\"{stage}\", images)) gives other "
                + $"scores than Classify(Features(images)) (they differ by {apart:0.0e0} of the greatest score).");
    }
}
