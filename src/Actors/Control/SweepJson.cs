using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control;

/// <summary>A sweep as JSON from outside: what is wrong in it is named before any run begins.</summary>
public static class SweepJson
{
    private const int MostRuns = 10_000;
    private const int MostEpochs = 100_000;
    private const long LargestSeed = 9_007_199_254_740_991;

    /// <exception cref="InvalidInputException">It is no sweep, has a field that is not known, or a value is out of its range.</exception>
    public static async Task<SweepSpec> ReadAsync(Stream json, CancellationToken cancel)
    {
        using var read = new MemoryStream();
        await json.CopyToAsync(read, cancel).ConfigureAwait(false);
        var bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        try
        {
            return Checked(Named(JsonSerializer.Deserialize<SweepDto>(bytes.Span, DtoJson.Strict)));
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(SweepJsonFault.Words(e, bytes), e);
        }
    }

    /// <exception cref="InvalidInputException">A name or a value is not allowed.</exception>
    public static SweepSpec Checked(SweepSpec sweep)
    {
        if (sweep.NameObjection() is { } objection) throw new InvalidInputException(objection);
        if (!Enum.IsDefined(sweep.Evaluation)) throw Wrong("evaluation", sweep.Evaluation, string.Join(", ", DtoWords.All<Evaluation>()));
        if (sweep.Runs.Count is 0 or > MostRuns) throw Wrong("runs", sweep.Runs.Count, $"1 to {MostRuns} of them");
        foreach (var run in sweep.Runs) Check(run);
        return sweep;
    }

    /// <summary>The spec of a sweep that has names, and words that this version knows.</summary>
    private static SweepSpec Named(SweepDto? sweep)
    {
        if (sweep?.Name is null || sweep.Runs is null) throw new InvalidInputException("The request is no sweep: it needs a name and runs.");
        Require("name", NameRule.Objection(sweep.Name, NameRule.LongestSweep));
        RequireWord<Evaluation>("evaluation", sweep.Evaluation);
        for (var i = 0; i < sweep.Runs.Count; i++)
        {
            if (sweep.Runs[i] is not { Id: { } id } run) throw new InvalidInputException($"runs[{i}]: it needs an id.");
            Require($"runs[{i}].id", NameRule.Objection(id, NameRule.LongestRun));
            RequireWord<OnBadImage>($"{id}: onBadImage", run.OnBadImage);
            RequireWord<PixelDepth>($"{id}: depth", run.Depth);
            RequireWord<CurriculumShape>($"{id}: curriculum.shape", run.Curriculum?.Shape);
            RequireWord<GazeReference>($"{id}: gaze.reference", run.Gaze?.Reference);
            RequireWord<GazeDistance>($"{id}: gaze.distance", run.Gaze?.Distance);
            RequireWord<PhantomKind>($"{id}: phantoms.kind", run.Phantoms?.Kind);
            RequireWord<PhantomBody>($"{id}: phantoms.body", run.Phantoms?.Body);
        }

        return sweep.ToSpec();
    }

    private static void Require(string key, string? objection)
    {
        if (objection is not null) throw new InvalidInputException($"{key}: {objection}");
    }

    private static void RequireWord<T>(string key, string? word)
        where T : struct, Enum
    {
        if (word is not null && DtoWords.Known<T>(word) is null) throw Wrong(key, word, string.Join(", ", DtoWords.All<T>()));
    }

    private static void Check(RunSpec run)
    {
        var (training, plateau) = (run.Training, run.Training.Plateau);
        Require(run, "data", run.Data, DataFolders.IsFullName(run.Data), "an absolute path, phantoms-localised, phantoms-diffuse");
        Require(run, "depth", run.Depth, Enum.IsDefined(run.Depth), "auto, 8, 12, 16");
        Whole(run, "level", run.Level, 1, 5);
        Whole(run, "trial", run.Trial, 1, MostRuns);
        Whole(run, "seed", run.Seed, 0, LargestSeed);
        Whole(run, "epochs", run.Epochs, 1, MostEpochs);
        Whole(run, "curriculumEpochs", run.CurriculumEpochs ?? 1, 1, MostEpochs);
        Whole(run, "threads", run.Threads, 1, 256);
        Real(run, "validation", run.Validation, 0 <= run.Validation && run.Validation < 1, "[0, 1)");
        Real(run, "gazeWeight", run.GazeWeight, Math.Abs(run.GazeWeight) <= 1e9, "[-1e9, 1e9]");
        Real(run, "crops.minArea", run.Crops.MinArea, run.Crops.MinArea is > 0 and <= 1, "(0, 1]");
        Real(run, "crops.maxAspect", run.Crops.MaxAspect, run.Crops.MaxAspect is >= 1 and <= 10, "[1, 10]");
        Real(run, "crops.flipProbability", run.Crops.FlipProbability, run.Crops.FlipProbability is >= 0 and <= 1, "[0, 1]");
        Real(run, "pixels.mean", run.Pixels.Mean, run.Pixels.Mean is >= 0 and <= 1, "[0, 1]");
        Real(run, "pixels.deviation", run.Pixels.Deviation, run.Pixels.Deviation is > 0 and <= 10, "(0, 10]");
        Real(run, "curriculum", run.Curriculum.From, 0 <= run.Curriculum.From && run.Curriculum.From <= run.Curriculum.To && run.Curriculum.To <= 1, "from and to in [0, 1], in order");
        Real(run, "gaze.emaDecay", run.Gaze.EmaDecay, run.Gaze.EmaDecay is >= 0 and < 1, "[0, 1)");
        Whole(run, "training.batchSize", training.BatchSize, 1, 65_536);
        Whole(run, "training.evaluationBatchSize", training.EvaluationBatchSize, 1, 65_536);
        Require(run, "training.precision", training.Precision, Enum.IsDefined(training.Precision), "float32, bfloat16, tf32");
        Real(run, "training.learningRate", training.LearningRate, training.LearningRate is > 0 and <= 10, "(0, 10]");
        Real(run, "training.beta1", training.Beta1, training.Beta1 is >= 0 and < 1, "[0, 1)");
        Real(run, "training.beta2", training.Beta2, training.Beta2 is >= 0 and < 1, "[0, 1)");
        Real(run, "training.epsilon", training.Epsilon, training.Epsilon is > 0 and <= 1, "(0, 1]");
        Real(run, "training.plateau.factor", plateau.Factor, plateau.Factor is > 0 and < 1, "(0, 1)");
        Whole(run, "training.plateau.patience", plateau.Patience, 0, MostEpochs);
        Real(run, "training.plateau.threshold", plateau.Threshold, plateau.Threshold is >= 0 and < 1, "[0, 1)");
        if (run.Phantoms is { } phantoms) Check(run, phantoms);
    }

    private static void Check(RunSpec run, PhantomSpec phantoms)
    {
        Whole(run, "phantoms.classes", phantoms.Classes, 2, 4);
        Whole(run, "phantoms.trainPerClass", phantoms.TrainPerClass, 1, 100_000);
        Whole(run, "phantoms.testPerClass", phantoms.TestPerClass, 1, 100_000);
        Whole(run, "phantoms.seed", phantoms.Seed, 0, LargestSeed);
    }

    private static void Whole(RunSpec run, string key, long found, long least, long most) => Require(run, key, found, found >= least && found <= most, $"{least} to {most}");

    private static void Real(RunSpec run, string key, double found, bool sound, string allowed) => Require(run, key, found, sound && double.IsFinite(found), allowed);

    private static void Require<T>(RunSpec run, string key, T found, bool sound, string allowed)
    {
        if (!sound) throw Wrong($"{run.Id}: {key}", found, allowed);
    }

    private static InvalidInputException Wrong<T>(string key, T found, string allowed) =>
        new(FormattableString.Invariant($"{key}: found '{found}'; allowed: {allowed}."));
}
