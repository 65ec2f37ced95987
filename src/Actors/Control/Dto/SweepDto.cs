using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Control.Dto;

[Description("A named list of runs. What a run leaves out has its default; a name that is not known is an error.")]
internal sealed record SweepDto
{
    [Required]
    public string? Name { get; init; }

    [Required]
    public IReadOnlyList<RunSpecDto?>? Runs { get; init; }

    public string? Evaluation { get; init; }

    [Description("Correlations that a paper reports, by level.")]
    public IReadOnlyDictionary<int, double>? PaperCorrelations { get; init; }

    public static SweepDto Of(SweepSpec sweep) => new()
    {
        Name = sweep.Name,
        Runs = [.. sweep.Runs.Select(RunSpecDto.Of)],
        Evaluation = EnumWords.Of(sweep.Evaluation),
        PaperCorrelations = sweep.PaperCorrelations,
    };

    /// <summary>For one whose name, runs and words have been checked; what is left out has its default.</summary>
    public SweepSpec ToSpec() => SweepSpec.Of(Name!, Runs!.Select(run => run!.ToSpec())) with
    {
        Evaluation = EnumWords.Known<Evaluation>(Evaluation) ?? Contracts.Sweeps.Evaluation.Learning,
        PaperCorrelations = (PaperCorrelations ?? ImmutableDictionary<int, double>.Empty).ToImmutableSortedDictionary(),
    };
}

[Description("Everything that decides a run's bits. What is left out of a sweep that is handed in has its default.")]
internal sealed record RunSpecDto
{
    [Required]
    public string? Id { get; init; }

    [Description("The name of its sweep. Need not be handed in.")]
    public string? Sweep { get; init; }

    [Description("The same trial of another λ or network has the same seed, order and crops.")]
    public int? Trial { get; init; }

    public long? Seed { get; init; }

    public NetworkDto? Network { get; init; }

    public string? Data { get; init; }

    public PhantomsDto? Phantoms { get; init; }

    public double? Validation { get; init; }

    public string? OnBadImage { get; init; }

    public string? Depth { get; init; }

    public FormDto? Form { get; init; }

    public string? EvaluateOn { get; init; }

    public bool? DropLeaked { get; init; }

    [Description("Left out: a folder is read as one, and a file as a manifest.")]
    public SourceDto? Source { get; init; }

    public ColumnsDto? Columns { get; init; }

    public CropsDto? Crops { get; init; }

    public PixelsDto? Pixels { get; init; }

    public int? Epochs { get; init; }

    [Description("λ₀.")]
    public double? GazeWeight { get; init; }

    public CurriculumDto? Curriculum { get; init; }

    public int? CurriculumEpochs { get; init; }

    public GazeDto? Gaze { get; init; }

    public LossDto? Loss { get; init; }

    [Description("What the names of parts do not say, of each part that has more.")]
    public IReadOnlyList<PartDto?>? Parts { get; init; }

    public string? RecordGazes { get; init; }

    public string? Readings { get; init; }

    public TrainingDto? Training { get; init; }

    public int? Threads { get; init; }

    [Description("Other grid axes, for tables.")]
    public string? Variant { get; init; }

    public static RunSpecDto Of(RunSpec spec) => new()
    {
        Id = spec.Id.Value,
        Sweep = spec.Sweep,
        Trial = spec.Trial,
        Seed = spec.Seed,
        Network = NetworkDto.Of(spec.Network),
        Data = spec.Data,
        Phantoms = spec.Phantoms is { } phantoms ? PhantomsDto.Of(phantoms) : null,
        Validation = spec.Validation,
        OnBadImage = EnumWords.Of(spec.OnBadImage),
        Depth = EnumWords.Of(spec.Depth),
        Form = FormDto.Of(spec.Form),
        EvaluateOn = EnumWords.Of(spec.EvaluateOn),
        DropLeaked = spec.DropLeaked,
        Source = SourceDto.Of(spec.Source),
        Columns = ColumnsDto.Of(spec.Columns),
        Crops = CropsDto.Of(spec.Crops),
        Pixels = PixelsDto.Of(spec.Pixels),
        Epochs = spec.Epochs,
        GazeWeight = spec.GazeWeight,
        Curriculum = CurriculumDto.Of(spec.Curriculum),
        CurriculumEpochs = spec.CurriculumEpochs,
        Gaze = GazeDto.Of(spec.Gaze),
        Loss = LossDto.Of(spec.Loss),
        Parts = PartDto.Of(spec),
        RecordGazes = EnumWords.Of(spec.RecordGazes),
        Readings = EnumWords.Of(spec.Readings),
        Training = TrainingDto.Of(spec.Training),
        Threads = spec.Threads,
        Variant = spec.Variant,
    };

    /// <summary>What is left out, or is a word that this version does not know, has its default. It has an id.</summary>
    public RunSpec ToSpec()
    {
        var other = new RunSpec(RunId.Known(Id!));
        var plain = other with
        {
            Sweep = Sweep ?? other.Sweep,
            Trial = Trial ?? other.Trial,
            Seed = Seed ?? other.Seed,
            Network = Network?.ToSpec() ?? other.Network,
            Data = Data ?? other.Data,
            Phantoms = Phantoms?.ToSpec(),
            Validation = Validation ?? other.Validation,
            OnBadImage = EnumWords.Known<OnBadImage>(OnBadImage) ?? other.OnBadImage,
            Depth = EnumWords.Known<PixelDepth>(Depth) ?? other.Depth,
            Form = Form?.ToSpec() ?? other.Form,
            EvaluateOn = EnumWords.Known<EvaluateOn>(EvaluateOn) ?? other.EvaluateOn,
            DropLeaked = DropLeaked ?? other.DropLeaked,
            Source = Source?.ToSpec(),
            Columns = Columns?.ToSpec() ?? other.Columns,
            Crops = Crops?.ToSpec() ?? other.Crops,
            Pixels = Pixels?.ToSpec() ?? other.Pixels,
            Epochs = Epochs ?? other.Epochs,
            GazeWeight = GazeWeight ?? other.GazeWeight,
            Curriculum = Curriculum?.ToSpec() ?? other.Curriculum,
            CurriculumEpochs = CurriculumEpochs,
            Gaze = Gaze?.ToSpec() ?? other.Gaze,
            Loss = Loss?.ToSpec() ?? other.Loss,
            RecordGazes = EnumWords.Known<GazesKept>(RecordGazes) ?? other.RecordGazes,
            Readings = EnumWords.Known<GazeReadingsTaken>(Readings) ?? other.Readings,
            Training = Training?.ToSpec() ?? other.Training,
            Threads = Threads ?? other.Threads,
            Variant = Variant ?? other.Variant,
        };
        return (Parts ?? []).OfType<PartDto>().Aggregate(plain, (spec, part) => part.On(spec));
    }
}
