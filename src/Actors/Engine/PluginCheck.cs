using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Engine;

/// <summary>Judges the networks of a submission by what the program and the assemblies say that they bring. Reads files: never inside an actor.</summary>
internal static class PluginCheck
{
    /// <summary>The submission with every parameter of every network.</summary>
    /// <param name="known">The sweep as it was submitted before; its runs' networks have been judged. Null: it is new.</param>
    /// <exception cref="InvalidInputException">A network or a parameter that there is not, or an assembly with other bytes.</exception>
    /// <exception cref="BrokenPartException">An assembly cannot say what it brings.</exception>
    public static SweepSpec Completed(SweepSpec asked, SweepSpec? known, PluginReader plugins)
    {
        var judged = (known?.Runs ?? []).Select(run => run.Network).ToHashSet();
        var completed = asked.Runs.Select(run => run.Network).Distinct().Where(network => !judged.Contains(network))
            .ToDictionary(network => network, network => Completed(network, plugins));
        return completed.All(pair => pair.Key == pair.Value)
            ? asked
            : asked with { Runs = [.. asked.Runs.Select(run => completed.TryGetValue(run.Network, out var network) ? run with { Network = network } : run)] };
    }

    /// <summary>
    /// The submission, where runs that need no assembly any longer, or whose present bytes were accepted, name the bytes that they began
    /// with: these ask for nothing new.
    /// </summary>
    /// <param name="stateOf">A run as its journal tells it; null: it has none.</param>
    public static SweepSpec Reconciled(SweepSpec asked, SweepSpec? known, Func<RunId, RunState?> stateOf)
    {
        var before = known?.Runs.Where(run => run.Network.Plugin is not null).ToDictionary(run => run.Id, run => run.Network.Plugin!) ?? [];
        return before.Count == 0 ? asked : asked with { Runs = [.. asked.Runs.Select(run => Reconciled(run, before.GetValueOrDefault(run.Id), stateOf))] };
    }

    private static RunSpec Reconciled(RunSpec asked, PluginRef? before, Func<RunId, RunState?> stateOf)
    {
        if (asked.Network.Plugin is not { } now || before is null || before.Sha256 == now.Sha256) return asked;
        return stateOf(asked.Id) is { } state && (state.Phase is RunPhase.Completed or RunPhase.Cancelled || state.AcceptedPlugin == now.Sha256)
            ? asked with { Network = asked.Network with { Plugin = now with { Sha256 = before.Sha256 } } }
            : asked;
    }

    private static NetworkSpec Completed(NetworkSpec network, PluginReader plugins)
    {
        if (network.PaperLevel is not null) return network;
        var networks = network.Plugin is { } plugin ? NetworksOf(plugin, plugins) : PartsRegistry.BuiltIn.Networks;
        var description = networks.FirstOrDefault(one => one.Name == network.Name)
            ?? throw new InvalidInputException($"network.name: {PartsDescription.NoSuch(network.Name, [.. networks.Select(one => one.Name)])}");
        return network with { Parameters = description.Resolve(network.Parameters, "network.") };
    }

    private static ImmutableArray<NetworkDescription> NetworksOf(PluginRef wanted, PluginReader plugins)
    {
        if (!Path.IsPathRooted(wanted.File)) throw new InvalidInputException($"network.plugin.file: found '{wanted.File}'; allowed: an absolute path.");
        var found = plugins.Describe(wanted.File);
        return found.Plugin?.Sha256 == wanted.Sha256
            ? found.Networks
            : throw new InvalidInputException($"network.plugin.sha256: found '{wanted.Sha256}'; allowed: that of {wanted.File}, which is {found.Plugin?.Sha256}.");
    }
}
