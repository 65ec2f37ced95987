using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

/// <summary>One image's gaze through training, on the screen of a run.</summary>
public sealed class CoursePartTests
{
    private static readonly Look Plain = new(ColourDepth.None, false);

    [Theory]
    [InlineData(3, 5, null, "1 2 3")]
    [InlineData(60, 5, null, "1 16 31 45 60")]
    [InlineData(7, 5, null, "1 3 4 6 7")]
    [InlineData(60, 2, null, "1 60")]
    [InlineData(60, 1, null, "60")]
    [InlineData(60, 0, null, "")]
    [InlineData(0, 5, null, "")]
    [InlineData(60, 5, 20, "1 20 31 45 60")]
    [InlineData(60, 5, 2, "1 2 31 45 60")]
    [InlineData(60, 2, 20, "1 20")]
    [InlineData(60, 1, 20, "20")]
    [InlineData(60, 5, 31, "1 16 31 45 60")]
    public void Of_the_epochs_the_first_the_last_and_the_one_looked_at_are_shown(int epochs, int fitting, int? looked, string shown)
    {
        int[] all = [.. Enumerable.Range(1, epochs)];

        Assert.Equal(shown, string.Join(' ', CourseShape.Shown(all, fitting, looked).Select(place => all[place])));
    }

    [Fact]
    public void An_epoch_that_has_no_record_stands_for_the_nearest_one() =>
        Assert.Equal([0, 1, 3], CourseShape.Shown([1, 10, 20, 30], 3, 8));

    [Theory]
    [InlineData(14, 14, 60, 80, 11, 14, 14)] // as it is
    [InlineData(14, 14, 5, 160, 32, 28, 28)] // twice as large: all its epochs fit
    [InlineData(14, 14, 6, 160, 32, 14, 14)]
    [InlineData(7, 7, 60, 80, 11, 14, 14)] // wide enough for a name
    [InlineData(7, 7, 60, 80, 7, 7, 7)]
    [InlineData(28, 28, 60, 80, 11, 14, 14)] // a mean of four cells each
    [InlineData(28, 28, 60, 160, 32, 28, 28)]
    [InlineData(14, 14, 60, 3, 2, 1, 1)]
    public void A_gaze_is_as_large_as_has_room(int cellsWide, int cellsHigh, int epochs, int width, int rows, int wide, int high)
    {
        var shape = CourseShape.Of(cellsHigh, cellsWide, epochs, width, rows);

        Assert.Equal((wide, high), (shape.Width, shape.Height));
        Assert.Equal(wide * high, shape.Values(new byte[cellsWide * cellsHigh]).Length);
    }

    [Fact]
    public void Cells_that_share_a_place_are_shown_by_their_mean()
    {
        var shape = new CourseShape(3, 2, 1, 2);

        Assert.Equal([0.5f, 1f], shape.Values([255, 0, 255, 0, 255, 255]));
    }

    [Fact]
    public void Each_gaze_has_its_epoch_and_what_the_image_was_named_and_a_wrong_one_is_marked()
    {
        var text = Text(MadeUpFrames.WatchingImage());

        Assert.Contains(" image 3 of 8, notumor: Te-no_0002.jpg; wrong in epochs 1, 2, 3; 5 of 7 shown\n", text, StringComparison.Ordinal);
        Assert.Contains(" 1 ✗ meningioma  3 ✗ meningioma  4 ✓ notumor     6 ✓ notumor     7 ✓ notumor\n", text, StringComparison.Ordinal);
        Assert.Contains("no gaze", text, StringComparison.Ordinal); // of the first epoch
    }

    [Fact]
    public void A_long_file_name_leaves_room_for_what_was_found()
    {
        var state = MadeUpFrames.WatchingImage();
        var course = MadeUpFrames.Course(2, 60) with { File = $"a/{new string('x', 200)}.png" };

        Assert.Matches(" image 3 of 8, notumor: x+…; wrong in epochs 1, 2, 3; 5 of 60 shown\n",
            Text(state.Apply(state.Run.Course! with { Answer = new ImageCourse.Told(course) })));
    }

    [Fact]
    public void The_epoch_that_is_looked_at_is_among_them()
    {
        var state = MadeUpFrames.WatchingImage();
        state = state with { Run = state.Run with { Epoch = 2 } };

        Assert.Contains(" 1 ✗ meningioma  2 ✗ meningioma  4 ✓", Text(state), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_keeps_no_gazes_names_the_setting_and_nothing_is_asked_for_it()
    {
        var state = MadeUpFrames.WatchingImage(kept: GazesKept.None);

        Assert.Contains("The gazes of its images are not kept. gaze.record = all keeps them.", Text(state),
            StringComparison.Ordinal);
        Assert.IsType<Need.Run>(state.Module.Needs(state));
    }

    [Fact]
    public void What_the_engine_says_against_it_is_shown()
    {
        var state = MadeUpFrames.WatchingImage();
        state = state.Apply(state.Run.Course! with { Answer = new ImageCourse.NotTold("r: its decoded images are not in /state/cache.") });

        Assert.Contains("r: its decoded images are not in /state/cache.", Text(state), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_an_epoch_is_done_it_says_so()
    {
        var state = MadeUpFrames.WatchingImage();
        var detail = state.Run.Detail!;
        state = state with { Run = state.Run with { Course = null, Detail = detail with { State = detail.State with { Epochs = [] } } } };

        Assert.Contains("No epoch is complete yet", Text(state), StringComparison.Ordinal);
        Assert.Contains(" journal, ", Text(state), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_epoch_is_asked_for_and_what_is_known_is_not()
    {
        var state = MadeUpFrames.WatchingImage();
        Assert.IsType<Need.Run>(state.Module.Needs(state));

        var detail = state.Run.Detail!;
        var longer = detail.State with { Epochs = detail.State.Epochs.Add(MadeUp.Epoch(8, 0.7, 0.04)) };

        var next = state.Apply(detail with { State = longer });

        Assert.Equal(new Need.Course(state.Selected!, 2, 8), next.Module.Needs(next));
        Assert.Contains("image 3 of 8", Text(next), StringComparison.Ordinal); // what was known is shown until then
    }

    [Fact]
    public void Keys_go_from_image_to_image_and_to_those_whose_prediction_changed()
    {
        var state = MadeUpFrames.WatchingImage();

        Assert.Equal(3, state.Apply(KeyPress.Of('n')).State.Run.Image);
        Assert.Equal(1, state.Apply(KeyPress.Of('N')).State.Run.Image);
        Assert.Equal(5, state.Apply(KeyPress.Of('x')).State.Run.Image);
        Assert.Equal(0, state.Apply(KeyPress.Of('X')).State.Run.Image);
        Assert.Equal("That is the last image.", MadeUpFrames.WatchingImage(7).Apply(KeyPress.Of('n')).State.Said?.Text);
        Assert.Equal("The prediction of no image after this one changed.",
            MadeUpFrames.WatchingImage(6).Apply(KeyPress.Of('x')).State.Said?.Text);
        var next = state.Apply(KeyPress.Of('n')).State;
        Assert.Equal(new Need.Course(state.Selected!, 3, 7), next.Module.Needs(next));
        Assert.Contains("Asking for its gaze.", Text(next), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_told_of_an_image_that_was_left_is_dropped()
    {
        var state = MadeUpFrames.WatchingImage();
        var late = state.Run.Course!;
        state = state.Apply(KeyPress.Of('n')).State;

        Assert.Equal(late, state.Apply(late).Run.Course);
        Assert.Contains("Asking for its gaze.", Text(state.Apply(late)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_key_and_escape_go_back_to_the_class_means_and_escape_once_more_to_the_runs()
    {
        var shown = MadeUpFrames.Watching(ScreenKind.Run).Apply(KeyPress.Of('i')).State;
        Assert.True(shown.Run.WithImage);
        Assert.Contains("n N", shown.Said?.Text, StringComparison.Ordinal);

        Assert.Contains(" glioma 1.00", Text(shown.Apply(KeyPress.Of('i')).State), StringComparison.Ordinal);
        var back = shown.Apply(new KeyPress(KeyKind.Escape)).State;
        Assert.Equal((ScreenKind.Run, false), (back.Screen, back.Run.WithImage));
        Assert.Equal(ScreenKind.Runs, back.Apply(new KeyPress(KeyKind.Escape)).State.Screen);
        Assert.Contains("journal, ", Text(shown.Apply(KeyPress.Of('v')).State), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_that_draws_the_same_names_the_image_once_it_is_known()
    {
        var state = MadeUpFrames.WatchingImage();

        Assert.Equal("actorgaze cam made-up-l1-w0-t1 Testing/notumor/Te-no_0002.jpg --through-training", UiCommands.Of(state));
        Assert.Equal("actorgaze cam made-up-l1-w0-t1 IMAGE --through-training",
            CourseKeys.Rows[0].Command(MadeUpFrames.Watching(ScreenKind.Run)));
    }

    [Fact]
    public void Another_run_is_looked_at_with_the_same_image()
    {
        var state = MadeUpFrames.WatchingImage();

        var other = state.Choosing(state.Frame.Runs[1].Id);

        Assert.Equal((true, 2), (other.Run.WithImage, other.Run.Image));
        Assert.Null(CoursePart.Of(other.Run, other.Selected));
    }

    [Fact]
    public void Details_have_every_epoch_with_its_names_in_full()
    {
        var lines = MadeUpFrames.WatchingImage().Apply(KeyPress.Of('d')).State.Details!.Lines;

        Assert.Contains("image         3 of 8: Testing/notumor/Te-no_0002.jpg", lines);
        Assert.Contains("epoch 1       wrong, named meningioma, greatest value of the gaze 0.000", lines);
    }

    private static string Text(UiState state) => Page.Of(state, 80, 24, Plain).ToText();
}
