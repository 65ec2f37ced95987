using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Checks;

/// <summary>Whether a training step with the gaze loss works: differentiable, its chance its own, and no tensor left behind.</summary>
internal static class CheckedStep
{
    private const int Rounds = 2;

    public static string Train(GazeModel network, Tensor images, int classes, Generator chance)
    {
        network.train();
        network.DropoutGenerator = chance;
        var labels = arange(images.shape[0], dtype: int64).remainder(classes); // (3)
        if (Seeds.DrawsFromGlobal(() => Step(network, images, labels)))
        {
            throw new BrokenPartException(
                "a step draws from libtorch's process-wide generator, so another run beside it, or a resume, would give other weights. "
                + "nn.Dropout does that: write Dropped(values, share) in its place. Noise of your own takes DropoutGenerator.");
        }

        var without = network.named_parameters().Where(named => named.parameter.requires_grad && named.parameter.grad is null)
            .Select(named => named.name).ToArray();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var round = 0; round < Rounds; round++) Step(network, images, labels);
        var left = (DisposeScopeManager.Statistics.ThreadTotalLiveCount - before) / Rounds;
        if (left > 0)
        {
            throw new BrokenPartException(
                $"a step leaves {left} {(left == 1 ? "tensor" : "tensors")} behind, so memory would fill up. Keep no tensor of Features or "
                + "Classify in a field, a list or a static, and detach none from its dispose scope.");
        }

        return without.Length == 0 ? "every weight has a gradient" : $"no gradient reaches {string.Join(", ", without)}";
    }

    private static void Step(GazeModel network, Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var maps = network.Features(images);                                                                    // (3,K,h,w)
        var scores = network.Classify(maps);                                                                    // (3,C)
        var gazes = GradCam.Normalise(GradCam.Of(network, maps, scores, labels, differentiable: true));         // (3,h,w)
        (nn.functional.cross_entropy(scores, labels) + gazes.square().mean()).backward();
    }
}
