using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Nn.Data.Folders;
using ActorGaze.Tests.Tui;

namespace ActorGaze.Tests.Actors.Examination;

/// <summary>One image's gaze through training, from records on disk.</summary>
public sealed class CourseReaderTests : IDisposable
{
    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();
    private readonly StateFolder _folder;
    private readonly CourseReader _reader;
    private readonly RunState _run;

    public CourseReaderTests()
    {
        _folder = new StateFolder(Path.GetDirectoryName(_set.Cache)!);
        _reader = new CourseReader(_folder);
        var spec = new RunSpec(new RunId("r")) { Sweep = "s", Data = _set.Root, RecordGazes = GazesKept.All };
        _run = MadeUp.Run(spec, RunPhase.Running, MadeUp.Course(3, 1)) with { Images = ImagesFacts.Of(_set.Prepare()) };
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public async Task An_image_has_its_own_gazes_its_file_and_its_class()
    {
        for (var epoch = 1; epoch <= 3; epoch++) Write(epoch, [0, 1, 1, 1]);

        var course = await Found(2);

        Assert.Equal(("Testing/b/0.png", 1, 2, 4, 3), (course.File, course.Label, course.Image, course.Images, course.Recorded));
        Assert.Equal([1, 2, 3], course.Epochs);
        var whole = GazeRecord.Read(_folder.CheckpointsOf(new RunId("r")), 3, Origin)!;
        Assert.Equal((whole.Predicted[2], whole.Greatest[2], whole.Of(2).ToArray()),
            (course.Gazes[2].Predicted, course.Gazes[2].Greatest, course.Gazes[2].Cells.ToArray()), Same);
        Assert.Equal((whole.Height, whole.Width), (course.Height, course.Width));
    }

    [Fact]
    public async Task The_nearest_images_whose_prediction_changed_are_named()
    {
        Write(1, [0, 0, 1, 1]);
        Write(2, [1, 0, 1, 0]);

        var course = await Found(1);

        Assert.Equal((0, 3), (course.ChangedBefore, course.ChangedAfter));
        Assert.Equal((null, 3), ((await Found(0)).ChangedBefore, (await Found(0)).ChangedAfter));
        Assert.Null((await Found(3)).ChangedAfter);
    }

    [Fact]
    public async Task Of_many_epochs_some_are_told_the_first_and_the_last_among_them()
    {
        for (var epoch = 1; epoch <= 3; epoch++) Write(epoch, [0, 0, 1, 1]);

        var course = Assert.IsType<CourseAnswer.Found>(await Read(_run, 0, 2)).Course;

        Assert.Equal(([1, 3], 3), (course.Epochs.ToArray(), course.Recorded), (one, other) =>
            one.Item1.SequenceEqual(other.Item1) && one.Item2 == other.Item2);
    }

    [Fact]
    public async Task A_record_that_is_damaged_or_of_another_training_is_left_out_also_where_it_was_sound_before()
    {
        for (var epoch = 1; epoch <= 3; epoch++) Write(epoch, [0, 0, 1, 1]);
        Assert.Equal([1, 2, 3], (await Found(0)).Epochs);

        var damaged = PathOf(2);
        var bytes = File.ReadAllBytes(damaged);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        File.SetLastWriteTimeUtc(damaged, DateTime.UnixEpoch);
        Write(3, [0, 0, 1, 1], Origin with { Spec = "another" });
        File.SetLastWriteTimeUtc(PathOf(3), DateTime.UnixEpoch);

        Assert.Equal([1], (await Found(0)).Epochs);
        File.WriteAllBytes(PathOf(1), File.ReadAllBytes(PathOf(1))[..200]);
        Assert.Contains("no sound record of its gazes", Why(await Read(_run, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_can_be_shown_it_is_said_why()
    {
        Assert.Contains("no sound record", Why(await Read(_run, 0)), StringComparison.Ordinal);
        Write(1, [0, 0, 1, 1]);
        var spec = _run.Spec!;
        Assert.Contains("gaze.record = all", Why(await Read(_run with { Spec = spec with { RecordGazes = GazesKept.None } }, 0)),
            StringComparison.Ordinal);
        Assert.Contains("no epoch", Why(await Read(_run with { Epochs = [] }, 0)), StringComparison.Ordinal);
        Assert.Equal(4, Assert.IsType<CourseAnswer.NoSuchImage>(await Read(_run, 4)).Images);
        Directory.Delete(_set.Cache, recursive: true);
        var other = new CourseReader(_folder); // the first one knows the images already
        Assert.Contains("its decoded images are not in", Why(await other.ReadAsync(_run, 0, 60, Cancel)), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => Deadline.Token;

    private GazeRecordOrigin Origin => new(_run.Images!.Content, _run.Spec!.BitsHash());

    private static bool Same((int, float, byte[]) one, (int, float, byte[]) other) =>
        (one.Item1, one.Item2) == (other.Item1, other.Item2) && one.Item3.SequenceEqual(other.Item3);

    private static string Why(CourseAnswer answer) => Assert.IsType<CourseAnswer.NotThere>(answer).Why;

    private Task<CourseAnswer> Read(RunState run, int image, int most = 60) => _reader.ReadAsync(run, image, most, Cancel);

    private async Task<SampleCourse> Found(int image) => Assert.IsType<CourseAnswer.Found>(await Read(_run, image)).Course;

    private string PathOf(int epoch) => Path.Combine(_folder.CheckpointsOf(new RunId("r")), GazeRecord.FileName(epoch));

    /// <summary>Gazes of 2×3 cells, other ones for each image and epoch.</summary>
    private void Write(int epoch, int[] predicted, GazeRecordOrigin? origin = null)
    {
        var cells = Enumerable.Range(0, predicted.Length * 6).Select(i => (byte)((i * 7) + epoch)).ToArray();
        Directory.CreateDirectory(_folder.Checkpoints);
        new GazeRecord(epoch, 2, 3, [.. predicted], [.. predicted.Select((_, i) => i + (epoch / 10f))], cells)
            .Write(_folder.CheckpointsOf(new RunId("r")), origin ?? Origin);
    }
}
