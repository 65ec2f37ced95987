using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>High capacity: a wide, deep residual network with squeeze-and-excitation, and dropout before a two-layer head.</summary>
public sealed class Level5 : GazeModel
{
    private const int Maps = 768;
    private const int Hidden = 1024;
    private const int Reduction = 4;
    private const double DropoutShare = 0.3;

    private readonly ConvNorm stem;
    private readonly Sequential stages;
    private readonly Linear hidden;
    private readonly Linear head;

    public Level5(int classes)
        : base(nameof(Level5))
    {
        stem = new ConvNorm(1, 32, kernel: 7, stride: 2, pool: true);
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

    public override Tensor Features(Tensor images)
    {
        var coarse = stem.call(images); // (N,32,56,56)
        return stages.call(coarse); // (N,768,14,14)
    }

    public override Tensor Classify(Tensor maps)
    {
        var pooled = Dropped(Blocks.MeanOverSpace(maps)); // (N,768)
        var bent = hidden.call(pooled).relu_(); // (N,1024)
        return head.call(bent); // (N,C)
    }

    /// <summary>
    /// Inverted dropout from the run's own generator: nn.Dropout would take the process-wide one. Drawn on the CPU, so that every device
    /// drops the same.
    /// </summary>
    /// <exception cref="InvalidOperationException">Training mode without a generator.</exception>
    private Tensor Dropped(Tensor pooled)
    {
        if (!training) return pooled; // (N,768)

        var chance = DropoutGenerator
            ?? throw new InvalidOperationException($"{nameof(Level5)} in training mode needs a {nameof(DropoutGenerator)} for its dropout.");
        var drawn = empty(pooled.shape, dtype: float32).bernoulli_(1 - DropoutShare, chance); // (N,768)
        var kept = (Upload?.Invoke(drawn) ?? drawn.to(pooled.device)).to(pooled.dtype); // (N,768)
        return pooled * (kept / (1 - DropoutShare)); // (N,768)
    }
}
