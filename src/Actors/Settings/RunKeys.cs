using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Settings;

/// <summary>The keys that decide a run's bits. Given as a list, each becomes an axis of the grid.</summary>
internal static class RunKeys
{
    private const long LargestSeed = 9_007_199_254_740_991; // what JSON's readers agree on

    private static readonly Interval Share = new(0, 1);
    private static readonly Interval ShareNotAll = new(0, 1, WithoutMost: true);
    private static readonly Interval ShareNotNothing = new(0, 1, WithoutLeast: true);
    private static readonly Interval ShareBetween = new(0, 1, true, true);
    private static readonly PhantomSpec AnyPhantoms = new(PhantomKind.Localised);

    public static ImmutableArray<Key<RunSpec>> All { get; } =
    [
        new("sweep.data", (run, s) => run with { Data = Data(s) }),
        new("sweep.seed", (run, s) => run with { Seed = s.WholeLong(0, LargestSeed) }),

        new("data.validation", (run, s) => run with { Validation = s.Real(ShareNotAll) }),
        new("data.on-bad-image", (run, s) => run with { OnBadImage = s.Choice<OnBadImage>() }),
        new("data.depth", (run, s) => run with { Depth = Depth(s) }),
        new("data.mean", (run, s) => run with { Pixels = run.Pixels with { Mean = s.Real(Share) } }),
        new("data.deviation", (run, s) => run with { Pixels = run.Pixels with { Deviation = s.Real(new(0, 10, WithoutLeast: true)) } }),
        new("data.crop.min-area", (run, s) => run with { Crops = run.Crops with { MinArea = s.Real(ShareNotNothing) } }),
        new("data.crop.max-aspect", (run, s) => run with { Crops = run.Crops with { MaxAspect = s.Real(new(1, 10)) } }),
        new("data.crop.flip", (run, s) => run with { Crops = run.Crops with { FlipProbability = s.Real(Share) } }),

        Phantom("body", (p, s) => p with { Body = s.Choice<PhantomBody>() }),
        Phantom("classes", (p, s) => p with { Classes = s.Whole(2, 4) }),
        Phantom("train-per-class", (p, s) => p with { TrainPerClass = s.Whole(1, 100_000) }),
        Phantom("test-per-class", (p, s) => p with { TestPerClass = s.Whole(1, 100_000) }),
        Phantom("seed", (p, s) => p with { Seed = s.WholeLong(0, LargestSeed) }),

        new("training.epochs", (run, s) => run with { Epochs = s.Whole(1, 100_000) }),
        Training("batch-size", (t, s) => t with { BatchSize = s.Whole(1, 65_536) }),
        Training("evaluation-batch-size", (t, s) => t with { EvaluationBatchSize = s.Whole(1, 65_536) }),
        Training("precision", (t, s) => t with { Precision = s.Choice<Precision>() }),
        Training("learning-rate", (t, s) => t with { LearningRate = s.Real(new(0, 10, WithoutLeast: true)) }),
        Training("beta1", (t, s) => t with { Beta1 = s.Real(ShareNotAll) }),
        Training("beta2", (t, s) => t with { Beta2 = s.Real(ShareNotAll) }),
        Training("epsilon", (t, s) => t with { Epsilon = s.Real(ShareNotNothing) }),
        Training("plateau.factor", (t, s) => t with { Plateau = t.Plateau with { Factor = s.Real(ShareBetween) } }),
        Training("plateau.patience", (t, s) => t with { Plateau = t.Plateau with { Patience = s.Whole(0, 100_000) } }),
        Training("plateau.threshold", (t, s) => t with { Plateau = t.Plateau with { Threshold = s.Real(ShareNotAll) } }),

        new("gaze.reference", (run, s) => run with { Gaze = run.Gaze with { Reference = s.Choice<GazeReference>() } }),
        new("gaze.distance", (run, s) => run with { Gaze = run.Gaze with { Distance = s.Choice<GazeDistance>() } }),
        new("gaze.ema-decay", (run, s) => run with { Gaze = run.Gaze with { EmaDecay = s.Real(ShareNotAll) } }),

        new("curriculum.shape", (run, s) => run with { Curriculum = run.Curriculum with { Shape = s.Choice<CurriculumShape>() } }),
        new("curriculum.from", (run, s) => run with { Curriculum = run.Curriculum with { From = s.Real(Share) } }),
        new("curriculum.to", (run, s) => run with { Curriculum = run.Curriculum with { To = s.Real(Share) } }),
        new("curriculum.epochs", (run, s) => run with { CurriculumEpochs = s.Values is ["all"] ? null : s.Whole(1, 100_000) }),

        new("engine.threads-per-run", (run, s) => run with { Threads = s.Whole(1, 256) }),
    ];

    private static string Data(Setting setting)
    {
        var text = setting.Text(DataFolders.Allowed);
        return text.Contains("${", StringComparison.Ordinal) ? throw setting.Wrong("a variable outside quotes, such as ${ACTORGAZE_DATA}\"/chest x-ray\"")
            : DataFolders.FullName(text) ?? throw setting.Wrong(DataFolders.Allowed);
    }

    private static PixelDepth Depth(Setting setting)
    {
        const string Allowed = "one of auto, 8, 12, 16";
        return setting.Text(Allowed) switch
        {
            "auto" => PixelDepth.Auto,
            "8" => PixelDepth.Eight,
            "12" => PixelDepth.Twelve,
            "16" => PixelDepth.Sixteen,
            _ => throw setting.Wrong(Allowed),
        };
    }

    private static Key<RunSpec> Phantom(string key, Func<PhantomSpec, Setting, PhantomSpec> put) =>
        new($"phantoms.{key}", (run, s) => run with { Phantoms = put(run.Phantoms ?? AnyPhantoms, s) });

    private static Key<RunSpec> Training(string key, Func<TrainingSpec, Setting, TrainingSpec> put) =>
        new($"training.{key}", (run, s) => run with { Training = put(run.Training, s) });
}
