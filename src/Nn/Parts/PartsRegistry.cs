using System.Collections.Immutable;
using ActorGaze.Nn.Models;

namespace ActorGaze.Nn.Parts;

/// <summary>What one assembly has registered, by name.</summary>
public sealed class PartsRegistry
{
    private readonly ImmutableSortedDictionary<string, NetworkPart> _networks;

    internal PartsRegistry(ImmutableSortedDictionary<string, NetworkPart> networks) => _networks = networks;

    /// <summary>The program's own.</summary>
    public static PartsRegistry BuiltIn { get; } = Of(new BuiltInParts());

    public ImmutableArray<NetworkDescription> Networks => [.. _networks.Values.Select(part => part.Description)];

    /// <exception cref="InvalidInputException">What it registers is not allowed.</exception>
    public static PartsRegistry Of(IPartsProvider provider)
    {
        var builder = new PartsBuilder();
        provider.Register(builder);
        return builder.Build();
    }

    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    internal NetworkPart Network(string name) =>
        _networks.TryGetValue(name, out var part) ? part : throw new InvalidInputException($"network.name: {PartsDescription.NoSuch(name, [.. _networks.Keys])}");
}

/// <summary>The five networks of the paper.</summary>
internal sealed class BuiltInParts : IPartsProvider
{
    public void Register(PartsBuilder parts)
    {
        parts.AddNetwork(
            "level1", "The least that has a CAM: two small convolutions and a pooled linear head. A few thousand weights.",
            setup => new Level1(setup.Classes, setup.Channels));
        parts.AddNetwork(
            "level2", "A standard convolutional network: blocks of convolution, normalisation, ReLU and pool. 0.3 million weights.",
            setup => new Level2(setup.Classes, setup.Channels));
        parts.AddNetwork("level3", "Residual stages. A million weights.", setup => new Level3(setup.Classes, setup.Channels));
        parts.AddNetwork(
            "level4", "Level 3 with squeeze-and-excitation in every block. A million weights.", setup => new Level4(setup.Classes, setup.Channels));
        parts.AddNetwork(
            "level5", "High capacity: wide, deep, residual, with dropout before a two-layer head. Ten million weights and more.",
            setup => new Level5(setup.Classes, setup.Channels));
    }
}
