using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class DetailsTests
{
    private static readonly Look Plain = new(ColourDepth.None, false);

    [Fact]
    public void A_log_lines_stack_trace_is_there_in_full()
    {
        var text = Shown(MadeUpFrames.Watching(ScreenKind.Log).Apply(new KeyPress(KeyKind.Enter)).State);

        Assert.Contains("System.IO.IOException: The disk did not answer.", text, StringComparison.Ordinal);
        Assert.Contains("   at Somewhere", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_reason_is_broken_and_nothing_of_it_is_lost()
    {
        var words = Enumerable.Range(0, 300).Select(i => $"word{i}").ToList();
        var frame = MadeUpFrames.Of(3);
        RunLine[] failed = [.. frame.Runs.Select(run => run with { Phase = RunPhase.Failed, Reason = string.Join(' ', words) })];
        var state = UiState.Initial.Apply(frame with { Runs = [.. failed] }) with { Screen = ScreenKind.Runs };

        state = state.Apply(KeyPress.Of('d')).State;
        var seen = Shown(state);
        for (var page = 0; page < 10; page++) seen += Shown(state = state.Apply(new KeyPress(KeyKind.PageDown)).State);

        Assert.All(words, word => Assert.Contains(word, seen, StringComparison.Ordinal));
    }

    [Fact]
    public void Scrolling_ends_with_the_last_line_and_the_way_back_begins_there()
    {
        var state = UiState.Initial with { Details = new Details("x", [.. Enumerable.Range(1, 100).Select(i => $"line {i}")]) };

        var end = state.Apply(KeyPress.Of('G')).State.Apply(KeyPress.Of('j')).State;
        var back = end.Apply(KeyPress.Of('k')).State;

        Assert.Equal(80, end.Details?.First);
        Assert.Equal(79, back.Details?.First);
        Assert.Contains("line 100", Shown(end), StringComparison.Ordinal);
        Assert.Contains("lines 80 to 99 of 100", Shown(back), StringComparison.Ordinal);
        Assert.Null(back.Apply(new KeyPress(KeyKind.Escape)).State.Details);
    }

    [Theory]
    [InlineData("日本語日本語日本語", 4)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa", 4)]
    [InlineData("a b c d e f g", 4)]
    public void However_narrow_breaking_comes_to_an_end(string text, int width) =>
        Assert.InRange(DetailsBox.Broken([text], width).Count, 2, 30);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    [InlineData(200, 50)]
    public void Every_screen_has_details_at_any_size(int width, int height)
    {
        foreach (var screen in Enum.GetValues<ScreenKind>())
        {
            var state = MadeUpFrames.Watching(screen).Apply(KeyPress.Of('d')).State;

            Assert.NotNull(state.Details);
            Assert.Contains("Esc back", Page.Of(state, width, height, Plain).ToText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_key_of_the_screen_below_works_through_the_details()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Runs).Apply(KeyPress.Of('d')).State;

        Assert.Null(state.Apply(KeyPress.Of('p')).Wish);
        Assert.Null(state.Apply(KeyPress.Of('q')).Wish);
    }

    private static string Shown(UiState state) => Page.Of(state, 80, 24, Plain).ToText();
}
