using ActorGaze.Nn.Parts;

namespace MyLab;

/// <summary>What this assembly brings: networks by name, each with its parameters.</summary>
public sealed class Lab : IPartsProvider
{
    private static readonly IntParameter Width = PartParameter.Int("width", 16, least: 4, most: 256, "Maps at the target layer.");

    public void Register(PartsBuilder parts) => parts.AddNetwork(
        "narrow", "Two convolutions and a pooled linear head, on a grid of 7×7.", [Width],
        setup => new Narrow(setup.Channels, setup.Value(Width), setup.Classes));
}
