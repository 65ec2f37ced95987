using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Contracts.Sweeps;

/// <summary>Which of the two questions a sweep asks; decides what its report shows.</summary>
public enum Evaluation
{
    /// <summary>Does the gaze deviation go with kappa over training?</summary>
    Analytic,

    /// <summary>Does training with the gaze loss help?</summary>
    Learning,
}

/// <summary>A named list of runs. The name is the sweep's identity in a state folder.</summary>
public sealed record SweepSpec(string Name, [property: JsonConverter(typeof(RunListJson))] ImmutableList<RunSpec> Runs)
{
    public Evaluation Evaluation { get; init; } = Evaluation.Learning;

    /// <summary>Correlations the paper reports, by level, for tables; empty where it reports none.</summary>
    public ImmutableSortedDictionary<int, double> PaperCorrelations { get; init; } = ImmutableSortedDictionary<int, double>.Empty;

    /// <summary>A sweep of any runs; each is given the sweep's name.</summary>
    public static SweepSpec Of(string name, IEnumerable<RunSpec> runs) => new(name, [.. runs.Select(r => r with { Sweep = name })]);

    /// <summary>
    /// What <see cref="NameRule"/> does not allow of its name, its runs' names or their variants; null where all are allowed.
    /// </summary>
    public string? NameObjection() => Objection("The sweep's name", Name, NameRule.LongestSweep)
        ?? Runs.Select(run => Objection("A run's name", run.Id.Value, NameRule.LongestRun)
            ?? (run.Variant.Length == 0 ? null : Objection($"{run.Id}: variant", run.Variant, NameRule.LongestRun)))
            .FirstOrDefault(objection => objection is not null);

    private static string? Objection(string what, string? name, int longest) =>
        NameRule.Objection(name, longest) is { } objection ? $"{what}: {objection}" : null;

    public bool Equals(SweepSpec? other) =>
        other is not null && Name == other.Name && Evaluation == other.Evaluation && Runs.SequenceEqual(other.Runs)
        && PaperCorrelations.SequenceEqual(other.PaperCorrelations);

    public override int GetHashCode() => HashCode.Combine(Name, Runs.Count);
}

/// <summary>Every combination of network, λ and trial over one template.</summary>
public sealed record SweepGrid(string Name, RunSpec Template)
{
    /// <summary>One of them may stand here several times, with other parameters.</summary>
    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [new RunSpec(RunId.Known("any")).Network];

    public IReadOnlyList<double> GazeWeights { get; init; } = [0.0];

    public int Trials { get; init; } = 1;

    /// <summary>Runs, trial by trial, so that pairs are complete early. Trial t's seed is the template's plus t − 1.</summary>
    public ImmutableList<RunSpec> Runs() =>
    [
        .. from trial in Enumerable.Range(1, Trials)
           from network in Networks
           let variant = string.Join('+', new[] { Template.Variant, VariantOf(network) }.Where(part => part.Length > 0))
           from weight in GazeWeights
           select Template with
           {
               Id = NameOf(network, weight, variant, trial),
               Sweep = Name,
               Trial = trial,
               Network = network,
               GazeWeight = weight,
               Seed = Template.Seed + trial - 1,
               Variant = variant,
           },
    ];

    public SweepSpec ToSweep() => new(Name, Runs());

    /// <summary>The parameters in which it differs from another of the same name.</summary>
    private string VariantOf(NetworkSpec network)
    {
        var differing = network.Parameters.Where(parameter => Networks.Any(
            other => other.Name == network.Name && other.Parameters.GetValueOrDefault(parameter.Key) != parameter.Value));
        return new([.. string.Join('+', differing.Select(parameter => $"{parameter.Key}={parameter.Value}"))
            .Select(c => NameRule.IsAllowed(c) ? c : '_')]);
    }

    private RunId NameOf(NetworkSpec network, double weight, string variant, int trial)
    {
        var what = network.PaperLevel is { } level ? $"l{level}" : network.Name;
        var axes = variant.Length == 0 ? "" : "-" + variant;
        return new RunId(FormattableString.Invariant($"{Name}-{what}-w{weight:0.######}{axes}-t{trial}"));
    }
}
