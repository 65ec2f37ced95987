using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

[Description("A network: its name, its parameters as texts, and the assembly that brings it. A parameter that is left out has its default.")]
internal sealed record NetworkDto
{
    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    [Description("Left out: the program itself has the network.")]
    public PluginDto? Plugin { get; init; }

    public static NetworkDto Of(NetworkSpec spec) => new()
    {
        Name = spec.Name,
        Parameters = spec.Parameters.IsEmpty ? null : spec.Parameters,
        Plugin = spec.Plugin is { } plugin ? new PluginDto { File = plugin.File, Sha256 = plugin.Sha256 } : null,
    };

    public NetworkSpec ToSpec() => new(Name ?? new RunSpec(RunId.Known("any")).Network.Name)
    {
        Parameters = (Parameters ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Plugin = Plugin is null ? null : new PluginRef(Plugin.File ?? "", Plugin.Sha256 ?? ""),
    };
}

[Description("An assembly that brings networks.")]
internal sealed record PluginDto
{
    [Required, Description("Its absolute path on the engine's machine.")]
    public string? File { get; init; }

    [Required, Description("Of its bytes, in lower-case hex.")]
    public string? Sha256 { get; init; }
}

[Description("How phantoms are drawn.")]
internal sealed record PhantomsDto
{
    public string? Kind { get; init; }

    public string? Body { get; init; }

    public int? Classes { get; init; }

    public int? TrainPerClass { get; init; }

    public int? TestPerClass { get; init; }

    public long? Seed { get; init; }

    public static PhantomsDto Of(PhantomSpec spec) => new()
    {
        Kind = EnumWords.Of(spec.Kind),
        Body = EnumWords.Of(spec.Body),
        Classes = spec.Classes,
        TrainPerClass = spec.TrainPerClass,
        TestPerClass = spec.TestPerClass,
        Seed = spec.Seed,
    };

    public PhantomSpec ToSpec()
    {
        var other = new PhantomSpec(PhantomKind.Localised);
        return new PhantomSpec(
            EnumWords.Known<PhantomKind>(Kind) ?? other.Kind, EnumWords.Known<PhantomBody>(Body) ?? other.Body, Classes ?? other.Classes,
            TrainPerClass ?? other.TrainPerClass, TestPerClass ?? other.TestPerClass, Seed ?? other.Seed);
    }
}

[Description("How training images are varied.")]
internal sealed record CropsDto
{
    public double? MinArea { get; init; }

    public double? MaxAspect { get; init; }

    public double? FlipProbability { get; init; }

    public static CropsDto Of(CropSpec spec) =>
        new() { MinArea = spec.MinArea, MaxAspect = spec.MaxAspect, FlipProbability = spec.FlipProbability };

    public CropSpec ToSpec()
    {
        var other = new CropSpec();
        return new CropSpec(MinArea ?? other.MinArea, MaxAspect ?? other.MaxAspect, FlipProbability ?? other.FlipProbability);
    }
}

[Description("Pixels in [0, 1] become (pixel − mean) / deviation.")]
internal sealed record PixelsDto
{
    public double? Mean { get; init; }

    public double? Deviation { get; init; }
}

[Description("The course of λ.")]
internal sealed record CurriculumDto
{
    public string? Shape { get; init; }

    public double? From { get; init; }

    public double? To { get; init; }

    public static CurriculumDto Of(CurriculumSpec spec) => new() { Shape = EnumWords.Of(spec.Shape), From = spec.From, To = spec.To };

    public CurriculumSpec ToSpec()
    {
        var other = new CurriculumSpec();
        return new CurriculumSpec(EnumWords.Known<CurriculumShape>(Shape) ?? other.Shape, From ?? other.From, To ?? other.To);
    }
}

[Description("The gaze, and its loss.")]
internal sealed record GazeDto
{
    public string? Layer { get; init; }

    public string? Normalise { get; init; }

    public string? Reference { get; init; }

    public string? Distance { get; init; }

    public double? EmaDecay { get; init; }

    public static GazeDto Of(GazeSpec spec) =>
        new()
        {
            Layer = spec.Layer, Normalise = EnumWords.Of(spec.Normalise), Reference = EnumWords.Of(spec.Reference), Distance = EnumWords.Of(spec.Distance),
            EmaDecay = spec.EmaDecay,
        };

    public GazeSpec ToSpec()
    {
        var other = new GazeSpec();
        return other with
        {
            Layer = Layer ?? other.Layer,
            Normalise = EnumWords.Known<GazeNormalisation>(Normalise) ?? other.Normalise,
            Reference = EnumWords.Known<GazeReference>(Reference) ?? other.Reference,
            Distance = EnumWords.Known<GazeDistance>(Distance) ?? other.Distance,
            EmaDecay = EmaDecay ?? other.EmaDecay,
        };
    }
}

[Description("How a network is trained.")]
internal sealed record TrainingDto
{
    public int? BatchSize { get; init; }

    public int? EvaluationBatchSize { get; init; }

    public string? Precision { get; init; }

    public double? LearningRate { get; init; }

    public double? Beta1 { get; init; }

    public double? Beta2 { get; init; }

    public double? Epsilon { get; init; }

    public PlateauDto? Plateau { get; init; }

    public static TrainingDto Of(TrainingSpec spec) => new()
    {
        BatchSize = spec.BatchSize,
        EvaluationBatchSize = spec.EvaluationBatchSize,
        Precision = EnumWords.Of(spec.Precision),
        LearningRate = spec.LearningRate,
        Beta1 = spec.Beta1,
        Beta2 = spec.Beta2,
        Epsilon = spec.Epsilon,
        Plateau = new PlateauDto { Factor = spec.Plateau.Factor, Patience = spec.Plateau.Patience, Threshold = spec.Plateau.Threshold },
    };

    public TrainingSpec ToSpec()
    {
        var other = new TrainingSpec();
        return other with
        {
            BatchSize = BatchSize ?? other.BatchSize,
            EvaluationBatchSize = EvaluationBatchSize ?? other.EvaluationBatchSize,
            Precision = EnumWords.Known<Precision>(Precision) ?? other.Precision,
            LearningRate = LearningRate ?? other.LearningRate,
            Beta1 = Beta1 ?? other.Beta1,
            Beta2 = Beta2 ?? other.Beta2,
            Epsilon = Epsilon ?? other.Epsilon,
            Plateau = new PlateauSpec(
                Plateau?.Factor ?? other.Plateau.Factor, Plateau?.Patience ?? other.Plateau.Patience, Plateau?.Threshold
                    ?? other.Plateau.Threshold),
        };
    }
}

[Description("When the learning rate falls.")]
internal sealed record PlateauDto
{
    public double? Factor { get; init; }

    public int? Patience { get; init; }

    public double? Threshold { get; init; }
}
