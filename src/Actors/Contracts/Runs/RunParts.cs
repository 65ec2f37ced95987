using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>The parts that a run is made with, by kind. Pure.</summary>
internal static class RunParts
{
    /// <summary>The kinds that name a part in a spec once, and those of a loss term's curriculum.</summary>
    public static IEnumerable<PartSpec> All(this RunSpec run)
    {
        foreach (var kind in PartKinds.All)
            if (run.Part(kind) is { } part) yield return part;
        if (run.Loss.Term is not null) yield return run.Loss.Curriculum.Shape;
    }

    /// <summary>Null where a run has none of that kind.</summary>
    public static PartSpec? Part(this RunSpec run, PartKind kind) => kind switch
    {
        PartKind.Network => new PartSpec(run.Network.Name) { Parameters = run.Network.Parameters, Plugin = run.Network.Plugin },
        PartKind.Distance => run.Gaze.Distance,
        PartKind.Reference => run.Gaze.Reference,
        PartKind.CamMethod => run.Gaze.Method,
        PartKind.Curriculum => run.Curriculum.Shape,
        PartKind.LossTerm => run.Loss.Term,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    public static RunSpec With(this RunSpec run, PartKind kind, PartSpec part) => kind switch
    {
        PartKind.Network => run with { Network = new NetworkSpec(part.Name) { Parameters = part.Parameters, Plugin = part.Plugin } },
        PartKind.Distance => run with { Gaze = run.Gaze with { Distance = part } },
        PartKind.Reference => run with { Gaze = run.Gaze with { Reference = part } },
        PartKind.CamMethod => run with { Gaze = run.Gaze with { Method = part } },
        PartKind.Curriculum => run with { Curriculum = run.Curriculum with { Shape = part } },
        PartKind.LossTerm => run with { Loss = run.Loss with { Term = part } },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    /// <summary>The curriculum of the loss term's weight.</summary>
    public static RunSpec WithLossShape(this RunSpec run, PartSpec shape) =>
        run with { Loss = run.Loss with { Curriculum = run.Loss.Curriculum with { Shape = shape } } };

    /// <summary>The assemblies that bring its parts.</summary>
    public static IEnumerable<PluginRef> Plugins(this RunSpec run) => run.All().Select(part => part.Plugin).OfType<PluginRef>().Distinct();

    /// <summary>The same run, its parts brought by other files or other bytes.</summary>
    public static RunSpec WithPlugin(this RunSpec run, Func<PluginRef, PluginRef> with)
    {
        if (run.Plugin is null) return run;
        foreach (var kind in PartKinds.All)
            if (run.Part(kind) is { Plugin: { } plugin } part) run = run.With(kind, part with { Plugin = with(plugin) });
        return run.Loss.Curriculum.Shape is { Plugin: { } last } shape ? run.WithLossShape(shape with { Plugin = with(last) }) : run;
    }

    /// <summary>The same run with the bytes that were accepted in place of its spec's.</summary>
    /// <param name="sha256">Null: none were.</param>
    public static RunSpec Accepting(this RunSpec run, string? sha256) =>
        sha256 is null ? run : run.WithPlugin(plugin => plugin with { Sha256 = sha256 });
}
