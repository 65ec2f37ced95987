using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

[Description(
    "A network: its name, its parameters as texts, and the assembly that brings it. A parameter that is left out has its default.")]
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
        Plugin = PluginDto.Of(spec.Plugin),
    };

    public NetworkSpec ToSpec() => new(Name ?? new RunSpec(RunId.Known("any")).Network.Name)
    {
        Parameters = (Parameters ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Plugin = Plugin?.ToRef(),
    };
}

[Description("What the name of a part does not say: its parameters as texts, and the assembly that brings it.")]
internal sealed record PartDto
{
    [Required, EnumDataType(typeof(PartKind))]
    public string? Kind { get; init; }

    [Description("It is the shape of the loss term's curriculum.")]
    public bool? OfLoss { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    [Description("Left out: the program itself has the part.")]
    public PluginDto? Plugin { get; init; }

    /// <summary>Null where names say all.</summary>
    public static IReadOnlyList<PartDto?>? Of(RunSpec spec)
    {
        var parts = PartKinds.All.Where(kind => kind != PartKind.Network).Select(kind => Of(kind, spec.Part(kind), null))
            .Append(Of(PartKind.Curriculum, spec.Loss.Curriculum.Shape, true)).Where(part => part is not null).ToArray();
        return parts.Length == 0 ? null : parts;
    }

    /// <summary>The spec with what is said here.</summary>
    public RunSpec On(RunSpec spec)
    {
        if (EnumWords.Known<PartKind>(Kind) is not { } kind) return spec;
        if (OfLoss == true) return spec.WithLossShape(Whole(spec.Loss.Curriculum.Shape));
        return spec.Part(kind) is { } part ? spec.With(kind, Whole(part)) : spec;
    }

    private static PartDto? Of(PartKind kind, PartSpec? part, bool? ofLoss) => part is null or { IsPlain: true } ? null : new PartDto
    {
        Kind = EnumWords.Of(kind),
        OfLoss = ofLoss,
        Parameters = part.Parameters.IsEmpty ? null : part.Parameters,
        Plugin = PluginDto.Of(part.Plugin),
    };

    private PartSpec Whole(PartSpec part) => part with
    {
        Parameters = (Parameters ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal), Plugin =
            Plugin?.ToRef(),
    };
}

[Description("An assembly that brings parts.")]
internal sealed record PluginDto
{
    [Required, Description("Its absolute path on the engine's machine.")]
    public string? File { get; init; }

    [Required, Description("Of its bytes, in lower-case hex.")]
    public string? Sha256 { get; init; }

    public static PluginDto? Of(PluginRef? plugin) => plugin is null ? null : new PluginDto { File = plugin.File, Sha256 = plugin.Sha256 };

    public PluginRef ToRef() => new(File ?? "", Sha256 ?? "");
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

[Description("The course of λ.")]
internal sealed record CurriculumDto
{
    public string? Shape { get; init; }

    public double? From { get; init; }

    public double? To { get; init; }

    public static CurriculumDto Of(CurriculumSpec spec) => new() { Shape = spec.Shape.Name, From = spec.From, To = spec.To };

    public CurriculumSpec ToSpec()
    {
        var other = new CurriculumSpec();
        return new CurriculumSpec(Shape is null ? other.Shape : Shape, From ?? other.From, To ?? other.To);
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

    public string? Method { get; init; }

    public static GazeDto Of(GazeSpec spec) =>
        new()
        {
            Layer = spec.Layer, Normalise = EnumWords.Of(spec.Normalise), Reference = spec.Reference.Name, Distance = spec.Distance.Name,
            EmaDecay = spec.EmaDecay, Method = spec.Method.Name,
        };

    public GazeSpec ToSpec()
    {
        var other = new GazeSpec();
        return other with
        {
            Layer = Layer ?? other.Layer,
            Normalise = EnumWords.Known<GazeNormalisation>(Normalise) ?? other.Normalise,
            Reference = Reference is null ? other.Reference : Reference,
            Distance = Distance is null ? other.Distance : Distance,
            EmaDecay = EmaDecay ?? other.EmaDecay,
            Method = Method is null ? other.Method : Method,
        };
    }
}

[Description("A term of the training loss beside cross entropy and gaze loss.")]
internal sealed record LossDto
{
    [Description("none, or left out: there is none.")]
    public string? Term { get; init; }

    public double? Weight { get; init; }

    public string? Shape { get; init; }

    public double? From { get; init; }

    public double? To { get; init; }

    public static LossDto Of(LossSpec spec)
    {
        var (shape, from, to) = (spec.Curriculum.Shape, spec.Curriculum.From, spec.Curriculum.To);
        return new() { Term = spec.Term?.Name, Weight = spec.Weight, Shape = shape.Name, From = from, To = to };
    }

    public LossSpec ToSpec()
    {
        var other = new LossSpec();
        return new LossSpec
        {
            Term = Term is null or "none" ? null : new PartSpec(Term),
            Weight = Weight ?? other.Weight,
            Curriculum = new CurriculumSpec(Shape is null ? other.Curriculum.Shape : Shape, From ?? other.Curriculum.From, To
                ?? other.Curriculum.To),
        };
    }
}
