using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Data.Phantoms;

namespace ActorGaze.Actors.Settings;

/// <summary>What a sweep file says of the grid itself. The defaults are those of the sweep and of its grid.</summary>
internal sealed record Grid
{
    private static readonly SweepGrid OfRuns = new("", new RunSpec(new RunId("template")));

    public string Name { get; init; } = OfRuns.Name;

    public Evaluation Evaluation { get; init; } = new SweepSpec("", []).Evaluation;

    /// <summary>Numbers of networks of the paper; empty: <see cref="Networks"/>.</summary>
    public ImmutableArray<int> Levels { get; init; } = [];

    /// <summary>Names.</summary>
    public ImmutableArray<string> Networks { get; init; } = [.. OfRuns.Networks.Select(network => network.Name)];

    /// <summary>Assemblies that bring networks, as they are written.</summary>
    public ImmutableArray<string> Plugins { get; init; } = [];

    public ImmutableArray<double> GazeWeights { get; init; } = [.. OfRuns.GazeWeights];

    public int Trials { get; init; } = OfRuns.Trials;

    public ImmutableSortedDictionary<int, double> PaperCorrelations { get; init; } = ImmutableSortedDictionary<int, double>.Empty;
}

/// <summary>The keys of the grid.</summary>
internal static class SweepKeys
{
    /// <summary>Runs that one sweep may have.</summary>
    public const int MostRuns = 10_000;

    public static readonly Whole<int> Level = new(1, 5);

    public static readonly Choice<Evaluation> Evaluation = new();

    public static readonly Real Correlation = new(new Interval(-1, 1));

    /// <summary>Beyond ±1e9 a float32 loss has no digits left for cross entropy.</summary>
    private static readonly Real Weight = new(new Interval(-1e9, 1e9));

    private static readonly Grid Start = new();

    public static ImmutableArray<Key<Grid>> All { get; } =
    [
        Of("sweep.name", new SweepName(), grid => grid.Name, (grid, v) => grid with { Name = v },
            "The sweep's name in the state folder. The names of its runs begin with it. Empty: the file's name without its extension. "
            + "Names are typed as arguments and put into tables, so only some letters are allowed."),
        Of("sweep.evaluation", Evaluation, grid => grid.Evaluation, (grid, v) => grid with { Evaluation = v },
            "What the report asks. analytic: does the gaze deviation go with kappa over training, with cross entropy alone? learning: does "
            + "training with the gaze loss help?"),
        Of("sweep.levels", new ListValue<int>(Level) { MayBeEmpty = true }, grid => grid.Levels, (grid, v) => grid with { Levels = v },
            "The networks of the paper by their numbers: [1, 2] is network.name = [level1, level2]. Empty: network.name says which."),
        Of("sweep.gaze-weights", new ListValue<double>(Weight), grid => grid.GazeWeights, (grid, v) => grid with { GazeWeights = v },
            "λ₀: the gaze loss is multiplied by it once the curriculum is over. 0 trains with cross entropy alone."),
        Of("sweep.trials", new Whole<int>(1, 1000), grid => grid.Trials, (grid, v) => grid with { Trials = v },
            "Runs per combination. Trial t has the same seed under every λ and network, so that differences are paired.", "runs"),
        Of("sweep.plugins", new ListValue<string>(new AssemblyPath()) { MayBeEmpty = true }, grid => grid.Plugins, (grid, v) =>
            grid with { Plugins = v },
            "Assemblies that bring parts of your own (networks, distances, references, CAM methods, curricula, loss terms, sources of "
            + "images), taken from the sweep file's folder. What is in one decides bits: its SHA-256 belongs to the runs."),
        Of("network.name", new ListValue<string>(new NetworkName()), grid => grid.Networks, (grid, v) => grid with { Networks = v },
            "The network, or a list of networks. level1 (a few thousand weights) to level5 (ten million and more) are the program's own; "
            + "sweep.plugins brings others. An effect may depend on the size of the network. A network's parameters are keys beside this "
            + "one, such as network.width = [16, 32]; 'actorgaze parts list network' names them."),
        .. Enumerable.Range(Level.Least, Level.Most).Select(level => Of(
            $"report.paper-correlations.{level}", new ValueOrWord<double>(Correlation, "none"),
            grid => grid.PaperCorrelations.TryGetValue(level, out var known) ? known : null,
            (grid, v) => grid with
            {
                PaperCorrelations = v is { } known ? grid.PaperCorrelations.SetItem(level, known) : grid.PaperCorrelations.Remove(level),
            },
            "The correlation that a paper reports for this level.")),
    ];

    /// <summary>What the grid decides of each run, and a sweep that is handed in as JSON says itself.</summary>
    public static ImmutableArray<Key<RunSpec>> OfEachRun { get; } =
    [
        OfRun("network.name", new NetworkName(), run => run.Network.Name, "The program has it, or the assembly of plugin brings it."),
        OfRun("gazeWeight", Weight, run => run.GazeWeight),
        OfRun("trial", new Whole<int>(1, MostRuns), run => run.Trial),
        OfRun("phantoms.kind", new Choice<PhantomKind>(), run => run.Phantoms?.Kind ?? default),
    ];

    /// <summary>The name of a sweep whose file says none.</summary>
    /// <exception cref="Nn.InvalidInputException">The file's name is no name of a sweep.</exception>
    public static string NameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return NameRule.Objection(name, NameRule.LongestSweep) is null
            ? name
            : throw new Setting("sweep.name", path, [name], false).Wrong(NameRule.Allowed(NameRule.LongestSweep));
    }

    private static Key<Grid> Of<V>(
        string path, ValueKind<V> kind, Func<Grid, V> get, Func<Grid, V, Grid> put, string reason, string unit = "") =>
        Key<Grid>.Of(Start, path, kind, get, put, reason, unit);

    private static Key<RunSpec> OfRun<V>(string json, ValueKind<V> kind, Func<RunSpec, V> get, string reason = "") =>
        Key<RunSpec>.Of(new RunSpec(new RunId("template")), "", kind, get, (run, _) => run, reason, "", json);
}
