using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>Weighs every channel of a sample by what the sample's channels hold on average (Hu et al., arXiv 1709.01507).</summary>
/// <remarks>The two linear layers work in float32, also where the maps are in bfloat16.</remarks>
internal sealed class SqueezeExcitation : nn.Module<Tensor, Tensor>
{
    private readonly Linear squeeze;
    private readonly Linear excite;

    public SqueezeExcitation(int channels, int reduction)
        : base(nameof(SqueezeExcitation))
    {
        squeeze = nn.Linear(channels, channels / reduction);
        excite = nn.Linear(channels / reduction, channels);
        RegisterComponents();
    }

    /// <summary>The maps (N,K,h,w) are the caller's own and may be overwritten where no gradient is wanted.</summary>
    public override Tensor forward(Tensor maps)
    {
        var squeezed = squeeze.call(Blocks.MeanOverSpace(maps)).relu_();            // (N,K/r)
        var weights = excite.call(squeezed).sigmoid();                              // (N,K)
        var laid = (weights.dtype == maps.dtype ? weights : weights.to(maps.dtype)).unsqueeze(-1).unsqueeze(-1); // (N,K,1,1)
        return is_grad_enabled() ? maps * laid : maps.mul_(laid);                   // (N,K,h,w)
    }
}
