using System.Collections.Immutable;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>The networks that a sweep file asks for: their names, and their parameters as the networks themselves declare them. Pure.</summary>
internal static class NetworkKeys
{
    private const string Section = "network.";
    private const string Name = "network.name";
    private const string Levels = "sweep.levels";
    private const string Plugins = "sweep.plugins";

    /// <summary>A key that only a network can judge.</summary>
    public static bool IsParameter(string key) =>
        key.StartsWith(Section, StringComparison.Ordinal) && key != Name && key.Length > Section.Length && key.IndexOf('.', Section.Length) < 0;

    /// <summary>The files of the assemblies: those of a sweep file are taken from its folder, those of the command line from the current one.</summary>
    public static IEnumerable<string> Files(ImmutableArray<string> plugins, Setting setting, string? sweepFile) => plugins.Select(file =>
        Path.GetFullPath(file, setting.Origin == sweepFile ? Path.GetDirectoryName(Path.GetFullPath(sweepFile))! : Directory.GetCurrentDirectory()));

    /// <summary>Every network with every combination of the values that its parameters are given. A parameter goes to those that have it.</summary>
    /// <param name="brought">What each assembly brings.</param>
    /// <exception cref="InvalidInputException">A name or a parameter that there is not, or a value out of its range.</exception>
    public static ImmutableArray<NetworkSpec> Read(Grid grid, ImmutableDictionary<string, Setting> settings, IReadOnlyList<PartsDescription> brought)
    {
        var (names, levels) = (settings[Name], settings[Levels]);
        if (!grid.Levels.IsEmpty && names.Origin != Setting.Default)
            throw levels.Wrong($"nothing beside {Name}, which says which networks are trained; sweep.levels = [] takes it back");

        var known = Known(settings[Plugins], brought);
        string[] wanted = grid.Levels.IsEmpty ? [.. grid.Networks] : [.. grid.Levels.Select(level => NetworkSpec.OfLevel(level).Name)];
        var networks = wanted.Select(name => known.TryGetValue(name, out var one)
            ? one
            : throw new InvalidInputException($"{names.Origin}: {Name}: {PartsDescription.NoSuch(name, [.. known.Keys])}{Hint(brought)}")).ToArray();

        Setting[] parameters = [.. settings.Values.Where(setting => IsParameter(setting.Key)).OrderBy(setting => setting.Key, StringComparer.Ordinal)];
        foreach (var parameter in parameters) Require(parameter, networks);
        return [.. networks.SelectMany(network => Combinations(network.Network, network.Plugin, parameters))];
    }

    /// <summary>The keys of the parameters that a sweep's networks have.</summary>
    public static IEnumerable<Key> KeysOf(IEnumerable<NetworkSpec> networks, IReadOnlyList<PartsDescription> brought) =>
        PartsRegistry.BuiltIn.Networks.Concat(brought.SelectMany(parts => parts.Networks))
            .Where(known => networks.Any(network => network.Name == known.Name)).SelectMany(known => known.Parameters)
            .DistinctBy(parameter => parameter.Name).Select(parameter => new ParameterKey(parameter));

    private static string Hint(IReadOnlyList<PartsDescription> brought) =>
        brought.Count == 0 ? $" A network of your own comes in an assembly that {Plugins} names." : "";

    private static SortedDictionary<string, (NetworkDescription Network, PluginRef? Plugin)> Known(Setting setting, IReadOnlyList<PartsDescription> brought)
    {
        var known = new SortedDictionary<string, (NetworkDescription Network, PluginRef? Plugin)>(StringComparer.Ordinal);
        foreach (var network in PartsRegistry.BuiltIn.Networks) known.Add(network.Name, (network, null));
        foreach (var (plugin, network) in brought.SelectMany(parts => parts.Networks.Select(network => (parts.Plugin, network))))
        {
            if (known.TryAdd(network.Name, (network, plugin))) continue;
            throw new InvalidInputException(
                $"{setting.Origin}: {Plugins}: {plugin?.File} brings a network '{network.Name}', and {known[network.Name].Plugin?.File ?? "the program itself"} has one of that name; allowed: another name.");
        }

        return known;
    }

    private static void Require(Setting parameter, IReadOnlyList<(NetworkDescription Network, PluginRef? Plugin)> networks)
    {
        var name = parameter.Key[Section.Length..];
        if (networks.Any(one => Has(one.Network, name))) return;
        var words = networks is [var only] ? only.Network.NoSuch(name) : $"none of the networks {string.Join(", ", networks.Select(one => one.Network.Name))} has such a parameter.";
        throw new InvalidInputException($"{parameter.Origin}: {parameter.Key}: {words}");
    }

    private static IEnumerable<NetworkSpec> Combinations(NetworkDescription network, PluginRef? plugin, IEnumerable<Setting> parameters)
    {
        IReadOnlyList<ImmutableDictionary<string, string>> given = [ImmutableDictionary<string, string>.Empty];
        foreach (var parameter in parameters.Where(parameter => Has(network, parameter.Key[Section.Length..])))
        {
            var values = Values(network.Parameters.Single(known => known.Name == parameter.Key[Section.Length..]), parameter);
            if ((long)given.Count * values.Length > SweepKeys.MostRuns) throw parameter.Wrong($"lists with at most {SweepKeys.MostRuns} combinations");
            given = [.. from before in given from value in values select before.Add(parameter.Key[Section.Length..], value)];
        }

        return given.Select(values => new NetworkSpec(network.Name) { Parameters = network.Resolve(values, Section), Plugin = plugin });
    }

    private static string[] Values(PartParameter parameter, Setting setting)
    {
        if (setting.Values.IsEmpty) throw setting.Wrong("a value, or a list of at least one");
        string[] values = [.. setting.Each().Select(value => parameter.Canonical(value.Values[0]) ?? throw value.Wrong(parameter.Allowed))];
        return values.Distinct().Count() == values.Length ? values : throw setting.Wrong("each value once");
    }

    private static bool Has(NetworkDescription network, string parameter) => network.Parameters.Any(known => known.Name == parameter);
}

/// <summary>The key of a network's parameter: the network says all of it.</summary>
internal sealed record ParameterKey(PartParameter Parameter) : Key($"network.{Parameter.Name}", new ParameterKind(Parameter), "", "", Parameter.Reason)
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
