using ActorGaze.Nn.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MyLab;

/// <summary>Two convolutions and a pooled linear head, on a grid of 7×7.</summary>
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

    /// <summary>The head, because <see cref="Classify"/> is no more than it on the maps' means. Leave this out if yours is more.</summary>
    public override Linear PooledLinear => head;

    public override Tensor Features(Tensor images) => second.call(first.call(images)); // (N,channels,224,224) to (N,width,7,7)

    public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,classes)
}
