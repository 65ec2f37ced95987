using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Tests.Tui.Screens;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Watching;

namespace ActorGaze.Tests.Tui.Watching;

public sealed class WatcherTests
{
    [Fact]
    public async Task An_engine_that_went_away_is_missed_since_then_and_found_again()
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial, new HurriedClock());
        Until(() => watcher.Now.State.Newest.Number == 1);

        engine.Away = true;
        engine.Hangs.Cancel();
        Until(() => watcher.Now.State.GoneSince == HurriedClock.Noon);
        engine.Away = false;

        Until(() => watcher.Now.State is { GoneSince: null, Newest.Number: > 1 });
    }

    [Fact]
    public async Task A_frame_that_cannot_be_read_is_told_and_those_after_it_are_shown()
    {
        using var engine = new FakeCrew { Broken = 3 };

        await using var watcher = new Watcher(engine, UiState.Initial, new HurriedClock());

        Until(() => watcher.Now.State.Newest.Number == 4);
        Assert.Equal(new Notice("asking the engine again in 2 s: frame 3 is broken", true), watcher.Now.State.Said);
        Assert.Null(watcher.Now.State.GoneSince);
    }

    [Fact]
    public async Task An_engine_of_another_version_is_named_once()
    {
        using var engine = new FakeCrew { Version = "98.7.6" };
        await using var watcher = new Watcher(engine, UiState.Initial, new HurriedClock());
        Until(() => watcher.Now.State.Newest.Number == 1);
        Assert.Equal($"the engine is 98.7.6, this program {ControlContract.ProgramVersion}: some of what it tells may not be shown.", watcher.Now.State.Said?.Text);

        watcher.Change(state => state with { Said = null });
        engine.Away = true;
        engine.Hangs.Cancel();
        Until(() => watcher.Now.State.GoneSince is not null);
        engine.Away = false;
        Until(() => watcher.Now.State is { GoneSince: null, Newest.Number: > 1 });

        Assert.Null(watcher.Now.State.Said);
    }

    [Theory]
    [InlineData(true, "engine silent since 12:00, trying again")]
    [InlineData(false, "engine gone since 12:00, trying again")]
    public async Task An_engine_that_does_not_answer_although_its_process_lives_is_silent_rather_than_gone(bool lives, string shown)
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial, new HurriedClock(), () => lives);
        Until(() => watcher.Now.State.Newest.Number == 1);

        engine.Away = true;
        engine.Hangs.Cancel();

        Until(() => watcher.Now.State.GoneSince is not null);
        Assert.Contains(shown, Page.Of(watcher.Now.State, 120, 40, new Look(ColourDepth.None, false)).ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('p', "pause made-up-l1-w0-t1")]
    [InlineData('r', "resume made-up-l1-w0-t1")]
    [InlineData('t', "retry made-up-l1-w0-t1")]
    public async Task A_key_is_handed_to_the_engine_and_its_answer_is_shown(char key, string heard)
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial with { Screen = ScreenKind.Runs }, new HurriedClock());
        Until(() => watcher.Now.State.Selected is not null);

        watcher.Press(KeyPress.Of(key));

        Until(() => watcher.Now.State.Said == new Notice($"Not now: {heard}", true));
        Assert.Equal([heard], engine.Heard);
    }

    [Fact]
    public async Task What_no_screen_shows_is_not_asked_for()
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial, new HurriedClock());
        Until(() => watcher.Now.State.Newest.Number > 0);
        Assert.Equal(0, engine.Counted);

        watcher.Press(KeyPress.Of('4'));

        Until(() => watcher.Now.State.Actors.Census is not null);
        Assert.True(engine.Counted > 0);
    }

    [Fact]
    public async Task An_opened_run_is_shown_with_its_epochs_and_its_journal()
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial, new HurriedClock());
        Until(() => watcher.Now.State.Selected is not null);

        watcher.Press(KeyPress.Of('3'));

        Until(() => watcher.Now.State.Run.Detail is { State.Epochs.Count: 7, Events.Count: 11 });
    }

    [Fact]
    public async Task An_image_is_asked_for_once_and_another_one_when_a_key_goes_there()
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial with { Screen = ScreenKind.Run }, new HurriedClock());
        Until(() => watcher.Now.State.Run.Detail is not null);
        Assert.Empty(engine.Courses);

        watcher.Press(KeyPress.Of('i'));
        Until(() => CoursePart.Of(watcher.Now.State.Run, watcher.Now.State.Selected) is { Image: 0 });
        watcher.Press(KeyPress.Of('x'));
        Until(() => CoursePart.Of(watcher.Now.State.Run, watcher.Now.State.Selected) is { Image: 5 });

        Assert.Equal([0, 5], engine.Courses);
    }

    [Fact]
    public async Task What_is_chosen_is_kept_once_and_a_filter_not_before_it_is_entered()
    {
        using var engine = new FakeCrew();
        var kept = new System.Collections.Concurrent.ConcurrentQueue<ScreenPreferences>();
        var watcher = new Watcher(engine, UiState.Initial with { Screen = ScreenKind.Runs }, new HurriedClock(), keep: chosen =>
        {
            kept.Enqueue(chosen);
            return null;
        });
        Until(() => watcher.Now.State.Newest.Number > 0);

        foreach (var key in "/x") watcher.Press(KeyPress.Of(key));
        watcher.Press(new KeyPress(KeyKind.Enter));
        await watcher.DisposeAsync();

        Assert.Equal([new ScreenPreferences("x")], kept);
    }

    [Fact]
    public async Task The_log_of_one_run_is_asked_for_by_its_name()
    {
        using var engine = new FakeCrew();
        await using var watcher = new Watcher(engine, UiState.Initial with { Screen = ScreenKind.Runs }, new HurriedClock());
        Until(() => watcher.Now.State.Selected is not null);

        watcher.Press(KeyPress.Of('L'));

        Until(() => engine.LogOf == "made-up-l1-w0-t1");
        Assert.Equal("actorgaze log made-up-l1-w0-t1", UiCommands.Of(watcher.Now.State));
    }

    [Fact]
    public async Task Leaving_is_asked_for_with_a_key_and_the_engine_hears_nothing_of_it()
    {
        using var engine = new FakeCrew();
        var watcher = new Watcher(engine, UiState.Initial, new HurriedClock());
        Until(() => watcher.Now.State.Newest.Number > 0);

        Assert.True(watcher.Press(KeyPress.Of('q')));
        await watcher.DisposeAsync();

        Assert.Empty(engine.Heard);
    }

    private static void Until(Func<bool> so) => Assert.True(SpinWait.SpinUntil(so, TimeSpan.FromSeconds(20)), "It did not come about.");
}
