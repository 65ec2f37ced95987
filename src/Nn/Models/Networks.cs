using ActorGaze.Nn.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Models;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Of the convolutions and linear layers, for one image forward.</param>
public sealed record NetworkCost(long Parameters, long MultiplyAdds);

/// <summary>The five networks.</summary>
public static class Networks
{
    public const int MinLevel = 1;

    public const int MaxLevel = 5;

    /// <summary>A network on the CPU, in training mode. Its weights depend on the three arguments alone. The caller disposes it.</summary>
    /// <param name="level">1 to 5.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="seed">Any.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level or number of classes outside its range.</exception>
    public static GazeModel Create(int level, int classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, MinLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);

        var network = Seeds.LeavingGlobalAlone<GazeModel>(() => level switch
        {
            1 => new Level1(classes),
            2 => new Level2(classes),
            3 => new Level3(classes),
            4 => new Level4(classes),
            _ => new Level5(classes),
        });
        InitialWeights.Draw(network, seed);
        return network;
    }

    /// <summary>Counts by sending one image through a network.</summary>
    public static NetworkCost Cost(int level, int classes)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = Create(level, classes, seed: 0);
        network.eval();

        var multiplyAdds = 0L;
        foreach (var module in network.modules())
        {
            // Every output value of either layer is one product per weight of its output channel.
            if (module is Conv2d conv) conv.register_forward_hook((_, _, output) => Count(output, conv.weight!));
            if (module is Linear linear) linear.register_forward_hook((_, _, output) => Count(output, linear.weight!));
        }

        network.forward(zeros(1, 1, GazeModel.ImageSide, GazeModel.ImageSide)); // (1,C)
        return new NetworkCost(network.parameters().Sum(p => p.numel()), multiplyAdds);

        Tensor Count(Tensor output, Tensor weight)
        {
            multiplyAdds += output.numel() * (weight.numel() / weight.shape[0]);
            return output;
        }
    }
}
