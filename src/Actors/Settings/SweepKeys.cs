using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Actors.Settings;

/// <summary>What a sweep file says of the grid itself.</summary>
internal sealed record Grid
{
    public string Name { get; init; } = "";

    public Evaluation Evaluation { get; init; }

    public ImmutableArray<int> Levels { get; init; } = [];

    public ImmutableArray<double> GazeWeights { get; init; } = [];

    public int Trials { get; init; }

    public ImmutableSortedDictionary<int, double> PaperCorrelations { get; init; } = ImmutableSortedDictionary<int, double>.Empty;
}

/// <summary>The keys of the grid.</summary>
internal static class SweepKeys
{
    /// <summary>Beyond ±1e9 a float32 loss has no digits left for cross entropy.</summary>
    private static readonly Interval Weight = new(-1e9, 1e9);

    public static ImmutableArray<Key<Grid>> All { get; } =
    [
        new("sweep.name", (grid, s) => grid with { Name = s.Text("a name") is { Length: > 0 } name ? Named(name, s) : "" }),
        new("sweep.evaluation", (grid, s) => grid with { Evaluation = s.Choice<Evaluation>() }),
        new("sweep.levels", (grid, s) => grid with { Levels = s.List("a whole number from 1 to 5", v => v.Whole(1, 5)) }),
        new("sweep.gaze-weights", (grid, s) => grid with { GazeWeights = s.List($"a number in {Weight}", v => v.Real(Weight)) }),
        new("sweep.trials", (grid, s) => grid with { Trials = s.Whole(1, 1000) }),
        .. Enumerable.Range(1, 5).Select(level => new Key<Grid>($"report.paper-correlations.{level}", (grid, s) => Correlation(grid, level, s))),
    ];

    /// <summary>A name that a run's name can begin with.</summary>
    public static string Named(string name, Setting setting) =>
        NameRule.Objection(name, NameRule.LongestSweep) is null ? name : throw setting.Wrong(NameRule.Allowed(NameRule.LongestSweep));

    private static Grid Correlation(Grid grid, int level, Setting setting) =>
        setting.Values is ["none"] ? grid : grid with { PaperCorrelations = grid.PaperCorrelations.SetItem(level, setting.Real(new(-1, 1))) };
}
