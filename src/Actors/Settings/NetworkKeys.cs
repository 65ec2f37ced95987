using System.Collections.Immutable;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>
/// The networks that a sweep file asks for: their names, and their parameters as the networks themselves declare them. Pure.
/// </summary>
internal static class NetworkKeys
{
    private const string Name = "network.name";
    private const string Levels = "sweep.levels";

    /// <summary>
    /// The files of the assemblies: those of a sweep file are taken from its folder, those of the command line from the current one.
    /// </summary>
    public static IEnumerable<string> Files(ImmutableArray<string> plugins, Setting setting, string? sweepFile) => plugins.Select(file =>
        Path.GetFullPath(file, setting.Origin == sweepFile ? Path.GetDirectoryName(Path.GetFullPath(sweepFile))!
            : Directory.GetCurrentDirectory()));

    /// <summary>
    /// Every network with every combination of the values that its parameters are given. A parameter goes to those that have it.
    /// </summary>
    /// <exception cref="InvalidInputException">A name or a parameter that there is not, or a value out of its range.</exception>
    public static ImmutableArray<NetworkSpec> Read(Grid grid, ImmutableDictionary<string, Setting> settings, KnownParts known)
    {
        var (names, levels) = (settings[Name], settings[Levels]);
        if (!grid.Levels.IsEmpty && names.Origin != Setting.Default)
            throw levels.Wrong($"nothing beside {Name}, which says which networks are trained; sweep.levels = [] takes it back");

        string[] wanted = grid.Levels.IsEmpty ? [.. grid.Networks] : [.. grid.Levels.Select(level => NetworkSpec.OfLevel(level).Name)];
        var networks = wanted.Select(name => known.Find(PartKind.Network, name, $"{names.Origin}: {Name}")).ToArray();
        Setting[] parameters = [.. PartKeys.Parameters(settings, PartKind.Network)];
        foreach (var parameter in parameters) PartKeys.Require(PartKind.Network, parameter, [.. networks.Select(one => one.Part)]);
        return
        [
            .. from network in networks
               from one in PartKeys.Combinations(network.Part, network.Plugin, parameters)
               select new NetworkSpec(one.Part.Name) { Parameters = one.Part.Parameters, Plugin = one.Part.Plugin },
        ];
    }
}
