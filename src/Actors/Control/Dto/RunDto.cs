using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

[Description("A run as its journal tells it.")]
internal sealed record RunDto
{
    [Required, EnumDataType(typeof(RunPhase))]
    public string? Phase { get; init; }

    public RunSpecDto? Spec { get; init; }

    [Required]
    public IReadOnlyList<EpochDto?>? Epochs { get; init; }

    [Required]
    public IReadOnlyList<CheckpointDto?>? Checkpoints { get; init; }

    [Required]
    public int? Attempts { get; init; }

    [Required]
    public int? FaultsInARow { get; init; }

    public FaultDto? LastFault { get; init; }

    public string? Reason { get; init; }

    [Description("How it was told to try again, where it has neither ended nor been paused since.")]
    public bool? RetriedFromStart { get; init; }

    public string? WeightsSha256 { get; init; }

    public string? Device { get; init; }

    public ClassesDto? Classes { get; init; }

    public ImagesDto? Images { get; init; }

    [Description("The newest file that was moved out of the run's checkpoints, as a path inside the state folder.")]
    public string? LastSetAside { get; init; }

    [Description("Attempts made before the run was last told to begin again from the start.")]
    public int? ForgottenAttempts { get; init; }

    public BitsDto? Bits { get; init; }

    [Description("In words, where it last went on under facts that give other bits.")]
    public string? OtherBits { get; init; }

    [Description("The most bytes that the worker process of its newest completed epoch had held at once.")]
    public long? Memory { get; init; }

    [Description("SHA-256 of the assembly that brings its network, where other bytes than its spec's were accepted.")]
    public string? AcceptedPlugin { get; init; }

    public static RunDto Of(RunState state) => new()
    {
        Phase = EnumWords.Of(state.Phase),
        Spec = state.Spec is { } spec ? RunSpecDto.Of(spec) : null,
        Epochs = [.. state.Epochs.Select(EpochDto.Of)],
        Checkpoints = [.. state.Checkpoints.Select(CheckpointDto.Of)],
        Attempts = state.Attempts,
        FaultsInARow = state.FaultsInARow,
        LastFault = FaultDto.Of(state.LastFault),
        Reason = state.Reason,
        RetriedFromStart = state.RetriedFromStart,
        WeightsSha256 = state.WeightsSha256,
        Device = state.Device,
        Classes = ClassesDto.Of(state.Classes),
        Images = ImagesDto.Of(state.Images),
        LastSetAside = state.LastSetAside,
        ForgottenAttempts = state.ForgottenAttempts,
        Bits = BitsDto.Of(state.Bits),
        OtherBits = state.OtherBits,
        Memory = state.Memory,
        AcceptedPlugin = state.AcceptedPlugin,
    };

    /// <summary>
    /// As far as this version understands it; words that it does not know are in <see cref="Phase"/> and <see cref="Spec"/>.
    /// </summary>
    /// <param name="asked">The run that was asked for.</param>
    public RunState ToState(RunId asked) => new()
    {
        Phase = EnumWords.Known<RunPhase>(Phase) ?? RunPhase.Unknown,
        Spec = ((Spec ?? new RunSpecDto()) with { Id = asked.Value }).ToSpec(),
        Epochs = [.. (Epochs ?? []).OfType<EpochDto>().Select(epoch => epoch.ToMetrics())],
        Checkpoints = [.. (Checkpoints ?? []).Select(checkpoint => checkpoint?.ToRef()).OfType<CheckpointRef>()],
        Attempts = Attempts ?? 0,
        FaultsInARow = FaultsInARow ?? 0,
        LastFault = LastFault?.ToFault(),
        Reason = Reason,
        RetriedFromStart = RetriedFromStart,
        WeightsSha256 = WeightsSha256,
        Device = Device,
        Classes = Classes?.ToNames(),
        Images = Images?.ToFacts(),
        LastSetAside = LastSetAside,
        ForgottenAttempts = ForgottenAttempts ?? 0,
        Bits = Bits?.ToFacts(),
        OtherBits = OtherBits,
        Memory = Memory,
        AcceptedPlugin = AcceptedPlugin,
    };
}

[Description("What the labels of a run's images are called.")]
internal sealed record ClassesDto
{
    [Required]
    public IReadOnlyList<string?>? Names { get; init; }

    public static ClassesDto? Of(ClassNames? classes) => classes is null ? null : new ClassesDto { Names = classes.Names };

    public ClassNames ToNames() => new([.. (Names ?? []).Select(name => name ?? "")]);
}

[Description("How far training has come.")]
internal sealed record PositionDto
{
    [Required]
    public int? EpochsDone { get; init; }

    [Required]
    public int? StepsIntoNext { get; init; }

    public static PositionDto? Of(TrainingPosition? at) =>
        at is null ? null : new PositionDto { EpochsDone = at.EpochsDone, StepsIntoNext = at.StepsIntoNext };

    public TrainingPosition ToPosition() => new(EpochsDone ?? 0, StepsIntoNext ?? 0);
}

[Description("A checkpoint on disk.")]
internal sealed record CheckpointDto
{
    [Required]
    public string? File { get; init; }

    [Required]
    public string? Sha256 { get; init; }

    [Required]
    public string? WeightsSha256 { get; init; }

    [Required]
    public long? Bytes { get; init; }

    [Required]
    public PositionDto? At { get; init; }

    public BitsDto? Bits { get; init; }

    public static CheckpointDto? Of(CheckpointRef? checkpoint) => checkpoint is null ? null : new CheckpointDto
    {
        File = checkpoint.File,
        Sha256 = checkpoint.Sha256,
        WeightsSha256 = checkpoint.WeightsSha256,
        Bytes = checkpoint.Bytes,
        At = PositionDto.Of(checkpoint.At),
        Bits = BitsDto.Of(checkpoint.Bits),
    };

    /// <summary>Null where no file is named.</summary>
    public CheckpointRef? ToRef() => File is { Length: > 0 }
        ? new CheckpointRef(File, Sha256 ?? "", WeightsSha256 ?? "", Bytes ?? 0, At?.ToPosition() ?? TrainingPosition.Start)
        {
            Bits = Bits?.ToFacts(),
        }
        : null;
}

[Description("Why a crew fell.")]
internal sealed record FaultDto
{
    [Required, EnumDataType(typeof(FaultClass))]
    public string? Class { get; init; }

    [Required]
    public string? Reason { get; init; }

    public PositionDto? At { get; init; }

    [Description("Of an exception that nobody expects.")]
    public string? Stack { get; init; }

    public static FaultDto? Of(Fault? fault) => fault is null
        ? null
        : new FaultDto { Class = EnumWords.Of(fault.Class), Reason = fault.Reason, At = PositionDto.Of(fault.At), Stack = fault.Stack };

    public Fault ToFault() =>
        new(EnumWords.Known<FaultClass>(Class) ?? FaultClass.Final, Reason ?? "no reason was told", At?.ToPosition()) { Stack = Stack };
}
