using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Examination;

namespace ActorGaze.Actors.Control.Dto;

[Description("One evaluated image's gaze at the end of each epoch, and where the image stands among the others.")]
internal sealed record SampleCourseDto
{
    private const int MostSide = 10_000;

    [Required, Description("Its place in the order of the evaluation, from 0.")]
    public int? Image { get; init; }

    [Required, Description("How many are evaluated.")]
    public int? Images { get; init; }

    [Required, Description("Relative to the data set's folder.")]
    public string? File { get; init; }

    [Required, Description("Its true class, as the run's classes number it.")]
    public int? Label { get; init; }

    [Required, Description("Rows of a gaze.")]
    public int? Height { get; init; }

    [Required, Description("Columns of a gaze.")]
    public int? Width { get; init; }

    [Required, Description("Ascending by epoch.")]
    public IReadOnlyList<RecordedGazeDto?>? Gazes { get; init; }

    [Required, Description("Epochs whose gazes are kept, where not all of them are here.")]
    public int? Recorded { get; init; }

    [Description("The nearest image before it that was not named the same in all these epochs.")]
    public int? ChangedBefore { get; init; }

    [Description("The nearest image after it that was not named the same in all these epochs.")]
    public int? ChangedAfter { get; init; }

    public static SampleCourseDto Of(SampleCourse course) => new()
    {
        Image = course.Image,
        Images = course.Images,
        File = course.File,
        Label = course.Label,
        Height = course.Height,
        Width = course.Width,
        Gazes = [.. course.Epochs.Zip(course.Gazes, RecordedGazeDto.Of)],
        Recorded = course.Recorded,
        ChangedBefore = course.ChangedBefore,
        ChangedAfter = course.ChangedAfter,
    };

    /// <summary>A gaze that has not as many cells as the course says is left out.</summary>
    public SampleCourse ToCourse()
    {
        var (height, width) = (Math.Clamp(Height ?? 0, 0, MostSide), Math.Clamp(Width ?? 0, 0, MostSide));
        var sound = (Gazes ?? []).Select(gaze => (Epoch: gaze?.Epoch ?? 0, Gaze: gaze?.ToGaze(height * width)))
            .Where(gaze => gaze.Gaze is not null).ToArray();
        return new SampleCourse(
            Image ?? 0, Images ?? 0, File ?? "", Label ?? 0, height, width, [.. sound.Select(gaze => gaze.Epoch)],
            [.. sound.Select(gaze => gaze.Gaze!)])
        {
            Recorded = Recorded ?? sound.Length,
            ChangedBefore = ChangedBefore,
            ChangedAfter = ChangedAfter,
        };
    }
}

[Description("One image's gaze at the end of one epoch.")]
internal sealed record RecordedGazeDto
{
    [Required, Description("From 1.")]
    public int? Epoch { get; init; }

    [Required, Description("The class that the network named.")]
    public int? Predicted { get; init; }

    [Required, Description("What the cell 255 stands for; 0 stands for 0.")]
    public double? Greatest { get; init; }

    [Required, Description("A byte for each cell, row by row, base64.")]
    public string? Base64 { get; init; }

    public static RecordedGazeDto Of(int epoch, RecordedGaze gaze) => new()
    {
        Epoch = epoch,
        Predicted = gaze.Predicted,
        Greatest = gaze.Greatest,
        Base64 = Convert.ToBase64String(gaze.Cells.AsSpan()),
    };

    /// <summary>Null where the bytes are not as many, or are no base64.</summary>
    public RecordedGaze? ToGaze(int cells)
    {
        var bytes = new byte[Base64?.Length ?? 0];
        return cells > 0 && Convert.TryFromBase64String(Base64 ?? "", bytes, out var written) && written == cells
            ? new RecordedGaze(Predicted ?? 0, (float)(Greatest ?? 0), [.. bytes.AsSpan(0, written)])
            : null;
    }
}
