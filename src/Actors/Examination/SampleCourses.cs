using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Examination;

/// <summary>The gazes of some images through a run's training, as <c>gaze.record = all</c> keeps them.</summary>
/// <param name="Epochs">Those whose record is there, ascending.</param>
/// <param name="Height">Rows of a gaze.</param>
/// <param name="Width">Columns.</param>
/// <param name="Images">For each image, epoch by epoch: what the network named it, the gaze's greatest value, and its cells from 0 to
/// 255.</param>
public sealed record SampleCourses(ImmutableArray<int> Epochs, int Height, int Width, ImmutableArray<ImmutableArray<RecordedGaze>> Images)
{
    /// <summary>Null where no record is there. One that is damaged, or of another training, counts as missing.</summary>
    /// <param name="places">Of the images, in the order of the evaluation.</param>
    /// <param name="most">Epochs at most; of more, some at equal distances, the last one among them.</param>
    public static SampleCourses? Read(StateFolder folder, RunState run, IReadOnlyList<int> places, int most)
    {
        if (run.Spec is not { } spec || run.Images is not { } images || run.Epochs.IsEmpty) return null;
        var origin = new GazeRecordOrigin(images.Content, spec.BitsHash());
        var checkpoints = folder.CheckpointsOf(spec.Id);
        var records = Some(There(checkpoints, run), most).Select(epoch => GazeRecord.Read(checkpoints, epoch, origin)).OfType<GazeRecord>()
            .Where(record => places.All(place => place < record.Images)).ToArray();
        return records.Length == 0
            ? null
            : new SampleCourses(
                [.. records.Select(record => record.Epoch)], records[0].Height, records[0].Width,
                [.. places.Select(place => records.Select(record => new RecordedGaze(record.Predicted[place], record.Greatest[place],
                    [.. record.Of(place)])).ToImmutableArray())]);
    }

    /// <summary>The epochs of a run that have a record's file, ascending.</summary>
    internal static int[] There(string checkpoints, RunState run) =>
        [.. Enumerable.Range(1, run.Epochs.Count).Where(epoch => File.Exists(Path.Combine(checkpoints, GazeRecord.FileName(epoch))))];

    /// <summary>At most so many, at equal distances; the first and the last are among them.</summary>
    internal static IEnumerable<int> Some(int[] epochs, int most) => epochs.Length <= most
        ? epochs
        : Enumerable.Range(0, most).Select(i => epochs[(int)Math.Round(i * (epochs.Length - 1.0) / Math.Max(1, most - 1))]);
}

/// <summary>One image's gaze at the end of one epoch.</summary>
/// <param name="Greatest">What the cell 255 stands for.</param>
public sealed record RecordedGaze(int Predicted, float Greatest, ImmutableArray<byte> Cells);
