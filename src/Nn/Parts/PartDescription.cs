using System.Collections.Immutable;

namespace ActorGaze.Nn.Parts;

/// <summary>What is known of a part without building it: small, and the same on every side of a line between processes.</summary>
/// <param name="Name">See <see cref="PartsBuilder.Names"/>.</param>
/// <param name="Reason">Sentences: what it is.</param>
public sealed record PartDescription(PartKind Kind, string Name, string Reason, ImmutableArray<PartParameter> Parameters)
{
    /// <summary>Of a CAM method: whether gradients flow through its maps, so that a loss may be taken of them.</summary>
    public bool? Differentiable { get; init; }

    /// <summary>Every parameter with the value that is given, or its default, as the part's own texts.</summary>
    /// <param name="given">By name, as somebody wrote them.</param>
    /// <param name="path">What a parameter's key begins with in messages, such as <c>network.</c>.</param>
    /// <exception cref="InvalidInputException">A parameter that it does not have, or a value out of its range.</exception>
    public ImmutableSortedDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> given, string path = "")
    {
        foreach (var name in given.Keys)
            if (!Has(name)) throw new InvalidInputException($"{path}{name}: {NoSuch(name)}");
        return Parameters.ToImmutableSortedDictionary(
            parameter => parameter.Name,
            parameter => !given.TryGetValue(parameter.Name, out var text) ? parameter.DefaultText
                : parameter.Canonical(text) ?? throw new InvalidInputException(
                    $"{path}{parameter.Name}: found '{text}'; allowed: {parameter.Allowed}."),
            StringComparer.Ordinal);
    }

    public bool Has(string parameter) => Parameters.Any(known => known.Name == parameter);

    /// <summary>The answer to a parameter that it does not have: those that it has, and the nearest.</summary>
    public string NoSuch(string parameter)
    {
        var names = Parameters.Select(known => known.Name).ToArray();
        return names.Length == 0
            ? $"the {Kind.Word()} '{Name}' has no parameter."
            : $"the {Kind.Word()} '{Name}' has no such parameter; it has {string.Join(", ", names)}. The nearest is "
                + $"{Nearest.Of(parameter, names)}.";
    }

    public bool Equals(PartDescription? other) =>
        other is not null && (Kind, Name, Reason, Differentiable) == (other.Kind, other.Name, other.Reason, other.Differentiable)
            && Parameters.SequenceEqual(other.Parameters);

    public override int GetHashCode() => HashCode.Combine(Kind, Name, Reason, Parameters.Length);
}

/// <summary>What an assembly registers, as it was read.</summary>
/// <param name="Plugin">The assembly; null: the program itself.</param>
/// <param name="Parts">By kind, and by name within one.</param>
public sealed record PartsDescription(PluginRef? Plugin, ImmutableArray<PartDescription> Parts)
{
    public ImmutableArray<SourceDescription> Sources { get; init; } = [];

    public IEnumerable<PartDescription> Of(PartKind kind) => Parts.Where(part => part.Kind == kind);

    /// <summary>The answer to a CAM method without gradients where a gaze loss needs them.</summary>
    public static string NoGradients(string method) =>
        $"found '{method}', which is not differentiable; allowed: such a method only where λ₀ is 0.";

    /// <summary>The answer to a part that nobody registered: those that are known, and the nearest.</summary>
    public static string NoSuch(PartKind kind, string name, IReadOnlyCollection<string> known) => known.Count == 0
        ? $"found '{name}', and there is no {kind.Word()} at all."
        : $"found '{name}', and there is no such {kind.Word()}; known: {string.Join(", ", known)}. The nearest is "
            + $"{Nearest.Of(name, known)}.";
}
