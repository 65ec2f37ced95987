using System.Collections.Immutable;

namespace ActorGaze.Actors.Examination;

/// <summary>One evaluated image's gaze through a run's training, and where the image stands among the others.</summary>
/// <param name="Image">Its place in the order of the evaluation, from 0.</param>
/// <param name="Images">How many are evaluated.</param>
/// <param name="File">Relative to the data set's folder, with forward slashes.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Height">Rows of a gaze.</param>
/// <param name="Width">Columns.</param>
/// <param name="Epochs">Of the gazes, ascending.</param>
/// <param name="Gazes">One for each of these epochs.</param>
internal sealed record SampleCourse(
    int Image, int Images, string File, int Label, int Height, int Width, ImmutableArray<int> Epochs, ImmutableArray<RecordedGaze> Gazes)
{
    /// <summary>Epochs that have a record, where not all of them are here.</summary>
    public required int Recorded { get; init; }

    /// <summary>The nearest image before it that was not named the same in all these epochs; null where there is none.</summary>
    public int? ChangedBefore { get; init; }

    /// <summary>The nearest one after it.</summary>
    public int? ChangedAfter { get; init; }
}

/// <summary>What there is to say of an image's gaze through training.</summary>
internal abstract record CourseAnswer
{
    private CourseAnswer() { }

    public sealed record Found(SampleCourse Course) : CourseAnswer;

    /// <summary>The run has no gazes to show.</summary>
    /// <param name="Why">A sentence.</param>
    public sealed record NotThere(string Why) : CourseAnswer;

    /// <summary>The run is evaluated on fewer images.</summary>
    public sealed record NoSuchImage(int Images) : CourseAnswer;
}
