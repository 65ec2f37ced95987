using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A column of the table of runs.</summary>
/// <param name="Order">What rows are sorted by: a double or a string; null comes last either way.</param>
internal sealed record RunColumn(GridColumn<RunLine> Shown, Func<RunLine, IComparable?> Order)
{
    public string Name => Shown.Name;
}

/// <summary>The columns of the table of runs, and its rows in their order.</summary>
internal static class RunColumns
{
    public static IReadOnlyList<RunColumn> All { get; } =
    [
        Words("run", 0, 0, run => run.Id.Value, run => run.Place, run => run.Phase == RunPhase.Queued ? Style.Faint : Style.Plain),
        Words("phase", 11, 1, run => run.PhaseText, run => run.PhaseText, StyleOf),
        Figure("epoch", 7, 2, run => $"{run.Epoch ?? run.EpochsDone}/{run.Epochs}", EpochShare),
        Figure("step", 10, 6, Step, run => StepShare(run)),
        Words("network", 9, 9, run => run.Network, run => run.Network),
        Words("data", 18, 13, run => run.Data, run => run.Data),
        Figure("λ", 6, 8, run => Numbers.Weight(run.Lambda), run => run.Lambda),
        Figure("trial", 5, 10, run => $"{run.Trial}", run => run.Trial),
        Figure("loss", 6, 11, run => Numbers.Fixed(run.Loss, 3), run => run.Loss),
        Figure("acc", 5, 7, run => Numbers.Fixed(run.Accuracy, 3), run => run.Accuracy),
        Figure("kappa", 6, 3, run => Numbers.Fixed(run.Kappa, 3), run => run.Kappa),
        Figure("gazedev", 7, 4, run => Numbers.Fixed(run.GazeDeviation, 4), run => run.GazeDeviation),
        Figure("img/s", 5, 12, run => Numbers.Rate(run.ImagesPerSecond), run => run.ImagesPerSecond),
        Figure("restarts", 8, 14, run => $"{Math.Max(0, run.Attempts - 1)}", run => Math.Max(0, run.Attempts - 1)),
        Figure("left", 7, 5, run => Numbers.Time(run.SecondsLeft), run => run.SecondsLeft),
        Words("device", 7, 15, run => run.Device ?? "", run => run.Device),
        Words("why", 40, 16, run => run.Why() ?? "", run => run.Why(), StyleOf),
    ];

    /// <summary>Those that pass the filter, by a column, in the plan's order where that does not tell them apart.</summary>
    public static IReadOnlyList<RunLine> Rows(IReadOnlyList<RunLine> runs, string filter, int column, bool descending)
    {
        IReadOnlyList<RunLine> rows = string.IsNullOrWhiteSpace(filter) ? runs : [.. runs.Where(RunFilter.Of(filter).Holds)];
        if (column <= 0) return descending ? [.. rows.Reverse()] : rows;
        var order = All[column].Order;
        // Numbers are compared as such: ten thousand rows are sorted four times a second.
        (double Number, string? Word, int Place)[] keys = new (double, string?, int)[rows.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = order(rows[i]) switch
            {
                double number => (number, null, i),
                int number => (number, null, i),
                string word => (0, word, i),
                _ => (double.NaN, null, i),
            };
        keys.AsSpan().Sort(descending ? (a, b) => Compared(b, a, a, b) : (a, b) => Compared(a, b, a, b));
        return Array.ConvertAll(keys, key => rows[key.Place]);
    }

    /// <summary>The same trial of the same network and data with another λ: with none where there is one, else the nearest.</summary>
    public static RunId? Beside(RunLine run, IEnumerable<RunLine> runs) => runs
        .Where(other => (other.Sweep, other.Data, other.Network, other.Trial, other.Variant) == (run.Sweep, run.Data, run.Network,
            run.Trial,
            run.Variant) && !other.Lambda.Equals(run.Lambda))
        .OrderByDescending(other => other.Lambda == 0).ThenBy(other => Math.Abs(other.Lambda - run.Lambda)).FirstOrDefault()?.Id;

    private static RunColumn Words(string name, int width, int need,
        Func<RunLine, string> text, Func<RunLine, IComparable?> order, Func<RunLine, Style>? style = null) =>
        new(new GridColumn<RunLine>(name, width, text) { Need = need, Style = style ?? StyleOfOthers }, order);

    private static RunColumn Figure(string name, int width, int need, Func<RunLine, string> text, Func<RunLine, IComparable?> order) =>
        new(new GridColumn<RunLine>(name, width, text) { Need = need, Right = true, Style = StyleOfOthers }, order);

    private static Style StyleOf(RunLine run) => RunsScreen.StyleOf(run.Phase);

    /// <summary>Runs that do nothing are faint as a whole.</summary>
    private static Style StyleOfOthers(RunLine run) => run.Phase is RunPhase.Queued or RunPhase.Cancelled ? StyleOf(run) : Style.Plain;

    private static IComparable? EpochShare(RunLine run) =>
        (run.Epochs == 0 ? 0.0 : (double)run.EpochsDone / run.Epochs) + (StepShare(run) / Math.Max(1, run.Epochs));

    /// <summary>Two of them in the wanted direction; those not known last, and the plan's order at the end, in either.</summary>
    private static int Compared(
        (double Number, string? Word, int Place) first, (double Number, string? Word, int Place) second,
        (double Number, string? Word, int Place) left, (double Number, string? Word, int Place) right)
    {
        if (double.IsNaN(left.Number) || double.IsNaN(right.Number))
            return double.IsNaN(left.Number) == double.IsNaN(right.Number) ? left.Place - right.Place : double.IsNaN(left.Number) ? 1 : -1;
        var by = first.Word is null ? first.Number.CompareTo(second.Number)
            : string.Compare(first.Word, second.Word, StringComparison.Ordinal);
        return by != 0 ? by : left.Place - right.Place;
    }

    /// <summary>Where a run is in its epoch, or what it does there.</summary>
    private static string Step(RunLine run) => run switch
    {
        { Doing: null } => "",
        { Doing: "training", StepsPerEpoch: > 0 } => $"{run.Step}/{run.StepsPerEpoch}",
        _ => run.Doing,
    };

    private static double StepShare(RunLine run) => run is { Step: { } step, StepsPerEpoch: > 0 and var all } ? (double)step / all : 0;
}
