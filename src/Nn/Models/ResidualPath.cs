using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>The convolutions of a residual block: one or two with a ReLU, and a last one without.</summary>
/// <remarks>The last one's layers are this module's own children, <c>conv</c> and <c>norm</c>: these are the checkpoint's keys.</remarks>
internal sealed class ResidualPath : nn.Module<Tensor, Tensor>, IFoldable
{
    private readonly ConvNorm? first;
    private readonly ConvNorm? narrow;
    private readonly ConvNorm? middle;
    private readonly Conv2d conv;
    private readonly BatchNorm2d norm;
    private readonly FoldableConvolution _last;

    private ResidualPath(ConvNorm? first, ConvNorm? narrow, ConvNorm? middle, int from, int to, int kernel)
        : base(nameof(ResidualPath))
    {
        (this.first, this.narrow, this.middle) = (first, narrow, middle);
        conv = Blocks.Convolution(from, to, kernel);
        norm = nn.BatchNorm2d(to);
        RegisterComponents();
        _last = new FoldableConvolution(conv, norm, kernel, stride: 1);
    }

    /// <summary>Two 3×3 convolutions.</summary>
    public static ResidualPath Basic(int from, int to, int stride) =>
        new(new ConvNorm(from, to, stride: stride), null, null, to, to, kernel: 3);

    /// <summary>A 3×3 convolution between two 1×1 ones that narrow and widen.</summary>
    public static ResidualPath Bottleneck(int from, int narrow, int to, int stride) =>
        new(null, new ConvNorm(from, narrow, kernel: 1), new ConvNorm(narrow, narrow, stride: stride), narrow, to, kernel: 1);

    /// <summary>Maps (N,from,H,W) to (N,to,h,w), a tensor of its own memory.</summary>
    public override Tensor forward(Tensor maps)
    {
        foreach (var part in new[] { first, narrow, middle })
            if (part is not null) maps = part.call(maps); // (N,·,h,w)
        return _last.Apply(maps); // (N,to,h,w)
    }

    public void Fold(ScalarType type) => _last.Fold(type);

    public void Unfold() => _last.Unfold();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Unfold();
        base.Dispose(disposing);
    }
}
