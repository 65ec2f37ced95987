using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>
/// What a CAM method makes raw maps (N,h,w) of. All tensors are of one type and device; the caller opens the dispose scope.
/// </summary>
public sealed class CamInput
{
    private readonly Func<Tensor, Tensor> _features;
    private Tensor? _slopes;

    /// <param name="model">The network whose head made <paramref name="logits"/> from <paramref name="maps"/>.</param>
    /// <param name="features">Images to maps, as <paramref name="model"/> makes them; null: its own
    /// <see cref="GazeModel.Features"/>.</param>
    public CamInput(GazeModel model, Tensor images, Tensor maps, Tensor logits, Tensor classes, bool differentiable,
        Func<Tensor, Tensor>? features = null)
    {
        (Model, Images, Maps, Logits, Classes, Differentiable) = (model, images, maps, logits, classes, differentiable);
        _features = features ?? model.Features;
    }

    public GazeModel Model { get; }

    /// <summary>(N,1 or 3,S,S), as the network takes them.</summary>
    public Tensor Images { get; }

    /// <summary>The gaze layer's maps, (N,K,h,w), in float32 whatever the network works in.</summary>
    public Tensor Maps { get; }

    /// <summary>Class scores (N,C), before any softmax.</summary>
    public Tensor Logits { get; }

    /// <summary>The class whose score is followed, int64 (N).</summary>
    public Tensor Classes { get; }

    /// <summary>True in training with a gaze loss: gradients then flow through what the method gives.</summary>
    public bool Differentiable { get; }

    /// <summary>
    /// g = ∂y^c/∂A, (N,K,h,w): the slope of each sample's followed score in its maps. With a graph of its own where
    /// <see cref="Differentiable"/>
    /// asks for one. Zeros where the score does not depend on the maps.
    /// </summary>
    public Tensor Slopes() => _slopes ??= Taken();

    /// <summary>Scores (M,C) of other images (M,1 or 3,S,S), without a graph; for methods that look at masked images.</summary>
    public Tensor Scores(Tensor images)
    {
        using var still = no_grad();
        return Model.Classify(_features(images));
    }

    private Tensor Taken()
    {
        using var grad = enable_grad();
        var inGraph = Logits.requires_grad && Maps.requires_grad;
        var leaf = inGraph ? Maps : Maps.detach().requires_grad_(true);        // (N,K,h,w)
        var logits = inGraph ? Logits : Model.Classify(leaf);                   // (N,C)
        var score = logits.gather(1, Classes.unsqueeze(1)).sum();               // (): no head mixes samples
        if (!score.requires_grad) return zeros_like(leaf);
        var slopes = autograd.grad(
            [score], [leaf], retain_graph: inGraph, create_graph: Differentiable, allow_unused: true)[0];       // (N,K,h,w)
        if (slopes.IsInvalid) return zeros_like(leaf);
        return Differentiable ? slopes : slopes.detach();
    }
}
