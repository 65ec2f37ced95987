using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Parts;

/// <summary>What a loss term is made of: one training batch, in one graph. The caller opens the dispose scope.</summary>
public sealed class LossInput(GazeModel model, Tensor images, Tensor maps, Tensor logits, Tensor labels, Func<Tensor> gazes)
{
    /// <summary>
    /// The network in training mode, cut at the gaze layer (<c>gaze.layer</c>): <c>Classify</c> takes <see cref="Maps"/>.
    /// </summary>
    public GazeModel Model => model;

    /// <summary>(N,1 or 3,S,S), as the network takes them.</summary>
    public Tensor Images => images;

    /// <summary>The gaze layer's maps, (N,K,h,w).</summary>
    public Tensor Maps => maps;

    /// <summary>Class scores (N,C), before any softmax.</summary>
    public Tensor Logits => logits;

    /// <summary>True classes, int64 (N).</summary>
    public Tensor Labels => labels;

    /// <summary>
    /// Where the network looks for each sample's true class, by <c>gaze.method</c>: (N,h,w), as <c>gaze.normalise</c> has it, none
    /// negative, and in [0, 1) with its default; with its gradient, where the method has one.
    /// </summary>
    public Tensor Gazes => gazes();
}
