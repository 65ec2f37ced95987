using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Measures;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Randomness;
using static TorchSharp.torch;

namespace ActorGaze.Actors.Examination;

/// <summary>How far an examination has come.</summary>
/// <param name="What">A few words.</param>
/// <param name="Done">Images or parts.</param>
public sealed record ExaminationProgress(string What, int Done, int Total);

/// <summary>Examines the gaze of a run: on the CPU, without an engine. The same checkpoint and images give the same figures.</summary>
public sealed class Examiner
{
    /// <summary>Images that are usual where a measure takes many forward passes.</summary>
    public const int UsualImages = 40;

    private const int Shown = 3; // samples of each class, at both ends
    private const int MostPaired = 1000; // samples of a class whose pairs are compared, at equal distances
    private const long Seed = 1;

    private readonly RunSpec _spec;
    private readonly TrainedNetwork _network;
    private readonly Func<CamInput, Tensor> _cam;
    private readonly ImageStore _store;
    private readonly string? _root;
    private readonly IProgress<ExaminationProgress>? _progress;
    private readonly CancellationToken _cancel;

    private Examiner(
        RunSpec spec, TrainedNetwork network, ImageStore store, string? root, IProgress<ExaminationProgress>? progress,
            CancellationToken cancel) =>
        (_spec, _network, _cam, _store, _root, _progress, _cancel) =
        (spec, network, BuiltParts.CamMethod(spec.Gaze.Method), store, root, progress, cancel);

    /// <summary>Sets the calling thread's number of intra-op threads.</summary>
    /// <param name="state">The run, as its journal tells it.</param>
    /// <param name="network">One of its checkpoints. Its weights are changed.</param>
    /// <param name="images">How many images are taken where a measure takes many forward passes; fewer where fewer are correct.</param>
    /// <param name="export">Runs the code of an assembly's source; null where the images come from none.</param>
    /// <exception cref="InvalidInputException">The images are not those that the run has learned from.</exception>
    public static GazeExamination Run(
        StateFolder folder, RunState state, TrainedNetwork network, int images, IProgress<ExaminationProgress>? progress = null,
            CancellationToken cancel = default, ExportSource? export = null)
    {
        using var cache = CacheToRead.Of(folder.Cache);
        return EvaluatedImages.With(cache, state, cancel, export, (store, root) =>
            new Examiner(state.Spec!.Accepting(state.AcceptedPlugin), network, store, KnownMask.AreIn(root) ? root : null, progress, cancel)
                .Examine(images));
    }

    private GazeExamination Examine(int images)
    {
        var samples = Look();
        string[] names = [.. _store.Classes];
        var classes = names.Select((_, label) => samples.Where(sample => sample.Label == label).ToArray()).ToArray();
        Sample[] correct = [.. samples.Where(sample => sample.IsCorrect)];
        var gazes = SampleGazes.Of(correct, _spec.Gaze.Normalise, names.Length);
        ClassExamination[] found = [.. names.Select((name, label) => Class(name, classes[label], gazes))];
        double[] scores = [.. found.Select(one => one.Consistency).OfType<double>()];
        var chosen = Chosen(correct, names.Length, images);
        var (removal, road) = chosen.Length == 0 ? (null, null) : Remove(chosen);
        return new GazeExamination
        {
            Run = _spec.Id.Value,
            Epoch = _network.Checkpoint.At.EpochsDone,
            Steps = _network.Checkpoint.At.StepsIntoNext,
            Checkpoint = _network.Checkpoint.File,
            CheckpointSha256 = _network.Checkpoint.Sha256,
            Images = _store.ContentKey,
            Method = _spec.Gaze.Method.ToString(),
            Layer = _spec.Gaze.Layer,
            Normalise = _spec.Gaze.Normalise,
            Asked = images,
            Classes = [.. found],
            Maps = MapsFound.Together([.. found.Select(one => one.Maps)]),
            Deviation = gazes.Deviation,
            Consistency = scores.Length == 0 ? null : scores.Average(),
            Removal = removal,
            Road = road,
            Lesions = LesionsFound.Of([.. correct.Select(sample => sample.Localisation).OfType<Localisation>()]),
            Samples = [.. names.SelectMany((name, label) => Ends(name, correct.Where(sample => sample.Label == label), gazes))],
            Randomised = chosen.Length == 0 ? [] : Randomise(chosen), // last: it changes the weights
        };
    }

    /// <summary>Every image that the run is evaluated on.</summary>
    private List<Sample> Look()
    {
        var indices = _spec.SplitOf(_store).Evaluation;
        var samples = new List<Sample>();
        foreach (var chunk in indices.Chunk(_spec.Training.EvaluationBatchSize))
        {
            _cancel.ThrowIfCancellationRequested();
            using var batch = BatchMaker.Evaluation(_store, chunk, _spec.Pixels);
            int[] labels = [.. batch.Classes];
            var looks = Looks.Of(_network.Model, batch.Images!, labels, _cam);
            for (var n = 0; n < chunk.Length; n++)
                samples.Add(Localised(new Sample(chunk[n], samples.Count, _store.RelativePath(chunk[n]), labels[n], looks.Predicted[n],
                    looks.Confidence[n], looks.Maps[n], looks.Height, looks.Width)));
            _progress?.Report(new ExaminationProgress("looking at images", samples.Count, indices.Length));
        }

        return samples;
    }

    private Sample Localised(Sample sample)
    {
        if (!sample.IsCorrect || _root is null || KnownMask.Of(_root, sample.Path, _store.Form.Side) is not { } lesion) return sample;
        var side = _store.Form.Side;
        return sample with { Localisation = Localisation.Of(MapGrid.Enlarge(sample.Map, sample.Height, sample.Width, side), lesion, side) };
    }

    private static ClassExamination Class(string name, Sample[] all, SampleGazes gazes)
    {
        Sample[] correct = [.. all.Where(sample => sample.IsCorrect)];
        return new ClassExamination(
            name, all.Length, correct.Length == 0 ? null : correct.Average(sample => gazes.DeviationOf(sample)),
                MapsFound.Of([.. correct.Select(sample => sample.Map)]),
            ConsistencyScore.Of([.. Paired(correct).Select(sample => sample.Scaled)],
                [.. Paired(correct).Select(sample => sample.Confidence)]),
            LesionsFound.Of([.. correct.Select(sample => sample.Localisation).OfType<Localisation>()]));
    }

    private static IEnumerable<Sample> Paired(Sample[] correct) => correct.Length <= MostPaired
        ? correct
        : Enumerable.Range(0, MostPaired).Select(n => correct[(int)((long)n * correct.Length / MostPaired)]);

    /// <summary>As many of each class as there are, one class after the other, in an order that a fixed seed decides.</summary>
    private static Sample[] Chosen(Sample[] correct, int classes, int images)
    {
        var orders = Enumerable.Range(0, classes).Select(label =>
        {
            Sample[] own = [.. correct.Where(sample => sample.Label == label)];
            int[] order = [.. Enumerable.Range(0, own.Length)];
            RandomStream.Named("gaze-check-images", Seed, label).Shuffle(order);
            return order.Select((n, rank) => (Sample: own[n], Rank: rank));
        });
        return [.. orders.SelectMany(order => order).OrderBy(one => one.Rank).ThenBy(one => one.Sample.Label).Select(one => one.Sample)
            .Take(images)];
    }

    private (RemovalFound Removal, RoadFound Road) Remove(Sample[] chosen)
    {
        List<Curve> deletion = [], insertion = [], deletionElsewhere = [], insertionElsewhere = [];
        List<ImmutableArray<bool>> most = [], least = [];
        foreach (var sample in chosen)
        {
            _cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = BatchMaker.Evaluation(_store, [sample.Index], _spec.Pixels);
            var image = batch.Images!; // (1,·,S,S)
            var side = (int)image.shape[2];
            RandomStream Chance(string subject) => RandomStream.Named(subject, Seed, sample.Index);
            int[] Order(IReadOnlyList<float> map) => MapGrid.GreatestFirst(MapGrid.Enlarge(map, sample.Height, sample.Width, side),
                Chance("gaze-check-ties"));
            var order = Order(sample.Map);
            var here = Removal.Of(_network.Whole, image, sample.Label, order);
            var elsewhere = Removal.Of(_network.Whole, image, sample.Label,
                Order(MapGrid.Misplace(sample.Map, sample.Height, sample.Width, Chance("gaze-check-place"))));
            deletion.Add(here.Deletion);
            insertion.Add(here.Insertion);
            deletionElsewhere.Add(elsewhere.Deletion);
            insertionElsewhere.Add(elsewhere.Insertion);
            most.Add(Road.Of(_network.Whole, image, sample.Label, order, Chance("gaze-check-noise")));
            least.Add(Road.Of(_network.Whole, image, sample.Label, [.. order.Reverse()], Chance("gaze-check-noise")));
            _progress?.Report(new ExaminationProgress("taking pixels away", deletion.Count, chosen.Length));
        }

        return (
            new RemovalFound(chosen.Length, Curve.Mean(deletion), Curve.Mean(insertion), Curve.Mean(deletionElsewhere),
                Curve.Mean(insertionElsewhere)),
            new RoadFound(chosen.Length, Road.Shares, Accuracies(most), Accuracies(least)));
    }

    private static ImmutableArray<double> Accuracies(List<ImmutableArray<bool>> named) =>
        [.. Enumerable.Range(0, Road.Shares.Length).Select(share => named.Average(one => one[share] ? 1.0 : 0))];

    private ImmutableArray<RandomisedPart> Randomise(Sample[] chosen)
    {
        var parts = Randomisation.PartsFromHead(_network.Whole);
        using var other = _network.Another(unchecked(_spec.Seed + 0x5EED));
        using var batch = BatchMaker.Evaluation(_store, [.. chosen.Select(sample => sample.Index)], _spec.Pixels);
        var found = ImmutableArray.CreateBuilder<RandomisedPart>();
        foreach (var part in parts)
        {
            _cancel.ThrowIfCancellationRequested();
            Randomisation.Replace(_network.Whole, other, part);
            var after = Looks.Of(_network.Model, batch.Images!, [.. chosen.Select(sample => sample.Label)], _cam);
            found.Add(SampleGazes.Compare(part, chosen, after));
            _progress?.Report(new ExaminationProgress("giving new weights", found.Count, parts.Length));
        }

        return found.ToImmutable();
    }

    private IEnumerable<ExaminedSample> Ends(string name, IEnumerable<Sample> correct, SampleGazes gazes)
    {
        Sample[] ordered = [.. correct.OrderBy(gazes.DeviationOf).ThenBy(sample => sample.Index)];
        var each = Math.Min(Shown, ordered.Length / 2);
        return [.. ordered.Take(each).Select(sample => Told(name, sample, gazes, true)), .. ordered.TakeLast(each).Reverse()
            .Select(sample => Told(name, sample, gazes, false))];
    }

    private ExaminedSample Told(string name, Sample sample, SampleGazes gazes, bool consistent)
    {
        using var batch = BatchMaker.Evaluation(_store, [sample.Index], _spec.Pixels);
        return new ExaminedSample(
            name, sample.Path, sample.Place, consistent, gazes.DeviationOf(sample), sample.Confidence, sample.Height, sample.Width,
            Convert.ToBase64String([.. sample.Scaled.Select(value => (byte)Math.Round(value * 255))]),
                Convert.ToBase64String(Thumbnail.Jpeg(batch.Images!, _spec.Pixels)));
    }
}
