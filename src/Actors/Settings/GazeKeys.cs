using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using static ActorGaze.Actors.Settings.RunKey;

namespace ActorGaze.Actors.Settings;

/// <summary>The keys of a run's gaze, of λ and of a loss term of one's own.</summary>
internal static class GazeKeys
{
    public static ImmutableArray<Key<RunSpec>> All { get; } =
    [
        Of("gaze.layer", "gaze.layer", new StageName(), run => run.Gaze.Layer, (run, v) => run with { Gaze = run.Gaze with { Layer = v } },
            "The stage of the network whose maps the gaze is made of. target: the target layer, the last one before the head. The five "
            + "levels also have grid28 (the last stage with 28×28 cells), grid7 (the target layer's maps averaged over 2×2 cells) and "
            + "their blocks by name. Training at a stage before the target layer costs more: the rest of the network is gone through again "
            + "for the gaze."),
        Of("gaze.normalise", "gaze.normalise", new Choice<GazeNormalisation>(), run => run.Gaze.Normalise,
            (run, v) => run with { Gaze = run.Gaze with { Normalise = v } },
            "How a raw map becomes a gaze. minmax: less its least value, by its range. max: by its greatest value. sum: by its sum. none: "
            + "as it is. Deviations under different ways do not compare."),
        Of("gaze.record", "recordGazes", new Choice<GazesKept>(), run => run.RecordGazes, (run, v) => run with { RecordGazes = v },
            "all: at the end of each epoch the gaze of every evaluated image is written to a file beside the checkpoints, a byte for each "
            + "cell, so that one image's gaze can be seen through training. A thousand images of 14×14 cells take 0.2 MB an epoch, which "
            + "are never deleted. none: the journal keeps the class means alone."),
        Of("gaze.readings", "readings", new Choice<GazeReadingsTaken>(), run => run.Readings, (run, v) => run with { Readings = v },
            "all: each evaluation also measures the gaze deviation with every normalisation, at the target layer, at grid7 and at grid28 "
            + "(where the network has them), and the report tells which conclusions hold under each reading. An evaluation takes up to "
            + "three times as long. none: the deviation is measured as gaze.layer and gaze.normalise say."),
        Of("gaze.method", "gaze.method", new PartName(PartKind.CamMethod), run => run.Gaze.Method,
            (run, v) => run with { Gaze = run.Gaze with { Method = v } },
            "How a gaze is taken, in training and in evaluation. gradcam, as in the paper; gradcam++, hirescam and layercam are "
            + "differentiable too. eigencam and scorecam are not: they can be evaluated where λ₀ is 0. 'actorgaze parts list cam-method' "
            + "names them all."),
        Of("gaze.reference", "gaze.reference", new PartName(PartKind.Reference), run => run.Gaze.Reference,
            (run, v) => run with { Gaze = run.Gaze with { Reference = v } },
            "What a gaze is compared with in training. ema: the moving class mean, which is steady from batch to batch. batch: the batch's "
            + "own class mean, and gradients flow through it."),
        Of("gaze.distance", "gaze.distance", new PartName(PartKind.Distance), run => run.Gaze.Distance,
            (run, v) => run with { Gaze = run.Gaze with { Distance = v } },
            "How the difference of two gazes is measured. js is the Jensen–Shannon divergence, emd the entropic earth mover's distance."),
        Of("gaze.ema-decay", "gaze.emaDecay", ShareNotAll, run => run.Gaze.EmaDecay,
            (run, v) => run with { Gaze = run.Gaze with { EmaDecay = v } },
            "The share of the moving class mean that stays when a batch is added. The batch has the rest."),

        Of("curriculum.shape", "curriculum.shape", new PartName(PartKind.Curriculum), run => run.Curriculum.Shape,
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

        Of("loss.term", "loss.term", new PartNameOrNone(PartKind.LossTerm), run => run.Loss.Term, (run, v) =>
            run with { Loss = run.Loss with { Term = v } },
            "A term of the training loss beside cross entropy and gaze loss, that sweep.plugins brings. none: there is none."),
        Of("loss.weight", "loss.weight", new Real(new Interval(-1e9, 1e9)), run => run.Loss.Weight, (run, v) =>
            run with { Loss = run.Loss with { Weight = v } },
            "The term is multiplied by it, once its curriculum is over."),
        Of("loss.shape", "loss.shape", new PartName(PartKind.Curriculum), run => run.Loss.Curriculum.Shape, (run, v) =>
            run.WithLossShape(v),
            "The course of loss.weight, as curriculum.shape is that of λ. curriculum.epochs counts for both."),
        Of("loss.from", "loss.from", Share, run => run.Loss.Curriculum.From,
            (run, v) => run with { Loss = run.Loss with { Curriculum = run.Loss.Curriculum with { From = v } } },
            "Where loss.weight leaves 0. It is at most loss.to.", unit: "share of the epochs"),
        Of("loss.to", "loss.to", Share, run => run.Loss.Curriculum.To,
            (run, v) => run with { Loss = run.Loss with { Curriculum = run.Loss.Curriculum with { To = v } } },
            "Where loss.weight is reached.", unit: "share of the epochs"),
    ];
}
