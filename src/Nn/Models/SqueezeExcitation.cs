using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>Weighs every channel of a sample by what the sample's channels hold on average (Hu et al., arXiv 1709.01507).</summary>
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

    public override Tensor forward(Tensor maps)
    {
        var squeezed = nn.functional.relu(squeeze.call(Blocks.MeanOverSpace(maps))); // (N,K/r)
        var weights = excite.call(squeezed).sigmoid(); // (N,K)
        return maps * weights.unsqueeze(-1).unsqueeze(-1); // (N,K,h,w)
    }
}
