using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Store;

/// <summary>The order in which an epoch takes its images.</summary>
public static class EpochOrder
{
    /// <summary>The indices in a uniformly random order that seed and epoch alone decide.</summary>
    public static int[] Of(ReadOnlySpan<int> indices, long seed, int epoch)
    {
        var order = indices.ToArray();
        RandomStream.Named("epoch-order", seed, epoch).Shuffle(order);
        return order;
    }
}
