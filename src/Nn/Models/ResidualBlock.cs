using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>Maps plus what a path of convolutions has to add to them, then ReLU (He et al., arXiv 1512.03385).</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly ResidualPath path;
    private readonly SqueezeExcitation? gate;
    private readonly ConvNorm? shortcut;

    private ResidualBlock(ResidualPath path, int from, int to, int stride, int? reduction)
        : base(nameof(ResidualBlock))
    {
        this.path = path;
        gate = reduction is { } r ? new SqueezeExcitation(to, r) : null;
        shortcut = from == to && stride == 1 ? null : new ConvNorm(from, to, kernel: 1, stride, relu: false);
        RegisterComponents();
    }

    /// <summary>Two 3×3 convolutions; with squeeze-and-excitation where a reduction is given.</summary>
    public static ResidualBlock Basic(int from, int to, int stride = 1, int? reduction = null) =>
        new(ResidualPath.Basic(from, to, stride), from, to, stride, reduction);

    /// <summary>
    /// A 3×3 convolution between two 1×1 ones that narrow and widen; with squeeze-and-excitation where a reduction is given.
    /// </summary>
    public static ResidualBlock Bottleneck(int from, int narrow, int to, int stride = 1, int? reduction = null) =>
        new(ResidualPath.Bottleneck(from, narrow, to, stride), from, to, stride, reduction);

    public override Tensor forward(Tensor maps)
    {
        var added = path.call(maps); // (N,K,h,w)
        if (gate is not null) added = gate.call(added); // (N,K,h,w)
        var kept = shortcut is null ? maps : shortcut.call(maps); // (N,K,h,w)
        return added.add_(kept).relu_(); // (N,K,h,w)
    }
}
