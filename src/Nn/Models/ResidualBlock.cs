using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>Maps plus what a path of convolutions has to add to them, then ReLU (He et al., arXiv 1512.03385).</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly Sequential path;
    private readonly SqueezeExcitation? gate;
    private readonly Sequential? shortcut;

    private ResidualBlock(Sequential path, int from, int to, int stride, int? reduction)
        : base(nameof(ResidualBlock))
    {
        this.path = path;
        gate = reduction is { } r ? new SqueezeExcitation(to, r) : null;
        shortcut = from == to && stride == 1
            ? null
            : nn.Sequential(("conv", Blocks.Convolution(from, to, kernel: 1, stride)), ("norm", nn.BatchNorm2d(to)));
        RegisterComponents();
    }

    /// <summary>Two 3×3 convolutions; with squeeze-and-excitation where a reduction is given.</summary>
    public static ResidualBlock Basic(int from, int to, int stride = 1, int? reduction = null) => new(
        nn.Sequential(
            ("first", Blocks.ConvNormReLU(from, to, stride: stride)),
            ("conv", Blocks.Convolution(to, to)),
            ("norm", nn.BatchNorm2d(to))),
        from, to, stride, reduction);

    /// <summary>A 3×3 convolution between two 1×1 ones that narrow and widen; with squeeze-and-excitation where a reduction is given.</summary>
    public static ResidualBlock Bottleneck(int from, int narrow, int to, int stride = 1, int? reduction = null) => new(
        nn.Sequential(
            ("narrow", Blocks.ConvNormReLU(from, narrow, kernel: 1)),
            ("middle", Blocks.ConvNormReLU(narrow, narrow, stride: stride)),
            ("conv", Blocks.Convolution(narrow, to, kernel: 1)),
            ("norm", nn.BatchNorm2d(to))),
        from, to, stride, reduction);

    public override Tensor forward(Tensor maps)
    {
        var added = path.call(maps); // (N,K,h,w)
        if (gate is not null) added = gate.call(added); // (N,K,h,w)
        var kept = shortcut is null ? maps : shortcut.call(maps); // (N,K,h,w)
        return nn.functional.relu(kept + added); // (N,K,h,w)
    }
}
