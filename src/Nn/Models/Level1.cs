using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>The least that has a CAM: two small convolutions and a pooled linear head.</summary>
public sealed class Level1 : GazeModel
{
    internal static readonly string[] StageNames = StageChain.NamesOf("first", "second");

    private readonly ConvNorm first;
    private readonly ConvNorm second;
    private readonly Linear head;

    public Level1(int classes, int channels = 1)
        : base(nameof(Level1))
    {
        first = new ConvNorm(channels, 16, kernel: 5, stride: 4, pool: true);
        second = new ConvNorm(16, 32, stride: 2);
        head = nn.Linear(32, classes);
        RegisterComponents();
    }

    public override Linear PooledLinear => head;

    public override IReadOnlyList<string> Stages => StageNames;

    private StageChain Chain => new("first", ("first", first), ("second", second));

    public override Tensor FeaturesAt(string stage, Tensor images) => Chain.To(stage, images);

    public override Tensor ClassifyFrom(string stage, Tensor maps) => Classify(Chain.From(stage, maps));

    public override Tensor Features(Tensor images)
    {
        var coarse = first.call(images); // (N,16,28,28)
        return second.call(coarse); // (N,32,14,14)
    }

    public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,C)
}
