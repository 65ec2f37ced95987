using System.Collections.Immutable;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Nn.Checks;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">A word or two.</param>
/// <param name="Text">What was found; where it does not hold, also what to do.</param>
/// <param name="Stack">Of what the network's code threw; null where it threw nothing.</param>
public sealed record NetworkFinding(string Check, bool Holds, string Text, string? Stack = null);

/// <summary>What a check of a network found. Looking ends at the first thing that throws.</summary>
public sealed record NetworkReport(NetworkSpec Network, NetworkShape Shape, ImmutableArray<NetworkFinding> Findings)
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
