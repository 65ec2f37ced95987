using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Engine;

/// <summary>
/// Judges the parts of a submission by what the program and the assemblies say that they bring. Reads files: never inside an actor.
/// </summary>
internal static class PluginCheck
{
    /// <summary>The submission with every parameter of every part.</summary>
    /// <param name="known">The sweep as it was submitted before; its runs' parts have been judged. Null: it is new.</param>
    /// <exception cref="InvalidInputException">A part or a parameter that there is not, a gaze loss by a method without gradients, or an
    /// assembly with other bytes.</exception>
    /// <exception cref="BrokenPartException">An assembly cannot say what it brings.</exception>
    public static SweepSpec Completed(SweepSpec asked, SweepSpec? known, PluginReader plugins)
    {
        var completed = new Dictionary<(PartKind, PartSpec), PartSpec>();
        foreach (var run in known?.Runs ?? [])
            foreach (var (kind, part) in PartsOf(run)) completed[(kind, part)] = part;
        var trained = (known?.Runs ?? []).Where(run => run.GazeWeight != 0).Select(run => run.Gaze.Method).ToHashSet();
        var whole = asked with { Runs = [.. asked.Runs.Select(Complete)] };
        return whole == asked ? asked : whole;

        RunSpec Complete(RunSpec run)
        {
            if (run.GazeWeight != 0 && trained.Add(run.Gaze.Method)) RequireGradients(run.Gaze.Method, plugins);
            foreach (var kind in PartKinds.All)
                if (run.Part(kind) is { } part && Found(kind, part, kind.Key()) is var found && found != part) run = run.With(kind, found);
            if (run.Loss.Term is null) return run;
            return Found(PartKind.Curriculum, run.Loss.Curriculum.Shape, "loss.shape") is var shape && shape != run.Loss.Curriculum.Shape
                ? run.WithLossShape(shape)
                : run;
        }

        PartSpec Found(PartKind kind, PartSpec part, string key) =>
            completed.TryGetValue((kind, part), out var found) ? found : completed[(kind, part)] = Completed(kind, part, key, plugins);
    }

    /// <summary>
    /// The submission, where runs that need no assembly any longer, or whose present bytes were accepted, name the bytes that they began
    /// with: these ask for nothing new.
    /// </summary>
    /// <param name="stateOf">A run as its journal tells it; null: it has none.</param>
    public static SweepSpec Reconciled(SweepSpec asked, SweepSpec? known, Func<RunId, RunState?> stateOf)
    {
        var before = known?.Runs.Where(run => run.Plugin is not null).ToDictionary(run => run.Id, run => run.Plugin!) ?? [];
        return before.Count == 0
            ? asked
            : asked with { Runs = [.. asked.Runs.Select(run => Reconciled(run, before.GetValueOrDefault(run.Id), stateOf))] };
    }

    /// <summary>Whether the program itself has all parts of a run, and none has a parameter: nothing is to be asked then.</summary>
    public static bool IsPlain(RunSpec run) =>
        run.Network.PaperLevel is not null && PartsOf(run).All(one => one.Part.IsPlain && IsBuiltIn(one.Kind, one.Part));

    private static RunSpec Reconciled(RunSpec asked, PluginRef? before, Func<RunId, RunState?> stateOf)
    {
        if (asked.Plugin is not { } now || before is null || before.Sha256 == now.Sha256) return asked;
        return stateOf(asked.Id) is { } state
            && (state.Phase is RunPhase.Completed or RunPhase.Cancelled || state.AcceptedPlugin == now.Sha256)
            ? asked.WithPlugin(plugin => plugin with { Sha256 = before.Sha256 })
            : asked;
    }

    private static IEnumerable<(PartKind Kind, PartSpec Part)> PartsOf(RunSpec run) =>
        PartKinds.All.Select(kind => (Kind: kind, Part: run.Part(kind)))
            .Append((Kind: PartKind.Curriculum, Part: run.Loss.Curriculum.Shape)).Where(one => one.Part is not null)
            .Select(one => (one.Kind, Part: one.Part!));

    private static bool IsBuiltIn(PartKind kind, PartSpec part) =>
        PartsRegistry.BuiltIn.Of(kind).Any(known => known.Name == part.Name && known.Parameters.IsEmpty);

    private static PartSpec Completed(PartKind kind, PartSpec part, string key, PluginReader plugins) =>
        part with { Parameters = Description(kind, part, key, plugins).Resolve(part.Parameters, kind.Section()) };

    private static void RequireGradients(PartSpec method, PluginReader plugins)
    {
        var key = PartKind.CamMethod.Key();
        if (Description(PartKind.CamMethod, method, key, plugins).Differentiable != true)
            throw new InvalidInputException($"{key}: {PartsDescription.NoGradients(method.Name)}");
    }

    private static PartDescription Description(PartKind kind, PartSpec part, string key, PluginReader plugins)
    {
        PartDescription[] known = [.. part.Plugin is { } plugin ? PartsOf(kind, plugin, plugins).Where(one => one.Kind == kind)
            : PartsRegistry.BuiltIn.Of(kind)];
        return Array.Find(known, one => one.Name == part.Name)
            ?? throw new InvalidInputException($"{key}: {PartsDescription.NoSuch(kind, part.Name, [.. known.Select(one => one.Name)])}");
    }

    private static ImmutableArray<PartDescription> PartsOf(PartKind kind, PluginRef wanted, PluginReader plugins)
    {
        var at = kind == PartKind.Network ? "network.plugin" : "parts.plugin";
        if (!Path.IsPathRooted(wanted.File))
            throw new InvalidInputException($"{at}.file: found '{wanted.File}'; allowed: an absolute path.");
        var found = plugins.Describe(wanted.File);
        return found.Plugin?.Sha256 == wanted.Sha256
            ? found.Parts
            : throw new InvalidInputException(
                $"{at}.sha256: found '{wanted.Sha256}'; allowed: that of {wanted.File}, which is {found.Plugin?.Sha256}.");
    }
}
