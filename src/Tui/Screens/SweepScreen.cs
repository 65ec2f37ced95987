using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>Every sweep at a glance: how far, how fast, how well, and what is wrong. Pure.</summary>
internal sealed class SweepScreen : ScreenModule
{
    private const int Label = 10;
    private const int LongestLabel = 24;
    private const int WideEnoughForWork = 150;

    public override ScreenKind Kind => ScreenKind.Sweep;

    public override IReadOnlyList<KeyRow> Keys { get; } =
    [
        KeyRow.Moving("choose a setting", _ => 10, Move) with { Hint = "setting" },
        KeyRow.Of(KeyKind.Enter, "its runs", state => state.Going(ScreenKind.Runs)) with { Hint = "runs" },
    ];

    public override Details DetailsOf(UiState state) => new("sweeps, and the runs that need attention", DetailLines.Trouble(state));

    public override string Command(UiState state) => "ps --watch";

    /// <summary>One run at a time, and only those whose curves are drawn.</summary>
    public override Need? Needs(UiState state) => HasCurves(state.Body) ? SweepCurves.Needs(state) : null;

    public override void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var frame = state.Frame;
        if (frame.Sweeps.IsEmpty)
        {
            grid.Text(area, 0, frame.Number == 0 ? " Asking the engine." : " No sweeps yet: actorgaze submit SWEEP.conf", Style.Faint);
            area = area.RowsFrom(2);
        }

        var blocks = Math.Min(frame.Sweeps.Length, Math.Max(1, (area.Height - 6) / 3));
        foreach (var sweep in frame.Sweeps.OrderBy(s => s.AtRest).Take(blocks))
        {
            Progress(grid, area, sweep, state, look);
            area = area.RowsFrom(3);
        }

        if (frame.Sweeps.Length > blocks)
        {
            grid.Text(area, 0, $" … and {frame.Sweeps.Length - blocks} more sweeps", Style.Faint);
            area = area.RowsFrom(1);
        }

        if (area.Width >= WideEnoughForWork)
        {
            var right = area.ColumnsFrom(area.Width / 2);
            AtWork.Draw(grid, right.Rows(0, Math.Max(2, right.Height / 3)), state, look);
            SweepCurves.Draw(grid, right.RowsFrom(Math.Min(AtWork.RowsOf(state), Math.Max(2, right.Height / 3)) + 1), state, look);
            area = area.Columns(0, (area.Width / 2) - 2);
        }

        area = Machine(grid, area, state, look);
        area = SweepMap.Draw(grid, area, state);
        area = Trouble(grid, area, frame);
        if (HasCurves(state.Body) && state.Body.Width < WideEnoughForWork) SweepCurves.Draw(grid, area, state, look);
    }

    /// <summary>Where nothing is drawn nothing is asked for.</summary>
    private static bool HasCurves(Area body) => body is { Width: >= 100, Height: >= 32 };

    /// <summary>From one setting to another, whose first run is then the one pointed at.</summary>
    private static UiState Move(UiState state, int by)
    {
        var settings = state.Index.Settings;
        if (settings.IsEmpty) return state;
        var next = settings[Lists.Moved(Math.Max(0, state.Index.SettingOf(state.Selected)), by, settings.Length)];
        return state.Choosing(state.Frame.Runs[next.Places[0]].Id);
    }

    private static void Progress(Grid grid, Area area, SweepLine sweep, UiState state, Look look)
    {
        var x = grid.Text(area.X + 1, area.Y, sweep.Name, Style.Title);
        var kind = sweep.Evaluation == Evaluation.Learning ? "learning" : "analytic";
        x = grid.Text(x, area.Y, $"  {kind}, {Numbers.Count(sweep.Runs, "run")}: ", Style.Faint);
        foreach (var (phase, text, count) in sweep.PhaseCounts().Where(p => p.Runs > 0))
            x = grid.Text(x, area.Y, $"{count} {text}  ", RunsScreen.StyleOf(phase));

        var share = sweep.Epochs == 0 ? 0 : (double)sweep.EpochsDone / sweep.Epochs;
        var figures = $" {Numbers.Percent(share)}  epoch {sweep.EpochsDone} of {sweep.Epochs}  "
            + (sweep.Refusal is { } refusal ? $"not taken up: {refusal}" : sweep.AtRest ? "at rest"
                : $"left {Numbers.Time(sweep.SecondsLeft)}{Until(sweep, state)}  {Numbers.Rate(sweep.ImagesPerSecond)} img/s");
        var bar = Math.Clamp(area.Width - figures.Length - 3, 4, 140);
        x = grid.Text(area.X + 1, area.Y + 1, Charts.Bar(share, bar, look.Ascii),
            new Style(Palette.Curve(0, look.Depth).Fore, Colour.Default, Emphasis.Underline));
        grid.Text(x + 1, area.Y + 1, figures, Style.Plain);
    }

    private static string Until(SweepLine sweep, UiState state) => sweep.SecondsLeft is { } seconds && seconds is >= 0 and < 1e8
        ? $", till {state.Clock(state.Frame.At.AddSeconds(seconds), seconds < 64_800 ? "HH:mm" : "ddd d MMM HH:mm")}"
        : "";

    private static string Used(double cores, long bytes) => $"{Numbers.Fixed(cores, 2)} cores, {Numbers.Bytes(bytes)} of memory";

    private static Area Machine(Grid grid, Area area, UiState state, Look look)
    {
        var machine = state.Frame.Machine;
        var disk = machine.DiskFree is { } free ? $"{Numbers.Bytes(free)} free"
            + (machine.DiskSecondsLeft is { } left ? $", full in {Numbers.Time(left)}" : ", free space is not shrinking")
                : Numbers.Undefined;
        var low = machine.DiskFree is < 2_000_000_000 || machine.DiskSecondsLeft is < 3_600;
        var label = Math.Min(LongestLabel, machine.Devices.Select(device => device.Name.Length + 1).Append(Label).Max());
        Fact(grid, area, 0, "disk", disk, low ? Style.Bad : Style.Plain, label);
        var row = 1;
        Fact(grid, area, row++, "engine", Used(machine.ProcessorUse, machine.Memory), Style.Plain, label);
        if (machine.Workers is { } workers)
            Fact(grid, area, row++, "workers", Used(workers.ProcessorUse, workers.Memory), Style.Plain, label);
        foreach (var device in machine.Devices)
        {
            var working = $"{Working(state.Frame, device.Name)} at work";
            if (device.Use is null && device.MemoryUsed is null) Fact(grid, area, row++, device.Name, working, Style.Plain, label);
            else
            {
                var memory = device.MemoryUsed is { } used
                    ? $"  {Numbers.Bytes(used)}{(device.MemoryTotal is { } all ? $" of {Numbers.Bytes(all)}" : "")}" : "";
                var use = $"{Charts.Bar(device.Use ?? 0, 20, look.Ascii)} {Numbers.Percent(device.Use, 0)}";
                Fact(grid, area, row++, device.Name, $"{use}{memory}  {working}", Style.Plain, label);
            }
        }

        foreach (var run in FrameFacts.Of(state.Frame).Images)
            Fact(grid, area, row++, "images", $"{state.Index.Names.DataOf(run)}: {run.ImagesDone()}", Style.Busy);
        if (state.Sweep.Rates.Count > 1)
        {
            var rates = Charts.Sparkline(state.Sweep.Rates, Math.Min(area.Width - Label - 3, 120), look.Ascii);
            Fact(grid, area, row++, "img/s", rates, Palette.Curve(0, look.Depth));
        }

        return area.RowsFrom(row + 1);
    }

    private static string Working(Frame frame, string device) =>
        Numbers.Count(FrameFacts.Of(frame).AtWork.Count(run => run.Device == device), "run");

    /// <param name="width">Of labels.</param>
    private static void Fact(Grid grid, Area area, int row, string label, string text, Style style, int width = Label)
    {
        grid.Text(area, row, $" {(label.Length < width ? label : $"{label[..(width - 2)]}…")}", Style.Faint);
        grid.Text(area.ColumnsFrom(width + 1), row, text, style);
    }

    /// <summary>The runs that stand still or have fallen, and why, as many as there is room for. Returns the room below.</summary>
    private static Area Trouble(Grid grid, Area area, Frame frame)
    {
        var runs = FrameFacts.Of(frame).Troubled;
        if (runs.IsEmpty || area.Height < 2) return area;
        grid.Text(area, 0, $" {(runs.Length == 1 ? "One run needs" : $"{runs.Length} runs need")} attention", Style.Bold);
        for (var i = 0; i < runs.Length && i + 1 < area.Height; i++)
        {
            var x = grid.Text(area.X + 1, area.Y + i + 1, $"{runs[i].PhaseText,-11}", RunsScreen.StyleOf(runs[i].Phase));
            x = grid.Text(x, area.Y + i + 1, $"{runs[i].Id}  ", Style.Plain, area.Width - 12);
            grid.Text(x, area.Y + i + 1, runs[i].Why() ?? "", Style.Faint, area.X + area.Width - x);
        }

        return area.RowsFrom(runs.Length + 2);
    }
}
