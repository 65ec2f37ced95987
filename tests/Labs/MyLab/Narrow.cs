using ActorGaze.Nn.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MyLab;

/// <summary>As small as a network of one's own can be.</summary>
public sealed class Narrow : GazeModel
{
    private readonly ConvNorm first;
    private readonly ConvNorm second;
    private readonly Linear head;

    public Narrow(int channels, int width, int classes)
        : base(nameof(Narrow))
    {
        first = new ConvNorm(channels, 8, kernel: 5, stride: 4, pool: true);
        second = new ConvNorm(8, width, stride: 2, pool: true);
        head = nn.Linear(width, classes);
        RegisterComponents();
    }

    public override Linear PooledLinear => head;

    public override Tensor Features(Tensor images) => second.call(first.call(images)); // (N,width,7,7)

    public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,C)
}
