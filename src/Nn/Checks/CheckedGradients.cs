using System.Runtime.InteropServices;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>Whether the gradient of the head is the one that finite differences give, and the one that its closed form says.</summary>
internal static class CheckedGradients
{
    private const int Directions = 3;

    /// <param name="copy">May be given another number type.</param>
    public static string Compare(GazeModel network, GazeModel copy, Tensor images, Generator chance)
    {
        Tensor maps; // (3,K,h,w)
        using (no_grad())
        {
            network.eval();
            maps = network.Features(images);
        }

        copy.eval();
        try
        {
            copy.to(float64);
            return Compare(copy, maps.to(float64), chance, step: 1e-6, tolerance: 1e-4, "in double precision");
        }
        catch (ExternalException) // a constant of another type in its code: it is right to work in float32 alone
        {
            copy.to(float32);
            return Compare(copy, maps, chance, step: 1e-2, tolerance: 0.05, "in single precision, because Classify does not take double");
        }
    }

    private static string Compare(GazeModel network, Tensor maps, Generator chance, double step, double tolerance, string how)
    {
        var leaf = maps.detach().requires_grad_(true); // (3,K,h,w)
        Tensor slopes; // (3,K,h,w)
        using (enable_grad())
        {
            var scores = network.Classify(leaf); // (3,C)
            slopes = autograd.grad([Followed(scores)], [leaf], retain_graph: false, create_graph: false, allow_unused: false)[0];
        }

        var scale = step * Math.Max(1e-3, maps.abs().max().to(float64).item<double>());
        var worst = 0.0;
        using var still = no_grad();
        for (var i = 0; i < Directions; i++)
        {
            var direction = randn(maps.shape, generator: chance).to(maps.dtype); // (3,K,h,w)
            var difference = (At(maps + (direction * scale)) - At(maps - (direction * scale))) / (2 * scale);
            var gradient = (slopes * direction).sum().to(float64).item<double>();
            worst = Math.Max(worst, Math.Abs(difference - gradient) / Math.Max(1e-9,
                Math.Max(Math.Abs(difference), slopes.norm().to(float64).item<double>())));
        }

        if (!(worst <= tolerance))
        {
            throw new BrokenPartException(
                $"the gradient of Classify is not what finite differences give (off by {worst:0.0e0} of its length). A part of it is "
                + "detached, works in place on what a gradient needs, or jumps.");
        }

        if (network.PooledLinear is { } head && !IsPooled(head.weight.detach(), slopes))
        {
            throw new BrokenPartException(
                "PooledLinear names a layer, and the gradient of Classify is not that layer's weights over h·w. Return null there unless "
                + "Classify is no more than this layer on the maps' mean over space.");
        }

        return $"of Classify: off by {worst:0.0e0} from finite differences, "
            + $"{how}{(network.PooledLinear is null ? "" : "; as PooledLinear says")}";

        double At(Tensor where) => Followed(network.Classify(where)).to(float64).item<double>();
    }

    /// <summary>The sum of the scores that are followed, (): sample n's of class n modulo C.</summary>
    private static Tensor Followed(Tensor scores) => scores.gather(1, Labels(scores)).sum();

    private static Tensor Labels(Tensor scores) => arange(scores.shape[0], dtype: int64).remainder(scores.shape[1]).unsqueeze(1); // (3,1)

    private static bool IsPooled(Tensor weight, Tensor slopes)
    {
        var (n, k, h, w) = (slopes.shape[0], slopes.shape[1], slopes.shape[2], slopes.shape[3]);
        var labels = arange(n, dtype: int64).remainder(weight.shape[0]);                     // (3)
        var expected = (weight.index_select(0, labels) / (h * w)).reshape(n, k, 1, 1);       // (3,K,1,1)
        return (slopes - expected).abs().max().to(float64).item<double>() <= 1e-3 * expected.abs().max().to(float64).item<double>();
    }
}
