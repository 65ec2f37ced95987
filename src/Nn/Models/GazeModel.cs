using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>A classifier cut in two at its target layer, so that a gaze can be taken without hooks.</summary>
public abstract class GazeModel(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Side of an image, in pixels.</summary>
    public const int ImageSide = 224;

    /// <summary>Side of the target layer's grid; the same at every level, so that deviations compare between levels.</summary>
    public const int GridSide = 14;

    /// <summary>
    /// The head, where it is no more than this linear layer on the maps' mean over space: α_k is then w_ck/(h·w). Null where the head is
    /// deeper.
    /// </summary>
    public virtual Linear? PooledLinear => null;

    /// <summary>
    /// Where dropout takes its chance from, a generator on the CPU wherever the network is. Needed in training mode by a network that has
    /// dropout; not disposed here.
    /// </summary>
    public Generator? DropoutGenerator { get; set; }

    /// <summary>How a tensor that is made on the CPU comes to the network's device; null: by a plain copy.</summary>
    internal Func<Tensor, Tensor>? Upload { get; set; }

    /// <summary>Images (N,1,224,224) to the target layer's maps (N,K,14,14).</summary>
    public abstract Tensor Features(Tensor images);

    /// <summary>Maps (N,K,h,w) to class scores (N,C), before any softmax. Mixes no samples.</summary>
    public abstract Tensor Classify(Tensor maps);

    public override Tensor forward(Tensor images) => Classify(Features(images)); // (N,C)

    /// <summary>
    /// Folds every batch normalisation into its convolution, in this type, until <see cref="Unfold"/>. For evaluation mode alone; weights
    /// and statistics must not change meanwhile.
    /// </summary>
    internal void Fold(ScalarType type)
    {
        foreach (var part in modules().OfType<IFoldable>()) part.Fold(type);
    }

    /// <summary>Safe to call twice.</summary>
    internal void Unfold()
    {
        foreach (var part in modules().OfType<IFoldable>()) part.Unfold();
    }
}
