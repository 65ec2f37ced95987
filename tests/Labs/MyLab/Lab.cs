using ActorGaze.Nn.Parts;

namespace MyLab;

/// <summary>What this assembly brings.</summary>
public sealed class Lab : IPartsProvider
{
    private static readonly IntParameter Width = PartParameter.Int("width", 16, least: 4, most: 256, "Maps at the target layer.");
    private static readonly IntParameter Blocks = PartParameter.Int("blocks", 2, least: 1, most: 12, "Blocks of attention.");
    private static readonly DoubleParameter Dropout = PartParameter.Double("dropout", 0.1, least: 0, most: 0.9, "Share that the head drops in training.");
    private static readonly ChoiceParameter Act = PartParameter.Choice("act", "relu", ["relu", "gelu"], "What bends the head.");

    public void Register(PartsBuilder parts)
    {
        parts.AddNetwork(
            "narrow", "Two convolutions and a pooled linear head, on a grid of 7×7.", [Width],
            setup => new Narrow(setup.Channels, setup.Value(Width), setup.Classes));
        parts.AddNetwork(
            "patches", "Patches of 32×32 pixels, attention among them, and a deep head, on a grid of 7×7.", [Width, Blocks, Dropout, Act],
            setup => new Patches(setup.Channels, setup.ImageSide, setup.Value(Width), setup.Value(Blocks), setup.Classes, setup.Value(Dropout), setup.Value(Act)));
        Measures.AddTo(parts); // see "Your own parts"
    }
}
