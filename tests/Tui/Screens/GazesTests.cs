using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class GazesTests
{
    [Fact]
    public void Names_that_have_no_room_over_their_gazes_are_told_apart_and_stand_below_in_full()
    {
        var text = Run(80, 24, "temporal-glioma-left", "temporal-glioma-right", "notumor", "e\u0301");

        Assert.Contains(" tempo…left 1.00  tempo…ight 1.00  notumor 1.00     e\u0301 1.00\n", text, StringComparison.Ordinal);
        Assert.Contains(" classes: temporal-glioma-left, temporal-glioma-right, notumor, e\u0301\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_have_no_room_at_all_are_named() =>
        Assert.Contains(" 2 of 4 classes: a, b, c, d\n", Run(36, 30, "a", "b", "c", "d"), StringComparison.Ordinal);

    private static string Run(int width, int height, params string[] classes)
    {
        var state = MadeUpFrames.Watching(ScreenKind.Run);
        var detail = state.Run.Detail!;
        state = state with { Run = state.Run with { Detail = detail with { State = detail.State with { Classes = new ClassNames([.. classes]) } } } };
        return Page.Of(state, width, height, new Look(ColourDepth.None, false)).ToText();
    }
}
