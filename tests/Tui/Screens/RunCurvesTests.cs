using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class RunCurvesTests
{
    [Theory]
    [InlineData(160, true, false, "gaze loss", "gaze entropy")]
    [InlineData(160, true, true, "gaze loss", "loss term")]
    [InlineData(160, false, true, "loss term", "gaze entropy")]
    [InlineData(100, true, true, "gaze loss", null)] // six panels: the gaze loss stays
    [InlineData(100, false, true, "loss term", null)]
    public void A_loss_term_has_a_panel_of_its_own(int width, bool gaze, bool term, string fifth, string? eighth)
    {
        var detail = MadeUpFrames.Watching(ScreenKind.Run).Run.Detail!;
        detail = detail with { State = detail.State with { Epochs = [.. detail.State.Epochs.Select(With)] } };
        var grid = new Grid(width, 24);

        RunCurves.Draw(grid, grid.All, detail, new RunScreenState(), new Look(ColourDepth.None, false));

        var text = grid.ToText();
        string[] all = ["gaze loss", "loss term", "gaze entropy"];
        Assert.Equal(new[] { fifth, eighth }.OfType<string>().Order(), all.Where(title => text.Contains(title, StringComparison.Ordinal)).Order());

        EpochMetrics With(EpochMetrics epoch) => epoch with
        {
            Training = epoch.Training with { GazeLoss = gaze ? 0.01 * epoch.Epoch : null, LossTerm = term ? 0.5 / epoch.Epoch : null },
        };
    }
}
