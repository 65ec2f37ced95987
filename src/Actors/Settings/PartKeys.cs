using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>The parts that a sweep file asks for, and their parameters as the parts themselves declare them. Pure.</summary>
internal static class PartKeys
{
    private static readonly ImmutableArray<PartKind> OfTemplates = [.. PartKinds.All.Where(kind => kind != PartKind.Network)];

    /// <summary>A key that only a part can judge.</summary>
    public static bool IsParameter(string key) => KindOf(key) is not null;

    /// <summary>The kind of part whose parameter a key is; null where it is none.</summary>
    public static PartKind? KindOf(string key)
    {
        foreach (var kind in PartKinds.All)
        {
            var section = kind.Section();
            if (key.StartsWith(section, StringComparison.Ordinal) && key.Length > section.Length && key.IndexOf('.', section.Length) < 0
                && !Keys.Paths.Contains(key)) return kind;
        }

        return null;
    }

    /// <summary>
    /// The templates with every part found, and with every combination of the values that parameters are given. A parameter goes to those
    /// that have it.
    /// </summary>
    /// <exception cref="InvalidInputException">A part or a parameter that there is not, or a value out of its range.</exception>
    public static IReadOnlyList<RunSpec> Resolved(IReadOnlyList<RunSpec> templates, ImmutableDictionary<string, Setting> settings,
        KnownParts known)
    {
        foreach (var kind in OfTemplates)
        {
            Setting[] parameters = [.. Parameters(settings, kind)];
            var found = templates.Select(template => template.Part(kind)?.Name).OfType<string>().Distinct()
                .Select(name => known.Find(kind, name, $"{settings[kind.Key()].Origin}: {kind.Key()}").Part).ToArray();
            foreach (var parameter in parameters) Require(kind, parameter, found);
            templates = [.. templates.SelectMany(template => Resolved(template, kind, parameters, known))];
            if (templates.Count > SweepKeys.MostRuns) throw settings["sweep.trials"].Wrong($"a grid of at most {SweepKeys.MostRuns} runs");
        }

        return [.. templates.Select(template => OfTerm(template, settings, known))];
    }

    /// <summary>The keys of the parameters that a sweep's parts have.</summary>
    public static IEnumerable<Key> KeysOf(IReadOnlyCollection<RunSpec> runs, IReadOnlyList<PartsDescription> brought) =>
        from part in PartsRegistry.BuiltIn.Parts.Concat(brought.SelectMany(parts => parts.Parts))
        where part.Parameters.Length > 0 && runs.Any(run => run.Part(part.Kind)?.Name == part.Name)
        from key in part.Parameters.Select(parameter => new ParameterKey(part.Kind, parameter))
        group key by key.Path into same
        select same.First();

    /// <summary>What is given of a kind's parameters.</summary>
    public static IEnumerable<Setting> Parameters(ImmutableDictionary<string, Setting> settings, PartKind kind) =>
        settings.Values.Where(setting => KindOf(setting.Key) == kind).OrderBy(setting => setting.Key, StringComparer.Ordinal);

    /// <exception cref="InvalidInputException">None of the parts has that parameter.</exception>
    public static void Require(PartKind kind, Setting parameter, IReadOnlyList<PartDescription> parts)
    {
        var name = parameter.Key[kind.Section().Length..];
        if (parts.Any(part => part.Has(name))) return;
        var words = parts switch
        {
            [] => $"there is no {kind.Word()} that could have it.",
            [var only] => only.NoSuch(name),
            _ => $"none of the {kind.Word()}s {string.Join(", ", parts.Select(part => part.Name))} has such a parameter.",
        };
        // their sections have keys of the program's own
        var advice = kind is PartKind.Curriculum or PartKind.LossTerm ? $" {Keys.Advice(parameter.Key)}" : "";
        throw new InvalidInputException($"{parameter.Origin}: {parameter.Key}: {words}{advice}");
    }

    /// <summary>A part with every combination of the values that its parameters are given.</summary>
    /// <returns>With the values that make each differ from its siblings, as <c>width=16</c>.</returns>
    public static IEnumerable<(PartSpec Part, string Variant)> Combinations(PartDescription part, PluginRef? plugin,
        IEnumerable<Setting> parameters)
    {
        var section = part.Kind.Section();
        IReadOnlyList<(ImmutableDictionary<string, string> Values, string Variant)> given =
            [(ImmutableDictionary<string, string>.Empty, "")];
        foreach (var parameter in parameters.Where(parameter => part.Has(parameter.Key[section.Length..])))
        {
            var name = parameter.Key[section.Length..];
            var values = Values(part.Parameters.Single(known => known.Name == name), parameter);
            if ((long)given.Count * values.Length > SweepKeys.MostRuns)
                throw parameter.Wrong($"lists with at most {SweepKeys.MostRuns} combinations");
            given = [.. from before in given from value in values select (before.Values.Add(name, value), values.Length == 1
                ? before.Variant : Joined(before.Variant, $"{name}={value}"))];
        }

        return given.Select(one => (new PartSpec(part.Name) { Parameters = part.Resolve(one.Values, section), Plugin = plugin },
            one.Variant));
    }

    private static IEnumerable<RunSpec> Resolved(RunSpec template, PartKind kind, IEnumerable<Setting> parameters, KnownParts known)
    {
        if (template.Part(kind) is not { } named) return [template];
        var (part, plugin) = known.Find(kind, named.Name, kind.Key());
        return Combinations(part, plugin, parameters)
            .Select(one => template.With(kind, one.Part) with { Variant = Joined(template.Variant, one.Variant) });
    }

    private static RunSpec OfTerm(RunSpec template, ImmutableDictionary<string, Setting> settings, KnownParts known)
    {
        if (template.Loss.Term is null) return template with { Loss = new() };
        var (part, plugin) = known.Find(PartKind.Curriculum, template.Loss.Curriculum.Shape.Name,
            $"{settings["loss.shape"].Origin}: loss.shape");
        return template.WithLossShape(Combinations(part, plugin, []).Single().Part);
    }

    private static string[] Values(PartParameter parameter, Setting setting)
    {
        if (setting.Values.IsEmpty) throw setting.Wrong("a value, or a list of at least one");
        string[] values = [.. setting.Each().Select(value => parameter.Canonical(value.Values[0]) ?? throw value.Wrong(parameter.Allowed))];
        return values.Distinct().Count() == values.Length ? values : throw setting.Wrong("each value once");
    }

    private static string Joined(string before, string more) =>
        new([.. (before.Length == 0 || more.Length == 0 ? before + more : $"{before}+{more}")
            .Select(c => NameRule.IsAllowed(c) ? c : '_')]);
}

/// <summary>The key of a part's parameter: the part says all of it.</summary>
internal sealed record ParameterKey(PartKind Of, PartParameter Parameter) : Key($"{Of.Section()}{Parameter.Name}",
    new ParameterKind(Parameter), "", "", Parameter.Reason)
{
    public override Setting Default => new(Path, Setting.Default, [Parameter.DefaultText], false);

    private sealed record ParameterKind(PartParameter Parameter) : ValueKind
    {
        public override string Type => Parameter switch
        {
            IntParameter => "whole number",
            DoubleParameter => "real number",
            BoolParameter => "flag",
            _ => "choice",
        };

        public override string Allowed => Parameter.Allowed;
    }
}
