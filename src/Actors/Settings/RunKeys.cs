using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;
using static ActorGaze.Actors.Settings.RunKey;

namespace ActorGaze.Actors.Settings;

/// <summary>The keys that decide a run's bits. Given as a list, each becomes an axis of the grid.</summary>
internal static class RunKeys
{
    private const long LargestSeed = 9_007_199_254_740_991; // what JSON's readers agree on

    private static readonly PhantomSpec AnyPhantoms = new(PhantomKind.Localised);

    private static readonly Real ShareNotNothing = new(new Interval(0, 1, WithoutLeast: true));
    private static readonly Real ShareBetween = new(new Interval(0, 1, WithoutLeast: true, WithoutMost: true));
    private static readonly Real UpToTen = new(new Interval(0, 10, WithoutLeast: true));
    private static readonly Whole<int> BatchSize = new(1, 65_536);
    private static readonly Whole<int> PerClass = new(1, 100_000);
    private static readonly Whole<long> Seed = new(0, LargestSeed);

    public static ImmutableArray<Key<RunSpec>> All { get; } =
    [
        Of("sweep.data", "data", new DataName(), run => run.Data, (run, v) => run with { Data = v },
            "The data set: a folder that holds a training and a test folder, with a folder per class in each; or a manifest, a CSV or "
            + "Parquet file with a row for each image. phantoms-localised and phantoms-diffuse are drawn by code and need no download. "
            + "Localised: each class has its lesion in a place of its own. Diffuse: the lesions are anywhere."),
        Of("sweep.seed", "seed", Seed, run => run.Seed, (run, v) => run with { Seed = v },
            "The seed of trial 1. Trial t has this plus t − 1."),

        Of("data.validation", "validation", ShareNotAll, run => run.Validation, (run, v) => run with { Validation = v },
            "The share of the training folder that is held back for evaluation. At 0, the test folder is used for evaluation, as in the "
            + "paper."),
        Of(SourceKeys.Source, "source.name", new SourceName(), run => run.Source, (run, v) => run with { Source = v },
            "Who reads the images: folder, manifest, or a source of an assembly that sweep.plugins names. auto: a folder is read as one, "
            + "and a file as a manifest."),
        Of("data.evaluate-on", "evaluateOn", new Choice<EvaluateOn>(), run => run.EvaluateOn, (run, v) => run with { EvaluateOn = v },
            "Which split is evaluated on, where a data set has three: test, or val. Folders and rows of the other one are not read. Splits "
            + "are called train or training; val, valid or validation; test or testing."),
        Of("data.drop-leaked", "dropLeaked", new Flag(), run => run.DropLeaked, (run, v) => run with { DropLeaked = v },
            "true: an image that has the same pixels as a training image is left out of the evaluation. Otherwise the evaluation also "
            + "measures what the network remembers. 'actorgaze data check' counts them."),
        Column("path", c => c.Path, (c, v) => c with { Path = v },
            "The column of a manifest that says where an image lies, from the manifest's folder."),
        Column("label", c => c.Label, (c, v) => c with { Label = v }, "The column of a manifest with an image's class."),
        Column("split", c => c.Split, (c, v) => c with { Split = v }, "The column of a manifest that says train, val or test."),
        Column("group", c => c.Group, (c, v) => c with { Group = v },
            "The column of a manifest that says which images belong together, such as a patient's: data.validation never parts them. The "
            + "column may be missing."),
        Of("data.on-bad-image", "onBadImage", new Choice<OnBadImage>(), run => run.OnBadImage, (run, v) => run with { OnBadImage = v },
            "fail: an unreadable image ends the run's start, and the message has its path. skip: the image is reported and left out."),
        Of("data.depth", "depth", new Choice<PixelDepth>(), run => run.Depth, (run, v) => run with { Depth = v },
            "How many bits 16-bit PNG images use. Images of 8 bits do not depend on it. 8: the values 0 to 255 stay as they are. 12: the "
            + "values 0 to 4095, as X-ray exports have them, become black to white. 16: the same for 0 to 65535. auto: 8 where no 16-bit "
            + "image of the data set has a value above 255, else 12 where none has a value above 4095, else 16.", unit: "bits"),
        Of("data.side", "form.side", new ImageSide(), run => run.Form.Side, (run, v) => run with { Form = run.Form with { Side = v } },
            "The side of the decoded images. Networks of the paper look at one place for each 16×16 pixels: at 14×14 places at 224.",
            unit: "pixels"),
        Of("data.channels", "form.channels", new Choice<ImageChannels>(), run => (ImageChannels)run.Form.Channels,
            (run, v) => run with { Form = run.Form with { Channels = (int)v } },
            "gray: colour becomes luma. rgb: three channels; a gray image has three equal ones."),
        Of("data.mean", "pixels.mean", new PerChannel(Share), run => run.Pixels.Mean, (run, v) =>
            run with { Pixels = run.Pixels with { Mean = v } },
            "Values in [0, 1] become (value − mean) / deviation. Networks learn faster from numbers around zero. Of images in colour there "
            + "may be one for red, green and blue each; a list is an axis of the grid, as with every key."),
        Of("data.deviation", "pixels.deviation", new PerChannel(UpToTen), run => run.Pixels.Deviation,
            (run, v) => run with { Pixels = run.Pixels with { Deviation = v } },
            "Values are divided by it after data.mean is taken from them."),
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
        Training("learning-rate", UpToTen, t => t.LearningRate, (t, v) => t with { LearningRate = v },
            "The step size, as in the paper for Adam. SGD needs a larger one, such as 0.01."),
        Training("optimiser", new Choice<Optimiser>(), t => t.Optimiser, (t, v) => t with { Optimiser = v },
            "adam: as in the paper. adamw: Adam whose weight decay is apart from the gradient. sgd: stochastic gradient descent with "
            + "momentum. All three are PyTorch's."),
        Training("beta1", ShareNotAll, t => t.Beta1, (t, v) => t with { Beta1 = v },
            "The decay of Adam's and AdamW's mean gradient, as in the paper."),
        Training("beta2", ShareNotAll, t => t.Beta2, (t, v) => t with { Beta2 = v },
            "The decay of Adam's and AdamW's mean squared gradient, as in the paper."),
        Training("epsilon", ShareNotNothing, t => t.Epsilon, (t, v) => t with { Epsilon = v },
            "Adam and AdamW add it to the divisor, so that they never divide by zero. As in the paper."),
        Training("weight-decay", new ValueOrWord<double>(Share, "auto"), t => t.WeightDecay, (t, v) => t with { WeightDecay = v },
            "How far each step pulls all weights towards 0. adamw takes it from the weights, times the learning rate; adam and sgd add it, "
            + "times the weights, to the gradient. auto: 0.01 for adamw and 0 for the others, as in PyTorch."),
        Training("momentum", ShareNotAll, t => t.Momentum, (t, v) => t with { Momentum = v },
            "The share of its last direction that sgd keeps. The other optimisers have none."),
        Training("nesterov", new Flag(), t => t.Nesterov, (t, v) => t with { Nesterov = v },
            "Whether sgd looks ahead along its momentum (Nesterov)."),
        Training("schedule", new Choice<LearningSchedule>(), t => t.Schedule, (t, v) => t with { Schedule = v },
            "The course of the learning rate. plateau: it falls when the evaluation loss stands still, as in the paper. cosine: it falls "
            + "along half a cosine to training.least-rate, step by step. constant: it stays."),
        Training("schedule-epochs", new ValueOrWord<int>(new Whole<int>(1, MostEpochs), "all"), t => t.ScheduleEpochs, (t, v) =>
            t with { ScheduleEpochs = v },
            "The epochs over which the cosine falls, warm-up included; the least rate after them. all: training.epochs. Give a number "
            + "where the sweep may get more epochs later.", "epochs"),
        Training("warmup-epochs", new Whole<int>(0, MostEpochs), t => t.WarmupEpochs, (t, v) => t with { WarmupEpochs = v },
            "The learning rate rises in a straight line, step by step, over so many epochs, and then takes its course. Large steps from "
            + "random weights can ruin a deep network.", "epochs"),
        Training("least-rate", new Real(new Interval(0, 10)), t => t.LeastRate, (t, v) => t with { LeastRate = v },
            "What plateau and cosine do not let the learning rate fall below."),
        Training("class-weights", new WeightsOfClasses(), t => t.ClassWeights, (t, v) => t with { ClassWeights = v },
            "How much the images of each class weigh in the training loss. balanced: each class weighs the same in all, n / (C · n_c), for "
            + "a data set with more images of one class than of another. A list of numbers has one for each class, in the order of the "
            + "classes' names. Evaluation reports the plain cross entropy, so that runs compare; the plateau watches that."),
        Training("label-smoothing", ShareNotAll, t => t.LabelSmoothing, (t, v) => t with { LabelSmoothing = v },
            "The share of each label that is dealt out over all classes in the training loss, against scores that grow too sure. "
            + "Evaluation reports the plain cross entropy."),
        Training("plateau.factor", ShareBetween, t => t.Plateau.Factor, (t, v) => t with { Plateau = t.Plateau with { Factor = v } },
            "The learning rate is multiplied by this."),
        Training("plateau.patience", new Whole<int>(0, MostEpochs), t => t.Plateau.Patience,
            (t, v) => t with { Plateau = t.Plateau with { Patience = v } },
            "The learning rate falls after more epochs than this without improvement.", "epochs"),
        Training("plateau.threshold", ShareNotAll, t => t.Plateau.Threshold,
            (t, v) => t with { Plateau = t.Plateau with { Threshold = v } },
            "The evaluation loss must fall by this share of itself to count as an improvement."),

        .. GazeKeys.All,

        Of("engine.threads-per-run", "threads", new Whole<int>(1, 256), run => run.Threads, (run, v) => run with { Threads = v },
            "Threads within one run's arithmetic. Sums are ordered by it, so another number gives other bits.", unit: "threads"),
    ];

    private static Key<RunSpec> Column(
        string name, Func<ManifestColumns, string> get, Func<ManifestColumns, string, ManifestColumns> put, string reason) =>
        Of($"data.columns.{name}", $"columns.{name}", new ColumnName(), run => get(run.Columns), (run, v) =>
            run with { Columns = put(run.Columns, v) }, reason);

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
