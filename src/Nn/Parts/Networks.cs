using ActorGaze.Nn.Models;
using ActorGaze.Nn.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Nn.Parts;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Of the convolutions and linear layers, for one image forward.</param>
public sealed record NetworkCost(long Parameters, long MultiplyAdds);

/// <summary>Builds networks by name.</summary>
public static class Networks
{
    /// <summary>A network on the CPU, in training mode. Its weights depend on the arguments alone. The caller disposes it.</summary>
    /// <param name="seed">Any.</param>
    /// <exception cref="InvalidInputException">There is no such network, it has no such parameter, or its assembly holds other
    /// bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes, or neither one nor three channels.</exception>
    public static GazeModel Create(NetworkSpec spec, NetworkShape shape, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Classes, 2);
        if (shape.Channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(shape), shape.Channels, "Images have one channel or three.");

        var part = Plugin.PartsOf(spec.Plugin).Find(PartKind.Network, spec.Name);
        var setup = new NetworkSetup(part.Description, part.Description.Resolve(spec.Parameters, "network."), shape, seed);
        var network = Seeds.LeavingGlobalAlone(() => ((Func<NetworkSetup, GazeModel>)part.Build)(setup))
            ?? throw new InvalidInputException($"The network '{spec.Name}': its factory returned null; allowed: a GazeModel.");
        // A network outlives the scope that its caller may have opened; TorchSharp's layers take care of that, parameters of one's own do
        // not.
        foreach (var tensor in network.parameters().Cast<Tensor>().Concat(network.buffers())) tensor.DetachFromDisposeScope();
        using var generator = Seeds.Generator(seed);
        using var _ = no_grad();
        network.DrawWeights(generator);
        return network;
    }

    /// <summary>Counts by sending one image through a network.</summary>
    public static NetworkCost Cost(NetworkSpec spec, NetworkShape shape)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = Create(spec, shape, seed: 0);
        network.eval();

        var multiplyAdds = 0L;
        foreach (var module in network.modules())
        {
            // Every output value of either layer is one product per weight of its output channel.
            if (module is Conv2d conv) conv.register_forward_hook((_, _, output) => Count(output, conv.weight!));
            if (module is Linear linear) linear.register_forward_hook((_, _, output) => Count(output, linear.weight!));
        }

        network.forward(zeros(1, shape.Channels, shape.ImageSide, shape.ImageSide)); // (1,C)
        return new NetworkCost(network.parameters().Sum(p => p.numel()), multiplyAdds);

        Tensor Count(Tensor output, Tensor weight)
        {
            multiplyAdds += output.numel() * (weight.numel() / weight.shape[0]);
            return output;
        }
    }
}
