using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Parts;

/// <summary>Which network a run trains: its name, all its parameters, and the assembly that brings it.</summary>
public sealed record NetworkSpec(string Name)
{
    private const string PaperName = "level";
    private const int Levels = 5;

    /// <summary>By name, as the network's own texts; see <see cref="PartDescription.Resolve"/>.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Null: the program itself has it.</summary>
    public PluginRef? Plugin { get; init; }

    /// <summary>
    /// 1 to 5 for <c>level1</c> to <c>level5</c>, the networks of the paper; null for any other. Names of runs, journals and a paper's
    /// correlations number these.
    /// </summary>
    [JsonIgnore]
    public int? PaperLevel => Plugin is null && Parameters.IsEmpty && Name.Length == PaperName.Length + 1
        && Name.StartsWith(PaperName, StringComparison.Ordinal) && Name[^1] - '0' is >= 1 and <= Levels and var level ? level : null;

    /// <summary>The network of the paper with this number, 1 to 5.</summary>
    public static NetworkSpec OfLevel(int level) => new(PaperName + level.ToString(CultureInfo.InvariantCulture));

    public bool Equals(NetworkSpec? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Plugin == other.Plugin && Parameters.SequenceEqual(other.Parameters));

    public override int GetHashCode() => HashCode.Combine(Name, Plugin, Parameters.Count);

    public override string ToString() =>
        Parameters.IsEmpty ? Name : $"{Name} ({string.Join(", ", Parameters.Select(parameter => $"{parameter.Key} {parameter.Value}"))})";
}
