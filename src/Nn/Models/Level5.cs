using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>High capacity: a wide, deep residual network with squeeze-and-excitation, and dropout before a two-layer head.</summary>
public sealed class Level5 : GazeModel
{
    internal static readonly string[] StageNames = StageChain.NamesOf(["stem", .. StageChain.Blocks(12)]);

    private const int Maps = 768;
    private const int Hidden = 1024;
    private const int Reduction = 4;
    private const double DropoutShare = 0.3;

    private readonly ConvNorm stem;
    private readonly Sequential stages;
    private readonly Linear hidden;
    private readonly Linear head;

    public Level5(int classes, int channels = 1)
        : base(nameof(Level5))
    {
        stem = new ConvNorm(channels, 32, kernel: 7, stride: 2, pool: true);
        stages = nn.Sequential(
            ("block1", ResidualBlock.Bottleneck(32, 32, 128, reduction: Reduction)), // (N,128,56,56)
            ("block2", ResidualBlock.Bottleneck(128, 32, 128, reduction: Reduction)),
            ("block3", ResidualBlock.Bottleneck(128, 64, 256, stride: 2, Reduction)), // (N,256,28,28)
            ("block4", ResidualBlock.Bottleneck(256, 64, 256, reduction: Reduction)),
            ("block5", ResidualBlock.Bottleneck(256, 64, 256, reduction: Reduction)),
            ("block6", ResidualBlock.Bottleneck(256, 256, Maps, stride: 2, Reduction)), // (N,768,14,14)
            ("block7", ResidualBlock.Bottleneck(Maps, 256, Maps, reduction: Reduction)),
            ("block8", ResidualBlock.Bottleneck(Maps, 256, Maps, reduction: Reduction)),
            ("block9", ResidualBlock.Bottleneck(Maps, 256, Maps, reduction: Reduction)),
            ("block10", ResidualBlock.Bottleneck(Maps, 256, Maps, reduction: Reduction)),
            ("block11", ResidualBlock.Bottleneck(Maps, 256, Maps, reduction: Reduction)),
            ("block12", ResidualBlock.Bottleneck(Maps, 256, Maps, reduction: Reduction)));
        hidden = nn.Linear(Maps, Hidden);
        head = nn.Linear(Hidden, classes);
        RegisterComponents();
    }

    public override IReadOnlyList<string> Stages => StageNames;

    private StageChain Chain => new("block5", [("stem", stem), .. StageChain.PartsOf(stages)]);

    public override Tensor FeaturesAt(string stage, Tensor images) => Chain.To(stage, images);

    public override Tensor ClassifyFrom(string stage, Tensor maps) => Classify(Chain.From(stage, maps));

    public override Tensor Features(Tensor images)
    {
        var coarse = stem.call(images); // (N,32,56,56)
        return stages.call(coarse); // (N,768,14,14)
    }

    public override Tensor Classify(Tensor maps)
    {
        var pooled = Dropped(MeanOverSpace(maps), DropoutShare); // (N,768)
        var bent = hidden.call(pooled).relu_(); // (N,1024)
        return head.call(bent); // (N,C)
    }
}
