using System.Collections.Immutable;

namespace ActorGaze.Nn.Statistics;

/// <summary>Counts of (true class, predicted class), row-major: row = truth.</summary>
public sealed record ConfusionMatrix(int Classes, ImmutableArray<int> Counts)
{
    public static ConfusionMatrix Empty(int classes) => new(classes, [.. new int[classes * classes]]);

    /// <summary>Samples counted.</summary>
    public long Total => Counts.Sum(count => (long)count);

    public int this[int truth, int predicted] => Counts[(truth * Classes) + predicted];

    public bool Equals(ConfusionMatrix? other) => other is not null && Classes == other.Classes && Counts.SequenceEqual(other.Counts);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var count in Counts) hash.Add(count);
        return hash.ToHashCode();
    }
}
