using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

/// <summary>One table of keys: what it says is what is done, shown and named.</summary>
public sealed class KeyTableTests
{
    private static readonly Look Plain = new(ColourDepth.None, false);

    public static TheoryData<int> Screens() => [.. Enum.GetValues<ScreenKind>().Select(screen => (int)screen)];

    [Theory]
    [MemberData(nameof(Screens))]
    public void A_key_stands_once_in_a_screens_table(int screen)
    {
        var keys = ScreenModules.All[screen].Keys.SelectMany(row => row.Keys).ToList();

        Assert.Equal((ScreenKind)screen, ScreenModules.All[screen].Kind);
        Assert.Equal(keys.Distinct(), keys);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void Every_key_of_a_screen_is_in_its_help(int screen)
    {
        var state = MadeUpFrames.Watching((ScreenKind)screen) with { Help = true };
        var help = Page.Of(state, 200, 50, Plain).ToText();

        Assert.All(ShellKeys.Of(state.Module), row => Assert.Contains($"│ {row.Label} ", help, StringComparison.Ordinal));
        Assert.All(ShellKeys.Of(state.Module), row => Assert.Contains(row.What, help, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void Every_key_may_be_pressed_before_anything_is_known(int screen)
    {
        var state = UiState.Initial with { Screen = (ScreenKind)screen };

        Assert.All(ShellKeys.Of(state.Module).SelectMany(row => row.Keys),
            key => Assert.NotEmpty(Page.Of(state.Apply(key).State, 80, 24, Plain).ToText()));
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void What_a_screen_shows_has_a_command_that_names_the_state_folder(int screen)
    {
        var state = MadeUpFrames.Watching((ScreenKind)screen) with { StateOption = " --state /data/x" };

        Assert.StartsWith("actorgaze ", UiCommands.Of(state), StringComparison.Ordinal);
        Assert.EndsWith(" --state /data/x", UiCommands.Of(state), StringComparison.Ordinal);
        Assert.Contains($"$ {UiCommands.Of(state)}", Page.Of(state, 160, 45, Plain).ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home/ada/.local/state/actorgaze", "")]
    [InlineData("/data/x", " --state /data/x")]
    [InlineData("/data/of ada's", " --state '/data/of ada'\\''s'")]
    public void The_state_folder_is_named_where_it_is_not_the_default_one(string folder, string option) =>
        Assert.Equal(option, StatePath.OptionOf(folder, name => name == "HOME" ? "/home/ada" : null));

    [Fact]
    public void A_table_that_is_filtered_and_sorted_has_the_command_that_lists_it_so()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Runs);
        foreach (var key in "ssS/phase:failed λ>0") state = state.Apply(KeyPress.Of(key)).State;

        Assert.Equal("actorgaze ps --filter 'phase:failed λ>0' --sort epoch --reverse", UiCommands.Of(state.Apply(new KeyPress(KeyKind.Enter)).State));
    }

    [Fact]
    public void A_key_of_another_screen_says_where_it_works() =>
        Assert.Equal("p does nothing here. It works on 2 Runs and 3 Run.",
            MadeUpFrames.Watching(ScreenKind.Sweep).Apply(KeyPress.Of('p')).State.Said?.Text);

    [Fact]
    public void The_journal_does_not_move_where_it_is_not_seen()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Run);

        var hidden = state.Apply(KeyPress.Of('k')).State;
        var shown = state.Apply(KeyPress.Of('v')).State.Apply(KeyPress.Of('k')).State;

        Assert.Equal(0, hidden.Run.Back);
        Assert.Contains("v shows it", hidden.Said?.Text, StringComparison.Ordinal);
        Assert.Equal(1, shown.Run.Back);
    }

    [Fact]
    public void Whoever_looks_back_in_the_log_goes_on_looking_at_the_same_line()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Log).Apply(KeyPress.Of('k')).State.Apply(KeyPress.Of('k')).State;
        var line = LogRows.Of(state.Log)[^3];

        var next = state.Apply([.. state.Log.Lines, .. state.Log.Lines.Take(5)]);

        Assert.Equal(line, LogRows.Of(next.Log)[^(1 + next.Log.Back)]);
    }
}
