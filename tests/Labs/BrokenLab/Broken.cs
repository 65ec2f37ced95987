using ActorGaze.Nn.Models;
using ActorGaze.Nn.Parts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BrokenLab;

/// <summary>A small network that is sound as long as nothing is asked of it.</summary>
public class Broken : GazeModel
{
    private const int Width = 8;
    private static readonly double Chance = Guid.NewGuid().GetHashCode() / (double)int.MaxValue; // of this process

    private readonly ConvNorm body;
    private readonly Linear head;

    public Broken(NetworkSetup setup)
        : base("Broken")
    {
        body = new ConvNorm(setup.Channels, Width, kernel: 7, stride: 16, pool: true);
        head = nn.Linear(Width, setup.Classes);
        RegisterComponents();
    }

    public Action<Tensor>? AfterFeatures { get; init; }

    public bool Drift { get; init; }

    public bool Flat { get; init; }

    protected Linear Head => head;

    public override void DrawWeights(Generator chance)
    {
        base.DrawWeights(chance);
        if (Drift) head.bias!.add_(Chance);
    }

    public override Tensor Features(Tensor images)
    {
        var maps = body.call(images); // (N,8,7,7)
        AfterFeatures?.Invoke(maps);
        return Flat ? maps.flatten(1) : maps;
    }

    public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,C)
}

public sealed class Mixing : Broken
{
    private readonly BatchNorm1d norm;

    public Mixing(NetworkSetup setup)
        : base(setup)
    {
        norm = nn.BatchNorm1d(8);
        register_module("norm", norm);
    }

    public override Tensor Classify(Tensor maps) => Head.call(norm.call(MeanOverSpace(maps))); // (N,C)
}

public sealed class Global(NetworkSetup setup) : Broken(setup)
{
    public override Tensor Classify(Tensor maps) => Head.call(nn.functional.dropout(MeanOverSpace(maps), 0.5, training)); // (N,C)
}

public sealed class Drawing : Broken
{
    private readonly Parameter places;

    public Drawing(NetworkSetup setup)
        : base(setup)
    {
        places = nn.Parameter(randn(1, 8, 7, 7));
        register_parameter("places", places);
    }

    public override Tensor Features(Tensor images) => base.Features(images) + places; // (N,8,7,7)
}

public sealed class Leaking(NetworkSetup setup) : Broken(setup)
{
    private readonly List<Tensor> _seen = [];

    public override Tensor Features(Tensor images)
    {
        var maps = base.Features(images); // (N,8,7,7)
        _seen.Add(maps.clone().DetachFromDisposeScope());
        return maps;
    }
}

public sealed class Detached(NetworkSetup setup) : Broken(setup)
{
    public override Tensor Classify(Tensor maps) => base.Classify(maps.detach()); // (N,C)
}

public sealed class Lying(NetworkSetup setup) : Broken(setup)
{
    public override Linear PooledLinear => Head;

    public override Tensor Classify(Tensor maps) => base.Classify(maps).tanh(); // (N,C)
}

public sealed class Sudden(NetworkSetup setup) : Broken(setup)
{
    private int _batches;

    public override Tensor Features(Tensor images) => ++_batches == 50
        ? throw new InvalidOperationException("fifty are enough")
        : base.Features(images);
}
