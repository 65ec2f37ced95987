using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control.Dto;

[Description("Everything a screen shows at a moment.")]
internal sealed record FrameDto
{
    [Required, Description("Rises with each frame of one engine.")]
    public long? Number { get; init; }

    [Required]
    public DateTimeOffset? At { get; init; }

    [Required]
    public MachineDto? Machine { get; init; }

    [Required]
    public IReadOnlyList<SweepLineDto?>? Sweeps { get; init; }

    [Required]
    public IReadOnlyList<RunLineDto?>? Runs { get; init; }

    [Description("Runs whose journals have more than is shown: they are still being read after the engine's start.")]
    public int? Behind { get; init; }

    public static FrameDto Of(Frame frame) => new()
    {
        Number = frame.Number,
        At = frame.At,
        Machine = MachineDto.Of(frame.Machine),
        Sweeps = [.. frame.Sweeps.Select(SweepLineDto.Of)],
        Runs = [.. frame.Runs.Select(RunLineDto.Of)],
        Behind = frame.Behind,
    };

    public Frame ToFrame() => new(
        Number ?? 0, At ?? DateTimeOffset.MinValue, Machine?.ToFacts() ?? MachineFacts.Unknown,
        SweepLineDto.ToLines(Sweeps), RunLineDto.ToLines(Runs))
    {
        Behind = Behind ?? 0,
    };
}

[Description("What a watcher is sent.")]
internal sealed record FrameChangeDto
{
    [Required]
    public long? Number { get; init; }

    [Required]
    public DateTimeOffset? At { get; init; }

    [Required, Description("False where runs holds only those that changed; sweeps are always all there.")]
    public bool? Whole { get; init; }

    [Required]
    public MachineDto? Machine { get; init; }

    [Required]
    public IReadOnlyList<SweepLineDto?>? Sweeps { get; init; }

    [Required]
    public IReadOnlyList<RunLineDto?>? Runs { get; init; }

    [Description("Runs whose journals have more than is shown: they are still being read after the engine's start.")]
    public int? Behind { get; init; }

    public static FrameChangeDto Of(FrameChange change) => new()
    {
        Number = change.Number,
        At = change.At,
        Whole = change.Whole,
        Machine = MachineDto.Of(change.Machine),
        Sweeps = [.. change.Sweeps.Select(SweepLineDto.Of)],
        Runs = [.. change.Runs.Select(RunLineDto.Of)],
        Behind = change.Behind,
    };

    public FrameChange ToChange() => new(
        Number ?? 0, At ?? DateTimeOffset.MinValue, Whole ?? false, Machine?.ToFacts() ?? MachineFacts.Unknown,
        SweepLineDto.ToLines(Sweeps), RunLineDto.ToLines(Runs))
    {
        Behind = Behind ?? 0,
    };
}

[Description("The machine under the engine. What cannot be read is left out.")]
internal sealed record MachineDto
{
    [Description("Bytes free where the state folder is.")]
    public long? DiskFree { get; init; }

    [Description("Until the disk is full, where it is filling.")]
    public double? DiskSecondsLeft { get; init; }

    [Required, Description("The engine's share of one core: 1.5 is one and a half cores.")]
    public double? ProcessorUse { get; init; }

    [Required, Description("Bytes of the engine's resident memory.")]
    public long? Memory { get; init; }

    public WorkersDto? Workers { get; init; }

    [Required]
    public IReadOnlyList<DeviceDto?>? Devices { get; init; }

    public static MachineDto Of(MachineFacts facts) => new()
    {
        DiskFree = facts.DiskFree,
        DiskSecondsLeft = facts.DiskSecondsLeft,
        ProcessorUse = facts.ProcessorUse,
        Memory = facts.Memory,
        Workers = WorkersDto.Of(facts.Workers),
        Devices = [.. facts.Devices.Select(DeviceDto.Of)],
    };

    public MachineFacts ToFacts() => new(
        DiskFree, DiskSecondsLeft, ProcessorUse ?? 0, Memory ?? 0, [.. (Devices ?? []).OfType<DeviceDto>().Select(device => device.ToFacts())])
    {
        Workers = Workers?.ToFacts(),
    };
}

[Description("All of the engine's worker processes together. Left out where runs train in the engine's own.")]
internal sealed record WorkersDto
{
    [Required, Description("The spare one counted.")]
    public int? Processes { get; init; }

    [Required, Description("Their share of one core.")]
    public double? ProcessorUse { get; init; }

    [Required, Description("Bytes of their resident memory.")]
    public long? Memory { get; init; }

    public static WorkersDto? Of(WorkersFacts? facts) => facts is null ? null
        : new() { Processes = facts.Processes, ProcessorUse = facts.ProcessorUse, Memory = facts.Memory };

    public WorkersFacts ToFacts() => new(Processes ?? 0, ProcessorUse ?? 0, Memory ?? 0);
}

[Description("A device that runs are dealt to.")]
internal sealed record DeviceDto
{
    [Required]
    public string? Name { get; init; }

    [Description("Share in use, in [0, 1].")]
    public double? Use { get; init; }

    [Description("Bytes.")]
    public long? MemoryUsed { get; init; }

    [Description("Bytes.")]
    public long? MemoryTotal { get; init; }

    public static DeviceDto Of(DeviceFacts facts) =>
        new() { Name = facts.Name, Use = facts.Use, MemoryUsed = facts.MemoryUsed, MemoryTotal = facts.MemoryTotal };

    public DeviceFacts ToFacts() => new(Name ?? "", Use, MemoryUsed, MemoryTotal);
}
