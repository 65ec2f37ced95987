using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>The runs that are at work now, each with how far it is. Pure.</summary>
internal static class AtWork
{
    private const int BarWidth = 24;
    private const int Figures = 44;

    /// <summary>With its title.</summary>
    public static int RowsOf(UiState state) => 1 + FrameFacts.Of(state.Frame).AtWork.Length;

    public static void Draw(Grid grid, Area area, UiState state, Look look)
    {
        var runs = FrameFacts.Of(state.Frame).AtWork;
        grid.Text(area, 0, runs.Length == 0 ? "No run is at work"
            : $"{(runs.Length == 1 ? "One run is" : $"{runs.Length} runs are")} at work", Style.Bold);
        var names = state.Index.Names;
        var name = Math.Clamp(
            runs.Select(run => TextWidth.Of(names.Of(run))).DefaultIfEmpty(8).Max(), 8, Math.Max(8, area.Width - BarWidth - Figures));
        for (var i = 0; i < runs.Length && i + 1 < area.Height; i++)
        {
            var (run, y) = (runs[i], area.Y + i + 1);
            var x = grid.Text(area.X, y, TextTable.Cell(names.Of(run), name, false) + " ", Style.Plain);
            x = grid.Text(
                x, y, Charts.Bar(Share(run), BarWidth, look.Ascii),
                new Style(Palette.Curve(0, look.Depth).Fore, Colour.Default, Emphasis.Underline));
            grid.Text(
                x, y, $" {$"{run.Epoch ?? run.EpochsDone}/{run.Epochs}",7}  loss {Numbers.Fixed(run.Loss, 3)}  "
                    + $"{Numbers.Rate(run.ImagesPerSecond),5} img/s {Numbers.Time(run.SecondsLeft),7}",
                Style.Plain, area.X + area.Width - x);
        }
    }

    private static double Share(RunLine run) =>
        run.Epochs == 0
            ? 0
            : (run.EpochsDone + (run is { Step: { } step, StepsPerEpoch: > 0 and var all } ? Math.Min(1.0, (double)step / all)
                : 0)) / run.Epochs;
}
