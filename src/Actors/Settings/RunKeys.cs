using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
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
    private const int MostEpochs = 100_000;

    private static readonly RunSpec Start = new(new RunId("template"));
    private static readonly PhantomSpec AnyPhantoms = new(PhantomKind.Localised);

    private static readonly Real Share = new(new Interval(0, 1));
    private static readonly Real ShareNotAll = new(new Interval(0, 1, WithoutMost: true));
    private static readonly Real ShareNotNothing = new(new Interval(0, 1, WithoutLeast: true));
    private static readonly Real ShareBetween = new(new Interval(0, 1, WithoutLeast: true, WithoutMost: true));
    private static readonly Real UpToTen = new(new Interval(0, 10, WithoutLeast: true));
    private static readonly Whole<int> BatchSize = new(1, 65_536);
    private static readonly Whole<int> PerClass = new(1, 100_000);
    private static readonly Whole<long> Seed = new(0, LargestSeed);

    public static ImmutableArray<Key<RunSpec>> All { get; } =
    [
        Of("sweep.data", "data", new DataName(), run => run.Data, (run, v) => run with { Data = v },
            "The data set: a folder that holds a training and a test folder, with a folder per class in each. phantoms-localised and "
            + "phantoms-diffuse are drawn by code and need no download. Localised: each class has its lesion in a place of its own. "
            + "Diffuse: the lesions are anywhere."),
        Of("sweep.seed", "seed", Seed, run => run.Seed, (run, v) => run with { Seed = v },
            "The seed of trial 1. Trial t has this plus t − 1."),

        Of("data.validation", "validation", ShareNotAll, run => run.Validation, (run, v) => run with { Validation = v },
            "The share of the training folder that is held back for evaluation. At 0, the test folder is used for evaluation, as in the "
            + "paper."),
        Of("data.on-bad-image", "onBadImage", new Choice<OnBadImage>(), run => run.OnBadImage, (run, v) => run with { OnBadImage = v },
            "fail: an unreadable image ends the run's start, and the message has its path. skip: the image is reported and left out."),
        Of("data.depth", "depth", new Choice<PixelDepth>(), run => run.Depth, (run, v) => run with { Depth = v },
            "How many bits 16-bit PNG images use. Images of 8 bits do not depend on it. 8: the values 0 to 255 stay as they are. 12: the "
            + "values 0 to 4095, as X-ray exports have them, become black to white. 16: the same for 0 to 65535. auto: 8 where no 16-bit "
            + "image of the data set has a value above 255, else 12 where none has a value above 4095, else 16.", unit: "bits"),
        Of("data.mean", "pixels.mean", Share, run => run.Pixels.Mean, (run, v) => run with { Pixels = run.Pixels with { Mean = v } },
            "Gray values in [0, 1] become (value − mean) / deviation. Networks learn faster from numbers around zero."),
        Of("data.deviation", "pixels.deviation", UpToTen, run => run.Pixels.Deviation,
            (run, v) => run with { Pixels = run.Pixels with { Deviation = v } },
            "Gray values are divided by it after data.mean is taken from them."),
        Of("data.crop.min-area", "crops.minArea", ShareNotNothing, run => run.Crops.MinArea,
            (run, v) => run with { Crops = run.Crops with { MinArea = v } },
            "A crop keeps at least this share of the image's area. 1 crops nothing."),
        Of("data.crop.max-aspect", "crops.maxAspect", new Real(new Interval(1, 10)), run => run.Crops.MaxAspect,
            (run, v) => run with { Crops = run.Crops with { MaxAspect = v } },
            "The greatest ratio of a crop's longer side to its shorter side."),
        Of("data.crop.flip", "crops.flipProbability", Share, run => run.Crops.FlipProbability,
            (run, v) => run with { Crops = run.Crops with { FlipProbability = v } },
            "The probability of a horizontal flip. Set it to 0 where left and right mean something."),

        Phantom("body", new Choice<PhantomBody>(), p => p.Body, (p, v) => p with { Body = v }, "What surrounds the lesion."),
        Phantom("classes", new Whole<int>(2, 4), p => p.Classes,
            (p, v) => p with { Classes = v }, "The number of classes. One of them has no lesion."),
        Phantom("train-per-class", PerClass, p => p.TrainPerClass,
            (p, v) => p with { TrainPerClass = v }, "Images in the training folder.", "images per class"),
        Phantom("test-per-class", PerClass, p => p.TestPerClass,
            (p, v) => p with { TestPerClass = v }, "Images in the test folder.", "images per class"),
        Phantom("seed", Seed, p => p.Seed, (p, v) => p with { Seed = v },
            "Another seed draws other images. It is not sweep.seed, so that the trials of a sweep share their data."),

        Of("training.epochs", "epochs", new Whole<int>(1, MostEpochs), run => run.Epochs, (run, v) => run with { Epochs = v },
            "How often training goes through the training folder. The paper has 20 epochs for the analytic evaluation and 50 for the "
            + "learning evaluation.", unit: "epochs"),
        Training("batch-size", BatchSize, t => t.BatchSize, (t, v) => t with { BatchSize = v },
            "Images per training step. The gaze loss compares samples of one class within a batch, so small batches weaken it.", "images"),
        Training("evaluation-batch-size", BatchSize, t => t.EvaluationBatchSize, (t, v) => t with { EvaluationBatchSize = v },
            "Images per evaluation chunk. Larger chunks take more memory. Figures of another size agree to six digits, because sums are "
            + "ordered by it.", "images"),
        Training("precision", new Choice<Precision>(), t => t.Precision, (t, v) => t with { Precision = v },
            "The number type of activations and convolutions. tf32 needs a CUDA device. Weights, Adam, batch-norm statistics, losses, "
            + "gazes and every figure are float32 in all three. 'actorgaze doctor' measures whether bfloat16 is faster on this machine."),
        Training("learning-rate", UpToTen, t => t.LearningRate,
            (t, v) => t with { LearningRate = v }, "Adam's step size, as in the paper."),
        Training("beta1", ShareNotAll, t => t.Beta1, (t, v) => t with { Beta1 = v }, "Adam's decay of the mean gradient, as in the paper."),
        Training("beta2", ShareNotAll, t => t.Beta2,
            (t, v) => t with { Beta2 = v }, "Adam's decay of the mean squared gradient, as in the paper."),
        Training("epsilon", ShareNotNothing, t => t.Epsilon, (t, v) => t with { Epsilon = v },
            "Adam adds it to the divisor, so that it never divides by zero. As in the paper."),
        Training("plateau.factor", ShareBetween, t => t.Plateau.Factor, (t, v) => t with { Plateau = t.Plateau with { Factor = v } },
            "The learning rate is multiplied by this."),
        Training("plateau.patience", new Whole<int>(0, MostEpochs), t => t.Plateau.Patience,
            (t, v) => t with { Plateau = t.Plateau with { Patience = v } },
            "The learning rate falls after more epochs than this without improvement.", "epochs"),
        Training("plateau.threshold", ShareNotAll, t => t.Plateau.Threshold,
            (t, v) => t with { Plateau = t.Plateau with { Threshold = v } },
            "The evaluation loss must fall by this share of itself to count as an improvement."),

        Of("gaze.layer", "gaze.layer", new StageName(), run => run.Gaze.Layer, (run, v) => run with { Gaze = run.Gaze with { Layer = v } },
            "The stage of the network whose maps the gaze is made of. target: the target layer, the last one before the head. The five levels "
            + "also have grid28 (the last stage with 28×28 cells), grid7 (the target layer's maps averaged over 2×2 cells) and their blocks by "
            + "name. Training at a stage before the target layer costs more: the rest of the network is gone through again for the gaze."),
        Of("gaze.normalise", "gaze.normalise", new Choice<GazeNormalisation>(), run => run.Gaze.Normalise,
            (run, v) => run with { Gaze = run.Gaze with { Normalise = v } },
            "How a raw map becomes a gaze. minmax: less its least value, by its range. max: by its greatest value. sum: by its sum. none: as it "
            + "is. Deviations under different ways do not compare."),
        Of("gaze.record", "recordGazes", new Choice<GazesKept>(), run => run.RecordGazes, (run, v) => run with { RecordGazes = v },
            "all: at the end of each epoch the gaze of every evaluated image is written to a file beside the checkpoints, a byte for each cell, so "
            + "that one image's gaze can be seen through training. A thousand images of 14×14 cells take 0.2 MB an epoch, which are never "
            + "deleted. none: the journal keeps the class means alone."),
        Of("gaze.reference", "gaze.reference", new Choice<GazeReference>(), run => run.Gaze.Reference,
            (run, v) => run with { Gaze = run.Gaze with { Reference = v } },
            "What a gaze is compared with in training. ema: the moving class mean, which is steady from batch to batch. batch: the batch's "
            + "own class mean, and gradients flow through it."),
        Of("gaze.distance", "gaze.distance", new Choice<GazeDistance>(), run => run.Gaze.Distance,
            (run, v) => run with { Gaze = run.Gaze with { Distance = v } },
            "How the difference of two gazes is measured. js is the Jensen–Shannon divergence, emd the entropic earth mover's distance."),
        Of("gaze.ema-decay", "gaze.emaDecay", ShareNotAll, run => run.Gaze.EmaDecay,
            (run, v) => run with { Gaze = run.Gaze with { EmaDecay = v } },
            "The share of the moving class mean that stays when a batch is added. The batch has the rest."),

        Of("curriculum.shape", "curriculum.shape", new Choice<CurriculumShape>(), run => run.Curriculum.Shape,
            (run, v) => run with { Curriculum = run.Curriculum with { Shape = v } },
            "constant: λ is λ₀ throughout. linear and cosine: λ rises from 0 to λ₀ between from and to. step: λ is 0 before to, and λ₀ "
            + "from there on."),
        Of("curriculum.from", "curriculum.from", Share, run => run.Curriculum.From,
            (run, v) => run with { Curriculum = run.Curriculum with { From = v } },
            "Where λ leaves 0. It is at most curriculum.to.", unit: "share of the epochs"),
        Of("curriculum.to", "curriculum.to", Share, run => run.Curriculum.To,
            (run, v) => run with { Curriculum = run.Curriculum with { To = v } },
            "Where λ reaches λ₀.", unit: "share of the epochs"),
        Of("curriculum.epochs", "curriculumEpochs", new ValueOrWord<int>(new Whole<int>(1, MostEpochs), "all"), run => run.CurriculumEpochs,
            (run, v) => run with { CurriculumEpochs = v },
            "The epochs that curriculum.from and curriculum.to are shares of. all: training.epochs. Give a number where the sweep may get "
            + "more epochs later.", unit: "epochs"),

        Of("engine.threads-per-run", "threads", new Whole<int>(1, 256), run => run.Threads, (run, v) => run with { Threads = v },
            "Threads within one run's arithmetic. Sums are ordered by it, so another number gives other bits.", unit: "threads"),
    ];

    /// <summary>What two keys say together: the key that is wrong, and what it may be; null where they fit.</summary>
    public static (string Path, string Allowed)? Conflict(RunSpec run) => run.Curriculum.From <= run.Curriculum.To
        ? null
        : ("curriculum.from", FormattableString.Invariant($"at most curriculum.to, which is {run.Curriculum.To}"));

    private static Key<RunSpec> Of<V>(
        string path, string json, ValueKind<V> kind, Func<RunSpec, V> get, Func<RunSpec, V, RunSpec> put,
        string reason, string unit = "") =>
        Key<RunSpec>.Of(Start, path, kind, get, put, reason, unit, json);

    private static Key<RunSpec> Phantom<V>(
        string name, ValueKind<V> kind, Func<PhantomSpec, V> get, Func<PhantomSpec, V, PhantomSpec> put, string reason, string unit = "") =>
        Of($"phantoms.{name}", $"phantoms.{Key.InJson(name)}", kind, run => get(run.Phantoms ?? AnyPhantoms),
            (run, v) => run with { Phantoms = put(run.Phantoms ?? AnyPhantoms, v) }, reason, unit);

    private static Key<RunSpec> Training<V>(
        string name, ValueKind<V> kind, Func<TrainingSpec, V> get, Func<TrainingSpec, V, TrainingSpec> put,
        string reason, string unit = "") =>
        Of($"training.{name}", $"training.{Key.InJson(name)}", kind, run => get(run.Training),
            (run, v) => run with { Training = put(run.Training, v) }, reason, unit);
}
