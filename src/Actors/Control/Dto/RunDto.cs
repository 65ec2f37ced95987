using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>A run as its journal tells it.</summary>
internal sealed record RunDto
{
    public string? Phase { get; init; }

    public RunSpecDto? Spec { get; init; }

    public IReadOnlyList<EpochDto?>? Epochs { get; init; }

    public IReadOnlyList<CheckpointDto?>? Checkpoints { get; init; }

    public int? Attempts { get; init; }

    public int? FaultsInARow { get; init; }

    public FaultDto? LastFault { get; init; }

    public string? Reason { get; init; }

    public bool? RetriedFromStart { get; init; }

    public string? WeightsSha256 { get; init; }

    public string? Device { get; init; }

    public ClassesDto? Classes { get; init; }

    public ImagesDto? Images { get; init; }

    public string? LastSetAside { get; init; }

    public int? ForgottenAttempts { get; init; }

    public BitsDto? Bits { get; init; }

    public string? OtherBits { get; init; }

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
    };
}

/// <summary>What the labels of a run's images are called.</summary>
internal sealed record ClassesDto
{
    public IReadOnlyList<string?>? Names { get; init; }

    public static ClassesDto? Of(ClassNames? classes) => classes is null ? null : new ClassesDto { Names = classes.Names };

    public ClassNames ToNames() => new([.. (Names ?? []).Select(name => name ?? "")]);
}

/// <summary>How far training has come.</summary>
internal sealed record PositionDto
{
    public int? EpochsDone { get; init; }

    public int? StepsIntoNext { get; init; }

    public static PositionDto? Of(TrainingPosition? at) =>
        at is null ? null : new PositionDto { EpochsDone = at.EpochsDone, StepsIntoNext = at.StepsIntoNext };

    public TrainingPosition ToPosition() => new(EpochsDone ?? 0, StepsIntoNext ?? 0);
}

/// <summary>A checkpoint on disk.</summary>
internal sealed record CheckpointDto
{
    public string? File { get; init; }

    public string? Sha256 { get; init; }

    public string? WeightsSha256 { get; init; }

    public long? Bytes { get; init; }

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
        ? new CheckpointRef(File, Sha256 ?? "", WeightsSha256 ?? "", Bytes ?? 0, At?.ToPosition() ?? TrainingPosition.Start) { Bits = Bits?.ToFacts() }
        : null;
}

/// <summary>Why a crew fell.</summary>
internal sealed record FaultDto
{
    public string? Class { get; init; }

    public string? Reason { get; init; }

    public PositionDto? At { get; init; }

    public static FaultDto? Of(Fault? fault) =>
        fault is null ? null : new FaultDto { Class = EnumWords.Of(fault.Class), Reason = fault.Reason, At = PositionDto.Of(fault.At) };

    public Fault ToFault() =>
        new(EnumWords.Known<FaultClass>(Class) ?? FaultClass.Final, Reason ?? "no reason was told", At?.ToPosition());
}
