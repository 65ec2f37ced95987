using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>Every optimiser and every schedule, with a loop that is closed and opened from its checkpoint at each step: the same bits.</summary>
[Slow]
public sealed class TrainingKeysSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;
    private readonly ImageStore _images;
    private readonly RunSpec _plain;

    public TrainingKeysSpecs()
    {
        var data = Path.Combine(_folder, "data");
        PhantomFolder.Write(data, new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 4, TestPerClass: 2));
        _images = ImageStore.Open(ImageStore.Prepare(new DataSpec(data), _folder).CacheFile);
        _plain = new RunSpec(new RunId("r")) { Data = data, Network = NetworkSpec.OfLevel(1), Epochs = 3, Training = new TrainingSpec { BatchSize = 4, LearningRate = 0.01 } };
    }

    public static TheoryData<Optimiser, LearningSchedule, int> All =>
    [
        (Optimiser.Adam, LearningSchedule.Plateau, 1), (Optimiser.Adam, LearningSchedule.Constant, 0), (Optimiser.AdamW, LearningSchedule.Cosine, 1), (Optimiser.Sgd, LearningSchedule.Plateau, 0),
        (Optimiser.Sgd, LearningSchedule.Cosine, 0), (Optimiser.AdamW, LearningSchedule.Constant, 2),
    ];

    public void Dispose()
    {
        _images.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory, MemberData(nameof(All))]
    public void Opened_anew_at_each_step_it_ends_with_the_same_bits_and_figures(Optimiser optimiser, LearningSchedule schedule, int warmup)
    {
        var spec = _plain with
        {
            Training = _plain.Training with
            {
                Optimiser = optimiser, Schedule = schedule, WarmupEpochs = warmup, Nesterov = true, LeastRate = 1e-4, ClassWeights = ClassWeights.Balanced, LabelSmoothing = 0.1,
                Plateau = new PlateauSpec(0.5, 0),
            },
        };

        var (straight, epochs) = Train(spec, reopened: false);
        var (reopened, again) = Train(spec, reopened: true);

        Assert.Equal(straight.WeightsSha256, reopened.WeightsSha256);
        Assert.Equal(straight.Sha256, reopened.Sha256);
        Assert.Equal(epochs, again);
        Assert.Equal(3, epochs.Count);
        var rates = epochs.Select(epoch => epoch.LearningRate).ToArray();
        if (schedule == LearningSchedule.Cosine) Assert.True(rates[^1] < rates[1], $"{rates[1]} and then {rates[^1]}");
        if (schedule == LearningSchedule.Constant) Assert.Equal(0.01, rates[^1]);
    }

    [Fact]
    public void Parts_of_an_assembly_train_and_go_on_to_the_same_bits_and_each_of_them_counts()
    {
        var spec = _plain with
        {
            GazeWeight = 5, Curriculum = new CurriculumSpec(Labs.Part(Labs.Mine, PartKind.Curriculum, "waves", ("waves", "1")), 0, 1), Epochs = 2,
            Gaze = new GazeSpec
            {
                Distance = Labs.Part(Labs.Mine, PartKind.Distance, "huber", ("delta", "0.2")), Reference = Labs.Part(Labs.Mine, PartKind.Reference, "blend"),
                Method = Labs.Part(Labs.Mine, PartKind.CamMethod, "abscam"),
            },
            Loss = new LossSpec { Term = Labs.Part(Labs.Mine, PartKind.LossTerm, "area"), Weight = 0.5, Curriculum = new CurriculumSpec("linear", 0, 1) },
        };

        var (straight, epochs) = Train(spec, reopened: false);
        var (reopened, again) = Train(spec, reopened: true);

        Assert.Equal(straight.Sha256, reopened.Sha256);
        Assert.Equal(epochs, again);
        Assert.All(epochs, epoch => Assert.True(epoch.Training is { GazeLoss: not null, LossTerm: > 0 and < 1 }));
        Assert.Equal([0.5 * 0.25, 0.5 * 0.75], epochs.Select(epoch => epoch.Training.LossWeight!.Value));
        Assert.Equal(5 * Math.Pow(Math.Sin(Math.PI * 0.25), 2), epochs[0].GazeWeight, 1e-12);
        (string Other, RunSpec Spec)[] others =
        [
            ("distance", spec with { Gaze = spec.Gaze with { Distance = GazeDistance.L2 } }), ("reference", spec with { Gaze = spec.Gaze with { Reference = GazeReference.Ema } }),
            ("method", spec with { Gaze = spec.Gaze with { Method = GazeMethod.HiResCam } }), ("curriculum", spec with { Curriculum = new(CurriculumShape.Linear, 0, 1) }), ("loss", spec with { Loss = new() }),
        ];
        Assert.All(others, other => Assert.True(Train(other.Spec, reopened: false).Saved.WeightsSha256 != straight.WeightsSha256, other.Other));
    }

    [Theory]
    [InlineData(GazeMethod.GradCamPlusPlus, 5)]
    [InlineData(GazeMethod.HiResCam, 5)]
    [InlineData(GazeMethod.LayerCam, 5)]
    [InlineData(GazeMethod.EigenCam, 0)]
    [InlineData(GazeMethod.ScoreCam, 0)]
    public void Gazes_are_taken_by_the_method_of_the_run(string method, double weight)
    {
        var spec = _plain with { GazeWeight = weight, Epochs = 1, Gaze = new GazeSpec { Method = method } };

        var (_, epochs) = Train(spec, reopened: false);
        var (_, plain) = Train(spec with { Gaze = new GazeSpec() }, reopened: false);

        Assert.NotEqual(plain[0].Evaluation.Gazes, epochs[0].Evaluation.Gazes);
        Assert.Equal(plain[0].Evaluation.Gazes.Height, epochs[0].Evaluation.Gazes.Height);
    }

    [Fact]
    public void At_an_odd_number_of_cells_a_run_begins_and_trains()
    {
        var form = new ImageForm(112);
        using var images = ImageStore.Open(ImageStore.Prepare(new DataSpec(_plain.Data) { Form = form }, _folder, cancellation: Deadline.Token).CacheFile);
        using var loop = TrainingLoop.Open(new TrainingSetup(_plain with { Form = form }, images, _folder));
        using var batch = loop.MakeBatch();

        Assert.IsType<LoopResult.Stepped>(loop.Advance(batch));
    }

    [Fact]
    public void What_cannot_be_trained_is_told_before_the_first_step()
    {
        Assert.Equal(
            "gaze.method: found 'eigencam', which is not differentiable; allowed: such a method only where λ₀ is 0.",
            Refused<InvalidInputException>(_plain with { GazeWeight = 1, Gaze = new GazeSpec { Method = GazeMethod.EigenCam } }));
        Assert.Equal(
            "training.class-weights: found 3 weights (3, 1, 1); allowed: 2, one for each class in this order: class-a, class-b.",
            Refused<InvalidInputException>(_plain with { Training = _plain.Training with { ClassWeights = ClassWeights.By(3, 1, 1) } })
                .Replace($"{_images.Classes[0]}, {_images.Classes[1]}", "class-a, class-b", StringComparison.Ordinal));
        Assert.StartsWith(
            "The distance 'keeps' does not keep the contract: memory: it leaves 1 tensor behind",
            Refused<BrokenPartException>(_plain with { Gaze = new GazeSpec { Distance = Labs.Part(Labs.Broken, PartKind.Distance, "keeps") } }));

        string Refused<T>(RunSpec spec)
            where T : Exception => Assert.Throws<T>(() => TrainingLoop.Open(new TrainingSetup(spec, _images, _folder))).Message;
    }

    private (CheckpointRef Saved, List<EpochMetrics> Epochs) Train(RunSpec spec, bool reopened)
    {
        var setup = new TrainingSetup(spec, _images, Path.Combine(_folder, reopened ? "again" : "straight"));
        var epochs = new List<EpochMetrics>();
        var loop = TrainingLoop.Open(setup);
        try
        {
            while (!loop.IsDone)
            {
                using var batch = loop.MakeBatch();
                var result = loop.Advance(batch);
                if (result is LoopResult.EpochClosed closed) epochs.Add(closed.Metrics);
                if (!reopened || result is LoopResult.Evaluated) continue; // an evaluation that was begun is begun again
                var saved = loop.Save();
                loop.Dispose();
                loop = TrainingLoop.Open(setup with { From = saved });
            }

            return (loop.Save(), epochs);
        }
        finally
        {
            loop.Dispose();
        }
    }
}
