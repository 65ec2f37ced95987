using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Phantoms;

namespace ActorGaze.Actors.Settings;

/// <summary>Run keys given as lists, as templates: one for every combination, named by its values.</summary>
internal static class Axes
{
    private const int LongestVariant = 80;

    public static IReadOnlyList<RunSpec> Templates(RunSpec start, ImmutableDictionary<string, Setting> settings)
    {
        IReadOnlyList<RunSpec> templates = [start];
        foreach (var key in RunKeys.All)
        {
            var setting = settings[key.Path];
            templates = setting.IsList && !key.Kind.IsOneValue(setting)
                ? Along(key, setting, templates)
                : [.. templates.Select(t => key.Put(t, setting))];
        }

        return [.. templates.Select(t => Sound(t, settings))];
    }

    private static List<RunSpec> Along(Key<RunSpec> key, Setting setting, IReadOnlyList<RunSpec> templates)
    {
        if (key.Path == "sweep.seed") throw setting.Wrong("one whole number; sweep.trials makes more of it");
        if (key.Path.StartsWith("phantoms.", StringComparison.Ordinal) && templates.Any(t => PhantomNames.KindOf(t.Data) is null))
            throw setting.Wrong($"a list only where sweep.data is {PhantomNames.Localised} or {PhantomNames.Diffuse}");
        if (key.Path.StartsWith("data.columns.", StringComparison.Ordinal)) throw setting.Wrong("one name of a column");
        if (key.Path == SourceKeys.Source) throw setting.Wrong("one name of a source");
        if (key.Kind is PerChannel && setting.Values.Length == 3 && templates.Any(t => t.Form.Channels == 3)
            && !setting.Values.Any(v => v.Trim().Contains(' ', StringComparison.Ordinal)))
            throw setting.Wrong($"with data.channels = rgb, one value for each channel in quotes, \"{string.Join(' ', setting.Values)}\"; "
                + "a list would make three runs of each");
        if (setting.Values.IsEmpty) throw setting.Wrong("a value, or a list of at least one");
        if ((long)templates.Count * setting.Values.Length > SweepKeys.MostRuns)
            throw setting.Wrong($"lists with at most {SweepKeys.MostRuns} combinations");

        var values = setting.Each().ToArray();
        if (values.Select(v => key.Put(templates[0], v)).Distinct().Count() < values.Length) throw setting.Wrong("each value once");
        if (values.Select(v => Name(key.Path, v)).Distinct().Count() < values.Length) throw setting.Wrong("values whose names differ");
        return [.. from template in templates from value in values select Named(key.Put(template, value), Name(key.Path, value), setting)];
    }

    private static RunSpec Named(RunSpec template, string name, Setting setting)
    {
        var variant = template.Variant.Length == 0 ? name : $"{template.Variant}+{name}";
        return variant.Length <= LongestVariant
            ? template with { Variant = variant }
            : throw setting.Wrong($"lists whose combinations have names of at most {LongestVariant} letters");
    }

    /// <summary>The key's last word, or all of it where several keys end so; a folder by its last name.</summary>
    private static string Name(string key, Setting value)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        var word = Keys.Paths.Count(k => k == last || k.EndsWith("." + last, StringComparison.Ordinal)) == 1 || key == "training.epochs"
            ? last
            : key;
        var text = key == "sweep.data" ? Path.GetFileName(Path.TrimEndingDirectorySeparator(value.Values[0])) : value.Values[0];
        return new([.. $"{(key == "sweep.data" ? "data" : word)}={text}".Select(c => NameRule.IsAllowed(c) ? c : '_')]);
    }

    /// <summary>What two keys say together.</summary>
    private static RunSpec Sound(RunSpec run, ImmutableDictionary<string, Setting> settings)
    {
        if (RunConflicts.First(run) is var (path, allowed)) throw settings[path].Wrong(allowed);
        return run with { Phantoms = PhantomNames.KindOf(run.Data) is { } kind ? run.Phantoms! with { Kind = kind } : null };
    }
}
