using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Examination;

/// <summary>
/// One image's gaze through a run's training, for whoever looks at image after image. Needs no libtorch, decodes nothing, and reads of each
/// record that image alone.
/// </summary>
/// <remarks>Safe for several threads; they read one after the other.</remarks>
internal sealed class CourseReader(StateFolder folder)
{
    private const int MostFilesKnown = 10_000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (long Length, DateTime Written)> _sound = []; // records whose bytes have been hashed
    private Evaluated? _evaluated; // of the run that was asked for last

    /// <param name="image">In the order of the evaluation, from 0.</param>
    /// <param name="most">Epochs at most; of more, some at equal distances, the first and the last among them.</param>
    /// <exception cref="IOException">The disk could not be read.</exception>
    public async Task<CourseAnswer> ReadAsync(RunState run, int image, int most, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(run, image, most), cancel).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private CourseAnswer Read(RunState run, int image, int most)
    {
        if (run.Spec is not { RecordGazes: GazesKept.All } spec)
            return new CourseAnswer.NotThere(
                $"{run.Spec?.Id}: the gazes of its images are not kept; allowed: a run of a sweep with gaze.record = all.");
        if (run.Images is not { } images || run.Epochs.IsEmpty)
            return new CourseAnswer.NotThere($"{spec.Id}: it has completed no epoch yet.");
        if (EvaluatedOf(spec, images.Content) is not { } evaluated)
            return new CourseAnswer.NotThere(
                $"{spec.Id}: its decoded images are not in {folder.Cache}, so that nothing tells which gaze is whose.");
        if (image >= evaluated.Files.Length) return new CourseAnswer.NoSuchImage(evaluated.Files.Length);

        var (checkpoints, origin) = (folder.CheckpointsOf(spec.Id), new GazeRecordOrigin(images.Content, spec.BitsHash()));
        var there = SampleCourses.There(checkpoints, run);
        var parts = (from epoch in SampleCourses.Some(there, most)
                     where IsSound(checkpoints, epoch, origin)
                     let part = GazeRecordPart.Read(checkpoints, epoch, origin, image)
                     where part is not null && part.Predicted.Length == evaluated.Files.Length
                     select (Epoch: epoch, Part: part)).ToArray();
        if (parts.Length == 0) return new CourseAnswer.NotThere($"{spec.Id}: no sound record of its gazes is in {checkpoints}.");
        var first = parts[0].Part;
        return new CourseAnswer.Found(new SampleCourse(
            image, evaluated.Files.Length, evaluated.Files[image], evaluated.Labels[image], first.Height, first.Width,
            [.. parts.Select(part => part.Epoch)],
            [.. parts.Select(part => new RecordedGaze(part.Part.Predicted[image], part.Part.Greatest, part.Part.Cells))])
        {
            Recorded = there.Length,
            ChangedBefore = Changed(Enumerable.Range(0, image).Reverse()),
            ChangedAfter = Changed(Enumerable.Range(image + 1, evaluated.Files.Length - image - 1)),
        });

        int? Changed(IEnumerable<int> among) => among
            .Where(other => parts.Any(part => part.Part.Predicted[other] != first.Predicted[other]))
            .Select(other => (int?)other).FirstOrDefault();
    }

    /// <summary>Hashes a record the first time, and again where it was written anew.</summary>
    private bool IsSound(string checkpoints, int epoch, GazeRecordOrigin origin)
    {
        var file = new FileInfo(Path.Combine(checkpoints, GazeRecord.FileName(epoch)));
        if (!file.Exists) return false;
        var now = (file.Length, file.LastWriteTimeUtc);
        if (_sound.TryGetValue(file.FullName, out var before) && before == now) return true;
        if (GazeRecord.Read(checkpoints, epoch, origin) is null) return false;
        if (_sound.Count >= MostFilesKnown) _sound.Clear();
        _sound[file.FullName] = now;
        return true;
    }

    /// <summary>Null where the cache has no decoded copy.</summary>
    private Evaluated? EvaluatedOf(RunSpec spec, string content)
    {
        if (_evaluated is { } known
            && (known.Content, known.Validation, known.DropLeaked) == (content, spec.Validation, spec.DropLeaked)) return known;
        using var store = ImageStore.OpenContent(folder.Cache, content);
        if (store is null) return null;
        var places = spec.SplitOf(store).Evaluation;
        return _evaluated = new Evaluated(
            content, spec.Validation, spec.DropLeaked, [.. places.Select(store.RelativePath)], [.. places.Select(store.Label)]);
    }

    /// <summary>What a run is evaluated on, in that order.</summary>
    private sealed record Evaluated(
        string Content, double Validation, bool DropLeaked, ImmutableArray<string> Files, ImmutableArray<int> Labels);
}
