using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>One run: where it stands, its curves, its class mean gazes and its journal. Pure.</summary>
internal static class RunScreen
{
    private const int Head = 3;
    private const int NarrowestJournal = 44;

    public static void Draw(Grid grid, Area area, UiState state, Look look)
    {
        if (state.Frame.Runs.FirstOrDefault(run => run.Id == state.Selected) is not { } line)
        {
            grid.Text(area, 0, " No run is chosen: 2 shows them.", Style.Faint);
            return;
        }

        Heading(grid, area, line, RunNames.In(state.Frame).DataOf(line), state.Detail);
        if (state.Detail is not { } detail || detail.State.Spec?.Id != line.Id)
        {
            grid.Text(area, Head, " Asking for its epochs.", Style.Faint);
            return;
        }

        var epochs = detail.State.Epochs;
        var gazesHigh = epochs.IsEmpty ? 0 : 1 + Heatmap.RowsOf(epochs[^1].Evaluation.Gazes.Height);
        var scale = ScaleOf(area, detail.State, gazesHigh);
        var names = !epochs.IsEmpty && HasNamesBelow(area.Width, detail.State, scale) ? 1 : 0;
        var below = Math.Min(Math.Max(8, 1 + names + (scale * Math.Max(0, gazesHigh - 1))), Math.Max(0, area.Height - Head - 6));
        RunCurves.Draw(grid, area.Rows(Head, area.Height - Head - below), detail, look);
        Lower(grid, area.RowsFrom(area.Height - below), state, detail, scale, look);
    }

    /// <summary>Twice as large where the gazes of two epochs and the journal have room for it.</summary>
    private static int ScaleOf(Area area, RunState run, int gazesHigh) =>
        gazesHigh > 0 && area.Height - Head - (2 * (gazesHigh - 1)) - 1 >= 20 && Gazes.WidthOf(run.Epochs[^1].Evaluation.Gazes, 2, 2) + NarrowestJournal <= area.Width ? 2 : 1;

    private static bool HasNamesBelow(int width, RunState run, int scale) =>
        Gazes.HasNamesBelow(Taken(width, run.Epochs[^1].Evaluation.Gazes, scale) is > 0 and var wide ? wide : width, run.Epochs, run.Classes, scale);

    /// <summary>The gazes' columns where the journal has room beside them; 0 where it has not.</summary>
    private static int Taken(int width, ClassMeanGazes gazes, int scale)
    {
        var (pairs, singles) = (Gazes.WidthOf(gazes, 2, scale), Gazes.WidthOf(gazes, 1, scale));
        return width >= pairs + NarrowestJournal ? pairs : width >= singles + NarrowestJournal ? singles : 0;
    }

    private static void Lower(Grid grid, Area area, UiState state, RunDetail detail, int scale, Look look)
    {
        if (detail.State.Epochs.IsEmpty)
        {
            Journal(grid, area, state, detail);
            return;
        }

        var gazes = detail.State.Epochs[^1].Evaluation.Gazes;
        var taken = Taken(area.Width, gazes, scale);
        if (taken > 0)
        {
            Gazes.Draw(grid, area.Columns(0, taken), detail.State.Epochs, detail.State.Classes, scale, look);
            Journal(grid, area.ColumnsFrom(taken + 1), state, detail);
        }
        else if (state.JournalFirst) Journal(grid, area, state, detail);
        else Gazes.Draw(grid, area, detail.State.Epochs, detail.State.Classes, scale, look);
    }

    private static void Heading(Grid grid, Area area, RunLine run, string data, RunDetail? detail)
    {
        var x = grid.Text(area.X + 1, area.Y, $"{run.Id}", Style.Title) + 2;
        x = grid.Text(x, area.Y, run.PhaseText, RunsScreen.StyleOf(run.Phase));
        var doing = run.Doing is null ? "" : $"  {(run.Doing == "training" ? "" : run.Doing + " ")}step {run.Step}/{run.StepsPerEpoch}  {Numbers.Rate(run.ImagesPerSecond)} img/s  left {Numbers.Time(run.SecondsLeft)}";
        grid.Text(x, area.Y, $"  epoch {run.Epoch ?? run.EpochsDone}/{run.Epochs}{doing}", Style.Plain, area.X + area.Width - x);

        var settings = detail?.State.Spec is { } spec ? $"  seed {spec.Seed}  {detail.Words.Shape}, {detail.Words.Reference}, {detail.Words.Distance}" : "";
        grid.Text(
            area, 1,
            $" level {run.Level}  {data}  λ {Numbers.Weight(run.Lambda)}  trial {run.Trial}{(run.Variant.Length == 0 ? "" : "  " + run.Variant)}  {run.Device ?? "no device yet"}  attempt {run.Attempts}{settings}",
            Style.Faint);

        var fault = detail?.State.LastFault;
        var needsALook = run.WaitsOutside || run.Reason is not null;
        if (run.Why is { } why) grid.Text(area, 2, $" {why}", needsALook ? RunsScreen.StyleOf(run.Phase) : Style.Faint);
        else if (fault is not null) grid.Text(area, 2, $" last fault{(fault.At is null ? "" : $" at {fault.At}")}: {ReasonText.InOneLine(fault.Reason)}", Style.Waiting);
        else if (run.OtherBits is { } other) grid.Text(area, 2, $" the bits are others {other}", Style.Faint);
        else if (run.LeftOut is { } left) grid.Text(area, 2, $" {left.ReplaceLineEndings(" ")}", Style.Faint);
    }

    /// <summary>The journal's newest events, newest last.</summary>
    private static void Journal(Grid grid, Area area, UiState state, RunDetail detail)
    {
        grid.Text(area, 0, $" journal, {detail.Events.Count} events{(state.Back > 0 ? $", {state.Back} back" : "")}", Style.Bold);
        var room = area.Height - 1;
        var until = detail.Events.Count - Math.Min(state.Back, Math.Max(0, detail.Events.Count - 1));
        for (var (i, first) = (0, Math.Max(0, until - room)); i < room && first + i < until; i++)
        {
            var entry = detail.Events[first + i];
            var x = grid.Text(area.X + 1, area.Y + i + 1, state.Clock(entry.At, "dd HH:mm:ss "), Style.Faint);
            x = grid.Text(x, area.Y + i + 1, $"{Happened(entry.Name)} ", entry.Event is RunEvent.Faulted or RunEvent.Failed ? Style.Bad : Style.Plain, area.X + area.Width - x);
            grid.Text(x, area.Y + i + 1, (entry.Event is { } known ? EventWords.Of(known) : entry.Text).ReplaceLineEndings(" "), Style.Faint, area.X + area.Width - x);
        }
    }

    /// <summary>An event's name as words.</summary>
    private static string Happened(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
