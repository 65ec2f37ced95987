using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Gaze;

/// <summary>Where a network looks: Grad-CAM (Selvaraju et al. 2017) at the target layer, for each sample's own class.</summary>
/// <remarks>α_k = (1/hw) Σ_ij ∂y^c/∂A^k_ij and CAM = ReLU(Σ_k α_k A^k). The caller opens the dispose scope.</remarks>
public static class GradCam
{
    /// <summary>Added to the range a map is divided by, so that a constant map becomes zero.</summary>
    public const double RangeEpsilon = 1e-7;

    /// <summary>Raw maps (N,h,w), by the cheaper of the two ways that suit the network's head.</summary>
    /// <param name="model">The network whose head made <paramref name="logits"/> from <paramref name="maps"/>.</param>
    /// <param name="maps">Target layer's maps (N,K,h,w). A head that is not a pooled linear layer needs them to require a gradient.</param>
    /// <param name="logits">Class scores (N,C), before any softmax, in one graph with the maps.</param>
    /// <param name="labels">The class whose score is followed, int64 (N).</param>
    /// <param name="differentiable">True where a loss of the result will be differentiated: α then keeps its own graph.</param>
    public static Tensor Of(GazeModel model, Tensor maps, Tensor logits, Tensor labels, bool differentiable) =>
        model.PooledLinear is { } head ? ByWeight(head, maps, labels) : ByGradient(maps, logits, labels, differentiable);

    /// <summary>
    /// Raw maps (N,h,w) for scores that are a linear layer of the maps' mean over space: α_k = w_ck/hw, and no gradient is needed.
    /// </summary>
    public static Tensor ByWeight(Linear head, Tensor maps, Tensor labels)
    {
        var pixels = maps.shape[2] * maps.shape[3];
        var alpha = head.weight.index_select(0, labels) / pixels; // (N,K)
        return Weigh(alpha, maps);                                // (N,h,w)
    }

    /// <summary>
    /// Raw maps (N,h,w) for any head, by differentiating it. One backward pass serves the whole batch, because no head mixes samples.
    /// </summary>
    public static Tensor ByGradient(Tensor maps, Tensor logits, Tensor labels, bool differentiable)
    {
        var score = logits.gather(1, labels.unsqueeze(1)).sum(); // Σ_n y_n^{c_n}, ()
        if (!score.requires_grad) return Nothing(maps); // (N,h,w)
        var slopes = autograd.grad([score], [maps], retain_graph: true, create_graph: differentiable, allow_unused: true)[0]; // (N,K,h,w)
        if (slopes.IsInvalid) return Nothing(maps); // (N,h,w)

        var alpha = Wide(slopes).mean([2, 3]); // (N,K)
        return Weigh(alpha, Wide(maps));       // (N,h,w)
    }

    /// <summary>
    /// Raw maps (N,h,w) with their graph, at a stage before the target layer of a network in training mode. The rest of the network is gone
    /// through once more as it is evaluated, with running statistics and without dropout: a batch normalisation in training mode mixes
    /// samples, and a gaze would be no sample's own.
    /// </summary>
    /// <param name="network">In training mode, and so again afterwards.</param>
    /// <param name="cut">The same network, cut at the stage.</param>
    /// <param name="maps">The stage's maps (N,K,h,w), with a graph.</param>
    /// <param name="cams">A CAM method: class scores (N,C) to raw maps (N,h,w).</param>
    public static Tensor InTraining(GazeModel network, GazeModel cut, Tensor maps, Func<Tensor, Tensor> cams)
    {
        network.eval();
        try
        {
            return cams(cut.Classify(maps)); // (N,h,w)
        }
        finally
        {
            network.train();
        }
    }

    /// <summary>
    /// Gazes (N,h,w) in [0, 1): each raw map less its minimum, by its range. A constant map becomes zero, and a map that is zero stays so.
    /// </summary>
    public static Tensor Normalise(Tensor cams)
    {
        var least = cams.amin([1, 2], keepdim: true);           // (N,1,1)
        var greatest = cams.amax([1, 2], keepdim: true);        // (N,1,1)
        return (cams - least) / (greatest - least + RangeEpsilon); // (N,h,w)
    }

    /// <summary>
    /// Gazes (N,h,w) as a run reads them. A map that is zero everywhere stays so in each way; a constant map that is not becomes zero in
    /// <see cref="GazeNormalisation.MinMax"/> alone.
    /// </summary>
    /// <param name="cams">Raw maps (N,h,w), none of whose values is negative.</param>
    public static Tensor Normalise(Tensor cams, GazeNormalisation how) => how switch
    {
        GazeNormalisation.MinMax => Normalise(cams),
        GazeNormalisation.Max => cams / (cams.amax([1, 2], keepdim: true) + RangeEpsilon),   // (N,h,w)
        GazeNormalisation.Sum => cams / (cams.sum([1L, 2L], keepdim: true) + RangeEpsilon), // (N,h,w)
        GazeNormalisation.None => cams,
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "No such normalisation."),
    };

    private static Tensor Nothing(Tensor maps) =>
        zeros(maps.shape[0], maps.shape[2], maps.shape[3], dtype: maps.dtype, device: maps.device); // (N,h,w)

    private static Tensor Wide(Tensor values) => values.dtype == bfloat16 ? values.to(float32) : values;

    private static Tensor Weigh(Tensor alpha, Tensor maps)
    {
        // Pixels before channels: so the maps' gradient comes back in the layout the convolutions work in.
        var pixels = maps.permute(0, 2, 3, 1).reshape(maps.shape[0], -1, maps.shape[1]); // (N,hw,K)
        var sums = pixels.bmm(alpha.unsqueeze(2));                                    // (N,hw,1)
        return sums.reshape(maps.shape[0], maps.shape[2], maps.shape[3]).relu();        // (N,h,w)
    }
}
