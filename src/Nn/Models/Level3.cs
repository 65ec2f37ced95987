using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>Residual stages and a pooled linear head.</summary>
public sealed class Level3 : GazeModel
{
    internal static readonly string[] StageNames = StageChain.NamesOf(["stem", .. StageChain.Blocks(5)]);

    /// <summary>Maps at the target layer.</summary>
    internal const int Maps = 176;

    private readonly ConvNorm stem;
    private readonly Sequential stages;
    private readonly Linear head;

    public Level3(int classes, int channels = 1)
        : base(nameof(Level3))
    {
        stem = new ConvNorm(channels, 32, kernel: 7, stride: 2, pool: true);
        stages = Body(reduction: null);
        head = nn.Linear(Maps, classes);
        RegisterComponents();
    }

    public override Linear PooledLinear => head;

    public override IReadOnlyList<string> Stages => StageNames;

    private StageChain Chain => new("block3", [("stem", stem), .. StageChain.PartsOf(stages)]);

    public override Tensor FeaturesAt(string stage, Tensor images) => Chain.To(stage, images);

    public override Tensor ClassifyFrom(string stage, Tensor maps) => Classify(Chain.From(stage, maps));

    public override Tensor Features(Tensor images)
    {
        var coarse = stem.call(images); // (N,32,56,56)
        return stages.call(coarse); // (N,176,14,14)
    }

    public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,C)

    /// <summary>(N,32,56,56) to (N,176,14,14); Level 4 is these with a reduction.</summary>
    internal static Sequential Body(int? reduction) => nn.Sequential(
        ("block1", ResidualBlock.Basic(32, 32, reduction: reduction)), // (N,32,56,56)
        ("block2", ResidualBlock.Basic(32, 64, stride: 2, reduction)), // (N,64,28,28)
        ("block3", ResidualBlock.Basic(64, 64, reduction: reduction)), // (N,64,28,28)
        ("block4", ResidualBlock.Basic(64, Maps, stride: 2, reduction)), // (N,176,14,14)
        ("block5", ResidualBlock.Basic(Maps, Maps, reduction: reduction))); // (N,176,14,14)
}
