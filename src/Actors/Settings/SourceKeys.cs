using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>The source of images that a sweep file names. Pure.</summary>
internal static class SourceKeys
{
    public const string Source = "data.source";

    /// <summary>Run templates whose source is known with the assembly that brings it.</summary>
    /// <param name="brought">What each assembly brings.</param>
    /// <exception cref="InvalidInputException">There is no such source, or two assemblies have one of that name.</exception>
    public static IReadOnlyList<RunSpec> Resolved(IReadOnlyList<RunSpec> templates, Setting setting,
        IReadOnlyList<PartsDescription> brought)
    {
        if (templates.All(template => template.Source is null)) return templates;
        var own = PartsRegistry.BuiltIn.SourceDescriptions;
        return [.. templates.Select(template => template.Source is { } source ? template with { Source = Found(source.Name) } : template)];

        SourceSpec Found(string name)
        {
            PartsDescription[] with = [.. brought.Where(parts => parts.Sources.Any(one => one.Name == name))];
            if (with.Length > 1 || (with.Length == 1 && own.Any(one => one.Name == name)))
                throw new InvalidInputException($"{setting.Origin}: {Source}: "
                    + $"{string.Join(" and ", with.Select(parts => parts.Plugin?.File))} {(with.Length > 1 ? "bring" : "brings")} a source "
                    + $"'{name}'; allowed: a name that only one has.");
            if (with is [{ Plugin: var plugin }]) return new SourceSpec(name, plugin);
            return own.Any(one => one.Name == name)
                ? new SourceSpec(name)
                : throw new InvalidInputException(
                    $"{setting.Origin}: {Source}: "
                    + SourceSpec.NoSuch(
                        name, [SourceTable.Auto, .. own.Concat(brought.SelectMany(parts => parts.Sources)).Select(one => one.Name)])
                    + (brought.Count == 0 ? " A source of your own comes in an assembly that sweep.plugins names." : ""));
        }
    }
}

/// <summary>The name of a source of images; null: the program's choice.</summary>
internal sealed record SourceName : SingleValue<SourceSpec?>
{
    public override string Type => "name";

    public override string Allowed => $"{SourceTable.Auto}, or the name of a source: {PartsBuilder.Names}";

    public override bool TryParse(string text, out SourceSpec? value)
    {
        value = text == SourceTable.Auto ? null : new SourceSpec(text);
        return true;
    }

    public override string Format(SourceSpec? value) => value?.Name ?? SourceTable.Auto;

    public override bool Holds(SourceSpec? value) => value is null || SourceParts.IsName(value.Name);
}
