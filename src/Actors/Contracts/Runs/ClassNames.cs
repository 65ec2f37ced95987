using System.Collections.Immutable;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>The classes of a data set by label; equal where all names are.</summary>
public sealed record ClassNames(ImmutableArray<string> Names)
{
    /// <summary>A class's name; where none is known, its label.</summary>
    public static string Of(ClassNames? names, int label) =>
        names is { } known && label < known.Names.Length ? known.Names[label] : $"class {label}";

    public bool Equals(ClassNames? other) => other is not null && Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    public override int GetHashCode() => Names.Aggregate(0, (hash, name) => HashCode.Combine(hash, name));
}
