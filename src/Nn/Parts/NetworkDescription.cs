using System.Collections.Immutable;

namespace ActorGaze.Nn.Parts;

/// <summary>What is known of a network without building it: small, and the same on every side of a line between processes.</summary>
/// <param name="Name">ASCII letters, digits, '-' and '_', beginning with a letter; at most 40.</param>
/// <param name="Reason">Sentences: what kind of network it is.</param>
public sealed record NetworkDescription(string Name, string Reason, ImmutableArray<PartParameter> Parameters)
{
    /// <summary>Every parameter with the value that is given, or its default, as the network's own texts.</summary>
    /// <param name="given">By name, as somebody wrote them.</param>
    /// <param name="path">What a parameter's key begins with in messages, such as <c>network.</c>.</param>
    /// <exception cref="InvalidInputException">A parameter that it does not have, or a value out of its range.</exception>
    public ImmutableSortedDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> given, string path = "")
    {
        foreach (var name in given.Keys)
            if (!Parameters.Any(parameter => parameter.Name == name)) throw new InvalidInputException($"{path}{name}: {NoSuch(name)}");
        return Parameters.ToImmutableSortedDictionary(
            parameter => parameter.Name,
            parameter => !given.TryGetValue(parameter.Name, out var text) ? parameter.DefaultText
                : parameter.Canonical(text) ?? throw new InvalidInputException($"{path}{parameter.Name}: found '{text}'; allowed: {parameter.Allowed}."),
            StringComparer.Ordinal);
    }

    /// <summary>The answer to a parameter that it does not have: those that it has, and the nearest.</summary>
    public string NoSuch(string parameter)
    {
        var names = Parameters.Select(known => known.Name).ToArray();
        return names.Length == 0
            ? $"the network '{Name}' has no parameter."
            : $"the network '{Name}' has no such parameter; it has {string.Join(", ", names)}. The nearest is {Nearest.Of(parameter, names)}.";
    }

    public bool Equals(NetworkDescription? other) =>
        other is not null && Name == other.Name && Reason == other.Reason && Parameters.SequenceEqual(other.Parameters);

    public override int GetHashCode() => HashCode.Combine(Name, Reason, Parameters.Length);
}

/// <summary>What an assembly registers, as it was read.</summary>
/// <param name="Plugin">The assembly; null: the program itself.</param>
public sealed record PartsDescription(PluginRef? Plugin, ImmutableArray<NetworkDescription> Networks)
{
    /// <summary>The answer to a network that nobody registered: those that are known, and the nearest.</summary>
    public static string NoSuch(string name, IReadOnlyCollection<string> known) =>
        $"found '{name}', and there is no such network; known: {string.Join(", ", known)}. The nearest is {Nearest.Of(name, known)}.";
}
