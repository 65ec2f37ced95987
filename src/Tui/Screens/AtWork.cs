using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The runs that are at work now, each with how far it is. Pure.</summary>
internal static class AtWork
{
    private const int BarWidth = 24;
    private const int Figures = 44;

    public static void Draw(Grid grid, Area area, Frame frame, Look look)
    {
        var runs = frame.Runs.Where(run => run.Phase == RunPhase.Running).ToList();
        grid.Text(area, 0, runs.Count == 0 ? "No run is at work" : $"{(runs.Count == 1 ? "One run is" : $"{runs.Count} runs are")} at work", Style.Bold);
        var names = RunNames.In(frame);
        var name = Math.Clamp(runs.Select(run => TextWidth.Of(names.Of(run))).DefaultIfEmpty(8).Max(), 8, Math.Max(8, area.Width - BarWidth - Figures));
        for (var i = 0; i < runs.Count && i + 1 < area.Height; i++)
        {
            var (run, y) = (runs[i], area.Y + i + 1);
            var x = grid.Text(area.X, y, TextTable.Cell(names.Of(run), name, false) + " ", Style.Plain);
            x = grid.Text(x, y, Charts.Bar(Share(run), BarWidth, look.Ascii), new Style(Palette.Curve(0, look.Depth).Fore, Colour.Default, Emphasis.Underline));
            grid.Text(
                x, y, $" {$"{run.Epoch ?? run.EpochsDone}/{run.Epochs}",7}  loss {Numbers.Fixed(run.Loss, 3)}  {Numbers.Rate(run.ImagesPerSecond),5} img/s {Numbers.Time(run.SecondsLeft),7}",
                Style.Plain, area.X + area.Width - x);
        }
    }

    private static double Share(RunLine run) =>
        run.Epochs == 0 ? 0 : (run.EpochsDone + (run is { Step: { } step, StepsPerEpoch: > 0 and var all } ? Math.Min(1.0, (double)step / all) : 0)) / run.Epochs;
}
