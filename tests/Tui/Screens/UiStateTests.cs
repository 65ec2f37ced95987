using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

public sealed class UiStateTests
{
    [Fact]
    public void The_run_pointed_at_stays_while_rows_change_places()
    {
        var state = Press(MadeUpFrames.Watching(ScreenKind.Runs), "jjj");
        var chosen = state.Selected;

        var frame = MadeUpFrames.Of(3);
        state = Press(state.Apply(frame with { Runs = [.. frame.Runs.Reverse()] }), "ss");

        Assert.Equal(chosen, state.Selected);
        Assert.Equal(chosen, RunsScreen.Current(state)?.Id);
    }

    [Fact]
    public void A_run_that_no_longer_passes_the_filter_is_not_swapped_for_its_neighbour_under_a_finger()
    {
        var state = Typed(MadeUpFrames.Watching(ScreenKind.Runs), "phase:running");
        var frame = MadeUpFrames.Of(3);

        state = state.Apply(frame with { Runs = [.. frame.Runs.Select(r => r.Id == state.Selected ? r with { Phase = RunPhase.Completed } : r)] });
        var (after, wish) = state.Apply(KeyPress.Of('p'));

        Assert.Null(wish);
        Assert.Equal("No run is chosen.", after.Said?.Text);
        Assert.NotNull(RunsScreen.Current(Press(state, "j")));
    }

    [Fact]
    public void A_filter_works_while_it_is_typed_and_escape_takes_it_back()
    {
        var before = MadeUpFrames.Watching(ScreenKind.Runs);
        var typing = Press(before, "/phase:failed");

        Assert.All(RowsOf(typing), run => Assert.Equal(RunPhase.Failed, run.Phase));
        Assert.Equal(RowsOf(before), RowsOf(typing.Apply(new KeyPress(KeyKind.Escape)).State));
    }

    [Fact]
    public void A_screen_that_holds_its_engine_is_left_by_asking_twice_in_a_row()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Sweep) with { HoldsEngine = true };

        var (once, first) = state.Apply(KeyPress.Of('q'));
        var (_, second) = once.Apply(KeyPress.Of('q'));
        var (_, later) = Press(once, "f").Apply(KeyPress.Of('q'));

        Assert.Null(first);
        Assert.IsType<Wish.Leave>(second);
        Assert.Null(later);
        Assert.IsType<Wish.Leave>(MadeUpFrames.Watching(ScreenKind.Sweep).Apply(KeyPress.Of('q')).Wish);
    }

    [Fact]
    public void Images_that_are_prepared_are_told_on_the_sweeps_screen()
    {
        var frame = MadeUpFrames.Of(3);
        var waiting = frame with { Runs = [.. frame.Runs.Select(run => run.Phase == RunPhase.Queued ? run with { Waiting = new WaitingFor.Images(new ImagesProgress("d", "decoded", 1250, 5712)) } : run)] };

        Assert.Contains("phantoms-localised: 1,250 of 5,712 decoded", Page.Of(UiState.Initial.Apply(waiting), 80, 24, new Look(ColourDepth.None, false)).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Frozen_the_screen_stands_still_and_thawed_it_shows_the_newest()
    {
        var frozen = Press(MadeUpFrames.Watching(ScreenKind.Sweep), "f").Apply(MadeUpFrames.Of(1));

        Assert.Equal(18, frozen.Frame.Runs.Length);
        Assert.Equal(6, Press(frozen, "f").Frame.Runs.Length);
    }

    [Theory]
    [InlineData(1, "reading the journals of 1 run")]
    [InlineData(812, "reading the journals of 812 runs")]
    [InlineData(0, "5 Log                    12:00:00")]
    public void Journals_that_are_still_being_read_are_told(int behind, string told) =>
        Assert.Contains(told, Page.Of(UiState.Initial.Apply(MadeUpFrames.Of(3) with { Behind = behind }), 80, 24, new Look(ColourDepth.None, false)).ToText(), StringComparison.Ordinal);

    [Theory]
    [InlineData('p', "actorgaze pause made-up-l1-w0-t1")]
    [InlineData('r', "actorgaze resume made-up-l1-w0-t1")]
    [InlineData('t', "actorgaze retry made-up-l1-w0-t1")]
    public void A_key_that_loses_nothing_is_obeyed_and_the_bottom_line_names_its_command(char key, string command)
    {
        var (state, wish) = MadeUpFrames.Watching(ScreenKind.Runs).Apply(KeyPress.Of(key));

        Assert.Equal(new RunId("made-up-l1-w0-t1"), Assert.IsType<Wish.Steer>(wish).Run);
        Assert.Equal(command, UiCommands.Of(state));
    }

    [Theory]
    [InlineData('c', "l1-w0-t1", true)]
    [InlineData('c', "made-up-l1-w0-t1", true)]
    [InlineData('c', "l1-w0-t2", false)]
    [InlineData('c', "", false)]
    [InlineData('T', "l1-w0-t1", true)]
    [InlineData('T', "y", false)]
    public void What_destroys_work_is_done_only_for_the_name(char key, string typed, bool done)
    {
        var (asked, first) = MadeUpFrames.Watching(ScreenKind.Runs).Apply(KeyPress.Of(key));
        var (after, wish) = Press(asked, typed).Apply(new KeyPress(KeyKind.Enter));

        Assert.Null(first);
        Assert.Equal(done, wish is Wish.Steer);
        Assert.Equal(!done, after.Said?.Bad ?? false);
    }

    [Theory]
    [InlineData(nameof(ScreenKind.Sweep))]
    [InlineData(nameof(ScreenKind.Actors))]
    [InlineData(nameof(ScreenKind.Log))]
    public void No_run_is_steered_from_a_screen_that_points_at_none(string screen) =>
        Assert.All("prct", key => Assert.Null(MadeUpFrames.Watching(Enum.Parse<ScreenKind>(screen)).Apply(KeyPress.Of(key)).Wish));

    [Fact]
    public void Read_only_nothing_is_asked_of_the_engine() =>
        Assert.All("prctT", key => Assert.Null((MadeUpFrames.Watching(ScreenKind.Runs) with { ReadOnly = true }).Apply(KeyPress.Of(key)).Wish));

    [Theory]
    [InlineData("phase:failed", 2)]
    [InlineData("phase:fail w>0", 2)]
    [InlineData("λ>0", 12)]
    [InlineData("w>=100", 6)]
    [InlineData("network:level2 trial=3", 3)]
    [InlineData("kappa>0.31", 8)]
    [InlineData("finite", 2)]
    [InlineData("w50-t", 6)]
    [InlineData("kappa>high", 0)]
    [InlineData("", 18)]
    public void A_filter_finds(string filter, int runs) => Assert.Equal(runs, RowsOf(Typed(MadeUpFrames.Watching(ScreenKind.Runs), filter)).Count);

    [Fact]
    public void Every_column_sorts_both_ways_and_what_is_unknown_comes_last()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Runs);
        for (var column = 0; column < RunColumns.All.Count; column++)
        {
            var (up, down) = (RowsOf(Sorted(state, column, false)), RowsOf(Sorted(state, column, true)));

            Assert.Equal(up.Select(r => r.Id.Value).Order(), down.Select(r => r.Id.Value).Order());
            if (column > 0) Assert.Equal(up.SkipWhile(r => RunColumns.All[column].Order(r) is not null).Count(), down.Reverse().TakeWhile(r => RunColumns.All[column].Order(r) is null).Count());
        }
    }

    [Theory]
    [InlineData(nameof(KeyKind.Tab), nameof(ScreenKind.Runs))]
    [InlineData(nameof(KeyKind.BackTab), nameof(ScreenKind.Log))]
    [InlineData(nameof(KeyKind.Enter), nameof(ScreenKind.Runs))]
    public void From_the_first_screen_a_key_leads_to(string key, string screen) =>
        Assert.Equal(screen, MadeUpFrames.Watching(ScreenKind.Sweep).Apply(new KeyPress(Enum.Parse<KeyKind>(key))).State.Screen.ToString());

    [Fact]
    public void A_filter_is_typed_and_a_letter_in_it_is_no_command()
    {
        var (state, wish) = Press(MadeUpFrames.Watching(ScreenKind.Runs), "/").Apply(KeyPress.Of('q'));

        Assert.Null(wish);
        Assert.Equal("q", state.Filter);
        Assert.Equal("", state.Apply(new KeyPress(KeyKind.Escape)).State.Filter);
    }

    [Fact]
    public void Folded_a_branch_is_one_line_and_a_filter_looks_into_it()
    {
        var state = Press(MadeUpFrames.Watching(ScreenKind.Actors), "jjjh");

        Assert.Equal("sweep-made-up", ActorRows.Of(state)[^1].Node.Name);
        Assert.Contains(ActorRows.Of(Typed(state, "trainer")), row => row.Node.Name == "trainer");
        Assert.Equal(9, ActorRows.Of(Press(state, "l")).Count);
    }

    [Theory]
    [InlineData("level:warning", 2)]
    [InlineData("run:w50", 1)]
    [InlineData("epoch 4", 5)]
    public void A_filter_of_the_log_finds(string filter, int lines) => Assert.Equal(lines, LogRows.Of(Typed(MadeUpFrames.Watching(ScreenKind.Log), filter).Log).Count);

    [Fact]
    public void An_engine_is_gone_since_it_was_first_missed_and_back_with_its_next_frame()
    {
        var gone = MadeUpFrames.Watching(ScreenKind.Sweep).Gone(MadeUpFrames.Noon).Gone(MadeUpFrames.Noon.AddMinutes(3));

        Assert.Equal(MadeUpFrames.Noon, gone.GoneSince);
        Assert.Null(gone.Apply(MadeUpFrames.Of(3)).GoneSince);
    }

    [Fact]
    public void Another_runs_epochs_never_show_under_a_runs_name()
    {
        var state = MadeUpFrames.Watching(ScreenKind.Run);
        var late = MadeUpFrames.Detail(state.Selected!);

        state = Press(state, "l");

        Assert.Null(state.Run.Detail);
        Assert.Null(state.Apply(late).Run.Detail);
    }

    private static IReadOnlyList<ActorGaze.Actors.Control.Frames.RunLine> RowsOf(UiState state) => state.Runs.Rows(state.Frame);

    private static UiState Sorted(UiState state, int column, bool descending) => state with { Runs = state.Runs with { SortColumn = column, Descending = descending } };

    private static UiState Press(UiState state, string letters) => letters.Aggregate(state, (s, letter) => s.Apply(KeyPress.Of(letter)).State);

    private static UiState Typed(UiState state, string filter) => Press(Press(state, "/"), filter).Apply(new KeyPress(KeyKind.Enter)).State;
}
