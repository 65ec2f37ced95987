using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>Level 3 with squeeze-and-excitation in every block.</summary>
public sealed class Level4 : GazeModel
{
    internal static readonly string[] StageNames = StageChain.NamesOf(["stem", .. StageChain.Blocks(5)]);

    private const int Reduction = 8;

    private readonly ConvNorm stem;
    private readonly Sequential stages;
    private readonly Linear head;

    public Level4(int classes, int channels = 1)
        : base(nameof(Level4))
    {
        stem = new ConvNorm(channels, 32, kernel: 7, stride: 2, pool: true);
        stages = Level3.Body(Reduction);
        head = nn.Linear(Level3.Maps, classes);
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
}
