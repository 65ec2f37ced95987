using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>A standard convolutional network: blocks of convolution, normalisation, ReLU and pool, and a pooled linear head.</summary>
public sealed class Level2 : GazeModel
{
    internal static readonly string[] StageNames = StageChain.NamesOf(StageChain.Blocks(5));

    private readonly Sequential body;
    private readonly Linear head;

    public Level2(int classes, int channels = 1)
        : base(nameof(Level2))
    {
        body = nn.Sequential(
            ("block1", new ConvNorm(channels, 16, kernel: 5, stride: 2, pool: true)), // (N,16,56,56)
            ("block2", new ConvNorm(16, 32, pool: true)), // (N,32,28,28)
            ("block3", new ConvNorm(32, 64, pool: true)), // (N,64,14,14)
            ("block4", new ConvNorm(64, 128)), // (N,128,14,14)
            ("block5", new ConvNorm(128, 160))); // (N,160,14,14)
        head = nn.Linear(160, classes);
        RegisterComponents();
    }

    public override Linear PooledLinear => head;

    public override IReadOnlyList<string> Stages => StageNames;

    private StageChain Chain => new("block2", [.. StageChain.PartsOf(body)]);

    public override Tensor FeaturesAt(string stage, Tensor images) => Chain.To(stage, images);

    public override Tensor ClassifyFrom(string stage, Tensor maps) => Classify(Chain.From(stage, maps));

    public override Tensor Features(Tensor images) => body.call(images); // (N,160,14,14)

    public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,C)
}
