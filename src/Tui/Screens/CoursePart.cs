using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>What was told of one image's gaze through a run's training.</summary>
/// <param name="Epochs">How many epochs of the run were known then. It is asked for again when others are known.</param>
internal sealed record ToldCourse(RunId Run, int Image, int Epochs, ImageCourse Answer);

/// <summary>One image's gaze at the end of each epoch, side by side, as many as the screen is wide. Pure.</summary>
internal static class CoursePart
{
    private const int MostNamed = 4; // epochs in the title

    /// <summary>What is asked of the engine; null where all is known, or there is nothing to ask.</summary>
    public static Need? Needs(RunScreenState screen, RunState? run)
    {
        if (!screen.WithImage || run is not { Spec: { RecordGazes: GazesKept.All } spec, Epochs: { IsEmpty: false } epochs }) return null;
        var wanted = new Need.Course(spec.Id, screen.Image, epochs.Count);
        return Told(screen, spec.Id) is { } told && told.Epochs == wanted.Known ? null : wanted;
    }

    /// <summary>What is known of the image that is looked at; null where nothing is.</summary>
    public static SampleCourse? Of(RunScreenState screen, RunId? run) =>
        Told(screen, run) is { Answer: ImageCourse.Told(var course) } ? course : null;

    public static void Draw(Grid grid, Area area, RunScreenState screen, RunState run, Look look)
    {
        switch (Told(screen, run.Spec?.Id)?.Answer)
        {
            case var _ when run.Spec?.RecordGazes != GazesKept.All:
                Say(grid, area, "The gazes of its images are not kept. gaze.record = all keeps them.");
                break;
            case ImageCourse.Told({ Gazes.IsEmpty: false } course):
                Draw(grid, area, course, screen, run, look);
                break;
            case ImageCourse.NotTold(var why):
                Say(grid, area, why);
                break;
            case ImageCourse.Told:
                Say(grid, area, "No gaze of this image can be read.");
                break;
            case var _ when run.Epochs.IsEmpty:
                Say(grid, area, "No epoch is complete yet: this image's gaze is shown when one is.");
                break;
            default:
                Say(grid, area, "Asking for its gaze.");
                break;
        }

        void Say(Grid on, Area within, string words)
        {
            on.Text(within, 0, $" image {screen.Image + 1} through training", Style.Bold);
            foreach (var (line, i) in DetailsBox.Broken([words], Math.Max(4, within.Width - 2)).Select((line, i) => (line, i)))
                on.Text(within, 1 + i, $" {line}", Style.Plain);
        }
    }

    /// <summary>A line for each epoch, with names in full.</summary>
    public static IEnumerable<string> Details(SampleCourse course, ClassNames? classes) => DetailLines.Facts(
    [
        ("image", $"{course.Image + 1} of {course.Images}: {course.File}"),
        ("true class", ClassNames.Of(classes, course.Label)),
        .. course.Epochs.Zip(course.Gazes, (epoch, gaze) => ($"epoch {epoch}", (string?)$"{Outcome(course, gaze)}, named "
            + $"{ClassNames.Of(classes, gaze.Predicted)}, greatest value of the gaze {Numbers.Fixed(gaze.Greatest, 3)}")),
    ]);

    private static ToldCourse? Told(RunScreenState screen, RunId? run) =>
        screen.Course is { } told && told.Run == run && told.Image == screen.Image ? told : null;

    /// <summary>In which epochs it was named wrong, or how often it was named right.</summary>
    private static string How(SampleCourse course)
    {
        int[] wrong = [.. course.Epochs.Where((_, i) => course.Gazes[i].Predicted != course.Label)];
        return wrong.Length == 0 ? "always right"
            : wrong.Length == course.Epochs.Length ? "never right"
            : wrong.Length <= MostNamed ? $"wrong in {(wrong.Length == 1 ? "epoch" : "epochs")} {string.Join(", ", wrong)}"
            : $"right {course.Epochs.Length - wrong.Length} of {course.Epochs.Length} times";
    }

    private static string Outcome(SampleCourse course, RecordedGaze gaze) => gaze.Predicted == course.Label ? "right" : "wrong";

    private static void Draw(Grid grid, Area area, SampleCourse course, RunScreenState screen, RunState run, Look look)
    {
        var shape = CourseShape.Of(course.Height, course.Width, run.Spec?.Epochs, area.Width, area.Height);
        var looked = screen.Epoch is null ? (int?)null : screen.EpochOf(run);
        var shown = CourseShape.Shown(course.Epochs, shape.Fitting(area.Width), looked);
        var names = LookAlikes.Shown([.. course.Gazes.Select(gaze => ClassNames.Of(run.Classes, gaze.Predicted))]);
        var (before, after) = (
            $" image {course.Image + 1} of {course.Images}, {ClassNames.Of(run.Classes, course.Label)}: ",
            $"; {How(course)}{(shown.Count < course.Recorded ? $"; {shown.Count} of {course.Recorded} shown" : "")}");
        var file = TextTable.Cut(
            SafeText.Line(Path.GetFileName(course.File)), Math.Max(8, area.Width - TextWidth.Of(before) - TextWidth.Of(after)));
        grid.Text(area, 0, before + file + after, Style.Bold);
        foreach (var (place, n) in shown.Select((place, n) => (place, n)))
        {
            var (x, gaze) = (area.X + shape.X(n), course.Gazes[place]);
            var isRight = gaze.Predicted == course.Label;
            var style = isRight ? Style.Good : Style.Bad;
            var isLooked = looked is { } epoch && place == CourseShape.Nearest(course.Epochs, epoch);
            grid.Text(x, area.Y + 1, $"{course.Epochs[place]} {(isRight ? '✓' : '✗')} {names[place]}", isLooked ? style.Selected : style,
                shape.Width);
            if (gaze.Greatest > 0)
                Heatmap.Draw(grid, x, area.Y + CourseShape.Above, shape.Values(gaze.Cells), shape.Width, shape.Height, look);
            else grid.Text(x, area.Y + CourseShape.Above + (Heatmap.RowsOf(shape.Height) / 2), "no gaze", Style.Faint, shape.Width);
        }
    }
}
