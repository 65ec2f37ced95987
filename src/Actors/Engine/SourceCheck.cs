using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Engine;

/// <summary>
/// Judges the sources of a submission by what the program and the assemblies say that they bring. Reads files: never inside an actor.
/// </summary>
internal static class SourceCheck
{
    /// <exception cref="InvalidInputException">A source that there is not, or an assembly with other bytes.</exception>
    /// <exception cref="BrokenPartException">An assembly cannot say what it brings.</exception>
    public static void Require(SweepSpec asked, SweepSpec? known, PluginReader plugins)
    {
        var judged = (known?.Runs ?? []).Select(run => run.Source).ToHashSet();
        foreach (var source in asked.Runs.Select(run => run.Source).OfType<SourceSpec>().Distinct())
            if (!judged.Contains(source)) Require(source, plugins);
    }

    private static void Require(SourceSpec source, PluginReader plugins)
    {
        var sources = PartsRegistry.BuiltIn.SourceDescriptions;
        if (source.Plugin is { } plugin)
        {
            if (!Path.IsPathRooted(plugin.File))
                throw new InvalidInputException($"source.plugin.file: found '{plugin.File}'; allowed: an absolute path.");
            var found = plugins.Describe(plugin.File);
            if (found.Plugin?.Sha256 != plugin.Sha256)
                throw new InvalidInputException(
                    $"source.plugin.sha256: found '{plugin.Sha256}'; allowed: that of {plugin.File}, which is {found.Plugin?.Sha256}.");
            sources = found.Sources;
        }

        if (!sources.Any(one => one.Name == source.Name))
            throw new InvalidInputException($"data.source: {SourceSpec.NoSuch(source.Name, [.. sources.Select(one => one.Name)])}");
    }
}
