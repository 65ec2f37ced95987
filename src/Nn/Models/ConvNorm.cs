using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>A convolution, the batch normalisation after it, and where asked a pool that halves the grid and a ReLU.</summary>
/// <remarks>The pool comes before the ReLU. The numbers and gradients are the same either way, and the ReLU has a quarter of the
/// work.</remarks>
public sealed class ConvNorm : nn.Module<Tensor, Tensor>, IFoldable
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d norm;
    private readonly FoldableConvolution _folding;
    private readonly bool _pool;
    private readonly bool _relu;

    /// <param name="channels">That come in.</param>
    /// <param name="maps">That go out.</param>
    /// <param name="kernel">Side of the convolution's window, odd.</param>
    public ConvNorm(int channels, int maps, int kernel = 3, int stride = 1, bool pool = false, bool relu = true)
        : base(nameof(ConvNorm))
    {
        conv = Blocks.Convolution(channels, maps, kernel, stride);
        norm = nn.BatchNorm2d(maps);
        RegisterComponents();
        _folding = new FoldableConvolution(conv, norm, kernel, stride);
        (_pool, _relu) = (pool, relu);
    }

    /// <summary>Maps (N,from,H,W) to (N,to,h,w).</summary>
    public override Tensor forward(Tensor maps)
    {
        var normalised = _folding.Apply(maps);                                    // (N,to,h,w)
        if (_pool) normalised = nn.functional.max_pool2d(normalised, [2L, 2L]); // (N,to,h/2,w/2)
        return _relu ? normalised.relu_() : normalised;                         // (N,to,h,w)
    }

    void IFoldable.Fold(ScalarType type) => _folding.Fold(type);

    void IFoldable.Unfold() => _folding.Unfold();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _folding.Unfold();
        base.Dispose(disposing);
    }
}
