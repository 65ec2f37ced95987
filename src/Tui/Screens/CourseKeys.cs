using ActorGaze.Actors.Examination;

namespace ActorGaze.Tui.Screens;

/// <summary>The keys that show one image's gaze through training, and go from image to image. Pure.</summary>
internal static class CourseKeys
{
    public static IReadOnlyList<KeyRow> Rows { get; } =
    [
        KeyRow.Of("i", "one image's gaze through training, and back", Toggle) with
        {
            Hint = "image",
            Command = state => state.Selected is null ? null : UiCommands.Line(state, Command(state)),
        },
        Stepping("nN", "the next image, the one before", (course, by) => course.Image + by,
            by => by > 0 ? "That is the last image." : "That is the first image."),
        Stepping("xX", "the next image whose prediction changed, the one before", (course, by) => by > 0 ? course.ChangedAfter
            : course.ChangedBefore, by => $"The prediction of no image {(by > 0 ? "after" : "before")} this one changed."),
    ];

    /// <summary>What draws the same as pictures, without the program's name. The image is named once it is known.</summary>
    public static string Command(UiState state)
    {
        var file = CoursePart.Of(state.Run, state.Selected) is { } course ? UiCommands.Quoted(course.File) : "IMAGE";
        return $"cam {state.Selected} {file} --through-training";
    }

    /// <summary>The class means again.</summary>
    public static UiState Back(UiState state) => state with { Run = state.Run with { WithImage = false } };

    private static UiState Toggle(UiState state) => state.Run.WithImage ? Back(state)
        : (state with { Run = state.Run with { WithImage = true, Course = null } })
            .Apply(new Notice("n N: other images. x X: those whose prediction changed. i or Esc: back.", false));

    /// <param name="to">The place of another image, which may not be there.</param>
    /// <param name="none">What is said where it is not.</param>
    private static KeyRow Stepping(string letters, string what, Func<SampleCourse, int, int?> to, Func<int, string> none) =>
        new([.. letters.Select(KeyPress.Of)], what, (state, key) => new(Step(state, key.Letter == letters[0] ? 1 : -1, to, none)));

    private static UiState Step(UiState state, int by, Func<SampleCourse, int, int?> to, Func<int, string> none)
    {
        if (!state.Run.WithImage) return state.Apply(new Notice("No image is shown: i shows one.", false));
        if (CoursePart.Of(state.Run, state.Selected) is not { } course)
            return state with { Run = state.Run with { Image = 0 } }; // another run may have fewer
        return to(course, by) is { } image && image >= 0 && image < course.Images
            ? state with { Run = state.Run with { Image = image } }
            : state.Apply(new Notice(none(by), false));
    }
}
