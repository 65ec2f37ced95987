using System.Collections.Immutable;

namespace ActorGaze.Nn.Parts;

/// <summary>What one assembly has registered, by kind and name.</summary>
public sealed class PartsRegistry
{
    private readonly ImmutableArray<Part> _parts;

    internal PartsRegistry(IEnumerable<Part> parts) =>
        _parts = [.. parts.OrderBy(part => part.Description.Kind).ThenBy(part => part.Description.Name, StringComparer.Ordinal)];

    /// <summary>The program's own.</summary>
    public static PartsRegistry BuiltIn { get; } = Of(new BuiltInParts());

    public ImmutableArray<PartDescription> Parts => [.. _parts.Select(part => part.Description)];

    /// <summary>By name.</summary>
    internal ImmutableSortedDictionary<string, SourcePart> Sources { get; init; } = ImmutableSortedDictionary<string, SourcePart>.Empty;

    /// <summary>Sources of images that a sweep can name.</summary>
    public ImmutableArray<SourceDescription> SourceDescriptions =>
        [.. Sources.Values.Select(part => part.Description).Where(source => source.Name != SourceTable.Exported)];

    /// <exception cref="InvalidInputException">What it registers is not allowed.</exception>
    public static PartsRegistry Of(IPartsProvider provider)
    {
        var builder = new PartsBuilder();
        provider.Register(builder);
        return builder.Build();
    }

    public IEnumerable<PartDescription> Of(PartKind kind) => Parts.Where(part => part.Kind == kind);

    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    internal Part Find(PartKind kind, string name) =>
        _parts.FirstOrDefault(part => part.Description.Kind == kind && part.Description.Name == name)
        ?? throw new InvalidInputException($"{kind.Key()}: {PartsDescription.NoSuch(kind, name, [.. Of(kind).Select(part => part.Name)])}");
}
