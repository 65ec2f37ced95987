using ActorGaze.Nn.Models;

namespace ActorGaze.Tests;

/// <summary>The networks of the paper by their numbers.</summary>
internal static class PaperNetworks
{
    public static IReadOnlyList<NetworkSpec> Of(params int[] levels) => [.. levels.Select(NetworkSpec.OfLevel)];

    public static GazeModel Create(int level, int classes, long seed) => Networks.Create(NetworkSpec.OfLevel(level), NetworkShape.Of(classes), seed);

    public static NetworkCost Cost(int level, int classes) => Networks.Cost(NetworkSpec.OfLevel(level), NetworkShape.Of(classes));
}
