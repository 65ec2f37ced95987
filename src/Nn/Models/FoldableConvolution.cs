using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>A part of a network whose batch normalisations can be folded into its convolutions while it is evaluated.</summary>
internal interface IFoldable
{
    /// <summary>
    /// From now on, until <see cref="Unfold"/>, the part works with folded weights of this type. Its weights and statistics must not change
    /// meanwhile.
    /// </summary>
    void Fold(ScalarType type);

    /// <summary>Safe to call twice.</summary>
    void Unfold();
}

/// <summary>
/// A convolution without bias and the batch normalisation after it. Not a module: the checkpoint's keys are those of the two layers.
/// </summary>
/// <remarks>
/// Folded, w' = w·γ/√(σ² + ε) and b' = β − μ·γ/√(σ² + ε), computed in float64 (Jacob et al., arXiv 1712.05877, section 3.2).
/// The convolution works in the type of its input: float32 weights are cast to bfloat16 where the maps are. The normalisation keeps float32
/// weights and statistics.
/// </remarks>
internal sealed class FoldableConvolution(Conv2d convolution, BatchNorm2d norm, int kernel, int stride)
{
    private (Tensor Weight, Tensor Bias)? _folded;

    /// <summary>Maps (N,from,H,W) to normalised maps (N,to,h,w) of the same type, a tensor of its own memory.</summary>
    public Tensor Apply(Tensor maps)
    {
        if (_folded is { } folded) return Convolve(maps, folded.Weight, folded.Bias); // (N,to,h,w)
        var weight = convolution.weight!;
        var filtered = weight.dtype == maps.dtype ? convolution.call(maps) : Convolve(maps, weight.to(maps.dtype), null); // (N,to,h,w)
        return norm.call(filtered); // (N,to,h,w)
    }

    public void Fold(ScalarType type)
    {
        Unfold();
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var scale = norm.weight!.to(float64) / (norm.running_var!.to(float64) + norm.eps).sqrt(); // (to)
        var weight = convolution.weight!.to(float64) * scale.reshape(-1, 1, 1, 1);               // (to,from,k,k)
        var bias = norm.bias!.to(float64) - (norm.running_mean!.to(float64) * scale);            // (to)
        _folded = (ChannelsLast.Of(weight.to(type)).DetachFromDisposeScope(), bias.to(type).DetachFromDisposeScope());
    }

    public void Unfold()
    {
        if (_folded is not { } folded) return;
        folded.Weight.Dispose();
        folded.Bias.Dispose();
        _folded = null;
    }

    private Tensor Convolve(Tensor maps, Tensor weight, Tensor? bias) =>
        nn.functional.conv2d(maps, weight, bias, strides: [stride, stride], padding: [kernel / 2, kernel / 2]);
}
