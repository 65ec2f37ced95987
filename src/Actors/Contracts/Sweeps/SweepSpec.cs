using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts.Runs;

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

/// <summary>Every combination of level, λ and trial over one template.</summary>
public sealed record SweepGrid(string Name, RunSpec Template)
{
    public IReadOnlyList<int> Levels { get; init; } = [2];

    public IReadOnlyList<double> GazeWeights { get; init; } = [0.0];

    public int Trials { get; init; } = 1;

    /// <summary>Runs, trial by trial, so that pairs are complete early. Trial t's seed is the template's plus t − 1.</summary>
    public ImmutableList<RunSpec> Runs() =>
    [
        .. from trial in Enumerable.Range(1, Trials)
           from level in Levels
           from weight in GazeWeights
           select Template with
           {
               Id = NameOf(level, weight, trial),
               Sweep = Name,
               Trial = trial,
               Level = level,
               GazeWeight = weight,
               Seed = Template.Seed + trial - 1,
           },
    ];

    public SweepSpec ToSweep() => new(Name, Runs());

    private RunId NameOf(int level, double weight, int trial) =>
        new(FormattableString.Invariant($"{Name}-l{level}-w{weight:0.######}{(Template.Variant.Length == 0 ? "" : "-" + Template.Variant)}-t{trial}"));
}
