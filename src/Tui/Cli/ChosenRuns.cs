using System.CommandLine;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tui.Cli;

/// <summary>Which runs are listed, and in which order: what the table of runs on a screen can do, for a command.</summary>
/// <param name="Column">Of <see cref="RunColumns.All"/>; 0: the plan's order.</param>
internal sealed record ChosenRuns(string Filter, int Column, bool Descending)
{
    private static readonly Option<string> FilterOption = new("--filter")
    {
        Description = "Only runs for which all of these hold: part of a name or reason, phase:failed, w>0, kappa<0.5.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string> SortOption = new Option<string>("--sort")
    {
        Description = "Sort each sweep's runs by a column of the screen. Default: the plan's order.",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => RunColumns.All[0].Name,
    }.AcceptOnlyFromAmong([.. RunColumns.All.Select(column => column.Name)]);

    private static readonly Option<bool> ReverseOption = new("--reverse") { Description = "Sort the other way round." };

    public static IEnumerable<Option> Options { get; } = [FilterOption, SortOption, ReverseOption];

    public static ChosenRuns Of(ParseResult parsed) => new(
        parsed.GetRequiredValue(FilterOption), Math.Max(
            0, Lists.PlaceOf(RunColumns.All, column => column.Name == parsed.GetRequiredValue(SortOption))),
        parsed.GetValue(ReverseOption));

    public Frame Over(Frame frame) => frame with { Runs = [.. RunColumns.Rows(frame.Runs, Filter, Column, Descending)] };

    /// <summary>The same of runs that a journal tells.</summary>
    public IEnumerable<(RunSpec Spec, RunState Run)> Over(SweepSpec sweep, IEnumerable<RunState> runs)
    {
        (RunSpec Spec, RunState Run)[] all = [.. sweep.Runs.Zip(runs)];
        return RunColumns.Rows([.. all.Select((run, place) => Line(run.Spec, run.Run, place))], Filter, Column, Descending)
            .Select(line => all[line.Place]);
    }

    private static RunLine Line(RunSpec spec, RunState run, int place)
    {
        var last = run.Epochs.IsEmpty ? null : run.Epochs[^1].Evaluation;
        return new RunLine(spec.Id, spec.Sweep, place, run.Phase)
        {
            Network = spec.Network.Name,
            Data = spec.DataName,
            Lambda = spec.GazeWeight,
            Trial = spec.Trial,
            Variant = spec.Variant,
            EpochsDone = run.Epochs.Count,
            Epochs = spec.Epochs,
            Loss = last?.CrossEntropy,
            Accuracy = last?.Accuracy,
            Kappa = last?.Kappa,
            GazeDeviation = last?.GazeDeviation,
            Attempts = run.Attempts,
            Device = run.Device,
            Reason = run.Reason,
        };
    }
}
