using System.Collections.Immutable;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Nn.Checks;

/// <summary>What a check of a network found. Looking ends at the first thing that throws.</summary>
public sealed record NetworkReport(NetworkSpec Network, NetworkShape Shape, ImmutableArray<Finding> Findings)
{
    /// <summary>Maps at the target layer; null where it did not come so far.</summary>
    public long? Maps { get; init; }

    /// <summary>Rows of the grid.</summary>
    public long? Height { get; init; }

    /// <summary>Columns of the grid.</summary>
    public long? Width { get; init; }

    /// <summary>Of the network as its seed made it; see <see cref="Training.NetworkState.Fingerprint"/>.</summary>
    public string? FirstWeights { get; init; }

    /// <summary>Null where it was not asked for, or did not come so far.</summary>
    public NetworkCost? Cost { get; init; }

    public bool Holds => Findings.All(finding => finding.Holds);
}
