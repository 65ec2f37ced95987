using System.Collections.Immutable;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>Which parts there are for a sweep: the program's own, and those that its assemblies bring. Pure.</summary>
internal sealed class KnownParts
{
    private readonly ImmutableSortedDictionary<(PartKind Kind, string Name), (PartDescription Part, PluginRef? Plugin)> _known;
    private readonly bool _areBrought;

    /// <param name="plugins">The setting that names the assemblies.</param>
    /// <param name="brought">What each of them brings.</param>
    /// <exception cref="InvalidInputException">Two parts of one kind have one name.</exception>
    public KnownParts(Setting plugins, IReadOnlyList<PartsDescription> brought)
    {
        var known = ImmutableSortedDictionary.CreateBuilder<(PartKind Kind, string Name), (PartDescription Part, PluginRef? Plugin)>(
            Comparer<(PartKind Kind, string Name)>.Create((a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
                : string.CompareOrdinal(a.Name, b.Name)));
        foreach (var part in PartsRegistry.BuiltIn.Parts) known.Add((part.Kind, part.Name), (part, null));
        foreach (var (plugin, part) in brought.SelectMany(parts => parts.Parts.Select(part => (parts.Plugin, part))))
        {
            if (known.TryGetValue((part.Kind, part.Name), out var taken))
            {
                throw new InvalidInputException(
                    $"{plugins.Origin}: {plugins.Key}: {plugin?.File} brings a {part.Kind.Word()} '{part.Name}', and "
                    + $"{taken.Plugin?.File ?? "the program itself"} has one of that name; allowed: another name.");
            }

            known.Add((part.Kind, part.Name), (part, plugin));
        }

        (_known, _areBrought) = (known.ToImmutable(), brought.Count > 0);
    }

    /// <exception cref="InvalidInputException">There is none; the known ones and the nearest are named.</exception>
    public (PartDescription Part, PluginRef? Plugin) Find(PartKind kind, string name, string at) =>
        _known.TryGetValue((kind, name), out var found)
        ? found
        : throw new InvalidInputException($"{at}: {PartsDescription.NoSuch(kind, name, Names(kind))}{Hint(kind)}");

    private string[] Names(PartKind kind) => [.. _known.Keys.Where(key => key.Kind == kind).Select(key => key.Name)];

    private string Hint(PartKind kind) => _areBrought ? "" : $" A {kind.Word()} of your own comes in an assembly that sweep.plugins names.";
}
