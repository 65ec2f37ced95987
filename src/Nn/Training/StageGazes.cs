using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Training;

/// <summary>How gazes are taken at one stage of a network. No weights of its own; the caller opens the dispose scope.</summary>
/// <param name="cut">The network, cut at the stage.</param>
/// <param name="cam">The CAM method.</param>
/// <param name="type">What the network works in; what makes a gaze of its maps works in float32.</param>
internal sealed class StageGazes(GazeModel cut, Func<CamInput, Tensor> cam, ScalarType type)
{
    public GazeModel Cut => cut;

    /// <summary>Images (N,C,S,S) to the stage's maps (N,K,h,w), in float32.</summary>
    public Tensor Maps(Tensor images)
    {
        if (type == float32) return cut.Features(images); // (N,K,h,w)
        SignalStack.Enlarge();
        return cut.Features(images.to(type)).to(float32); // (N,K,h,w)
    }

    /// <summary>Raw maps (N,h,w) in training, with their graph.</summary>
    public Tensor InTraining(Tensor images, Tensor maps, Tensor scores, Tensor labels) => cam(Input(images, maps, scores, labels, true));

    /// <summary>Class scores (N,C) and raw maps (N,h,w) of images, without a graph.</summary>
    public (Tensor Logits, Tensor Cams) Of(Tensor images, Tensor labels)
    {
        using var still = no_grad();
        var maps = Maps(images);                                                  // (N,K,h,w)
        using var grad = enable_grad(cut.PooledLinear is null);
        var leaf = maps.detach().requires_grad_(cut.PooledLinear is null);        // (N,K,h,w)
        var logits = cut.Classify(leaf);                                          // (N,C)
        return (logits.detach(), cam(Input(images, leaf, logits, labels, false)).detach()); // (N,C), (N,h,w)
    }

    private CamInput Input(Tensor images, Tensor maps, Tensor logits, Tensor labels, bool differentiable) =>
        new(cut, images, maps, logits, labels, differentiable, Maps);
}
