using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>A column of the table of runs.</summary>
/// <param name="Need">The smaller, the longer it stays when a terminal is narrow.</param>
/// <param name="Text">What it says of a run.</param>
/// <param name="Order">What rows are sorted by: a double or a string; null comes last either way.</param>
internal sealed record RunColumn(string Title, int Width, bool Right, int Need, Func<RunLine, string> Text, Func<RunLine, IComparable?> Order);

/// <summary>The columns of the table of runs, and its rows in their order.</summary>
internal static class RunColumns
{
    public static IReadOnlyList<RunColumn> All { get; } =
    [
        new("run", 0, false, 0, run => run.Id.Value, run => run.Place),
        new("phase", 11, false, 1, run => run.PhaseText, run => run.PhaseText),
        new("epoch", 7, true, 2, run => $"{run.Epoch ?? run.EpochsDone}/{run.Epochs}", run => (run.Epochs == 0 ? 0.0 : (double)run.EpochsDone / run.Epochs) + (StepShare(run) / Math.Max(1, run.Epochs))),
        new("step", 10, true, 6, Step, run => StepShare(run)),
        new("level", 5, true, 9, run => $"{run.Level}", run => run.Level),
        new("data", 18, false, 13, run => run.Data, run => run.Data),
        new("λ", 6, true, 8, run => Numbers.Weight(run.Lambda), run => run.Lambda),
        new("trial", 5, true, 10, run => $"{run.Trial}", run => run.Trial),
        new("loss", 6, true, 11, run => Numbers.Fixed(run.Loss, 3), run => run.Loss),
        new("acc", 5, true, 7, run => Numbers.Fixed(run.Accuracy, 3), run => run.Accuracy),
        new("kappa", 6, true, 3, run => Numbers.Fixed(run.Kappa, 3), run => run.Kappa),
        new("gazedev", 7, true, 4, run => Numbers.Fixed(run.GazeDeviation, 4), run => run.GazeDeviation),
        new("img/s", 5, true, 12, run => Numbers.Rate(run.ImagesPerSecond), run => run.ImagesPerSecond),
        new("restarts", 8, true, 14, run => $"{Math.Max(0, run.Attempts - 1)}", run => Math.Max(0, run.Attempts - 1)),
        new("left", 7, true, 5, run => Numbers.Time(run.SecondsLeft), run => run.SecondsLeft),
        new("device", 7, false, 15, run => run.Device ?? "", run => run.Device),
        new("why", 40, false, 16, run => run.Why ?? "", run => run.Why),
    ];

    /// <summary>Those that pass the filter, by a column, in the plan's order where that does not tell them apart.</summary>
    public static IReadOnlyList<RunLine> Rows(IReadOnlyList<RunLine> runs, string filter, int column, bool descending)
    {
        var held = RunFilter.Of(filter);
        var rows = runs.Where(held.Holds);
        if (column <= 0) return descending ? [.. rows.Reverse()] : [.. rows];
        var order = All[column].Order;
        var unknownLast = rows.OrderBy(run => order(run) is null);
        return [.. descending ? unknownLast.ThenByDescending(order) : unknownLast.ThenBy(order)];
    }

    /// <summary>The columns that fit beside the name, in their order.</summary>
    /// <param name="name">The first column's width.</param>
    public static IReadOnlyList<RunColumn> Fitting(int width, int name)
    {
        var (chosen, left) = (new HashSet<RunColumn>(), width - name);
        foreach (var column in All.Skip(1).OrderBy(c => c.Need))
        {
            if (column.Width + 1 > left) break;
            chosen.Add(column);
            left -= column.Width + 1;
        }

        return [.. All.Skip(1).Where(chosen.Contains)];
    }

    /// <summary>The same trial of the same network and data with another λ: with none where there is one, else the nearest.</summary>
    public static RunId? Beside(RunLine run, IEnumerable<RunLine> runs) => runs
        .Where(other => (other.Sweep, other.Data, other.Level, other.Trial, other.Variant) == (run.Sweep, run.Data, run.Level, run.Trial, run.Variant) && !other.Lambda.Equals(run.Lambda))
        .OrderByDescending(other => other.Lambda == 0).ThenBy(other => Math.Abs(other.Lambda - run.Lambda)).FirstOrDefault()?.Id;

    /// <summary>Where a run is in its epoch, or what it does there.</summary>
    private static string Step(RunLine run) => run switch
    {
        { Doing: null } => "",
        { Doing: "training", StepsPerEpoch: > 0 } => $"{run.Step}/{run.StepsPerEpoch}",
        _ => run.Doing,
    };

    private static double StepShare(RunLine run) => run is { Step: { } step, StepsPerEpoch: > 0 and var all } ? (double)step / all : 0;
}
