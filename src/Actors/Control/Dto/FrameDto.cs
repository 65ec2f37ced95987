using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>Everything a screen shows at a moment.</summary>
internal sealed record FrameDto
{
    public long? Number { get; init; }

    public DateTimeOffset? At { get; init; }

    public MachineDto? Machine { get; init; }

    public IReadOnlyList<SweepLineDto?>? Sweeps { get; init; }

    public IReadOnlyList<RunLineDto?>? Runs { get; init; }

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

/// <summary>What a watcher is sent: what has changed since the frame before, or everything.</summary>
internal sealed record FrameChangeDto
{
    public long? Number { get; init; }

    public DateTimeOffset? At { get; init; }

    public bool? Whole { get; init; }

    public MachineDto? Machine { get; init; }

    public IReadOnlyList<SweepLineDto?>? Sweeps { get; init; }

    public IReadOnlyList<RunLineDto?>? Runs { get; init; }

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

/// <summary>The machine under the engine.</summary>
internal sealed record MachineDto
{
    public long? DiskFree { get; init; }

    public double? DiskSecondsLeft { get; init; }

    public double? ProcessorUse { get; init; }

    public long? Memory { get; init; }

    public IReadOnlyList<DeviceDto?>? Devices { get; init; }

    public static MachineDto Of(MachineFacts facts) => new()
    {
        DiskFree = facts.DiskFree,
        DiskSecondsLeft = facts.DiskSecondsLeft,
        ProcessorUse = facts.ProcessorUse,
        Memory = facts.Memory,
        Devices = [.. facts.Devices.Select(DeviceDto.Of)],
    };

    public MachineFacts ToFacts() => new(
        DiskFree, DiskSecondsLeft, ProcessorUse ?? 0, Memory ?? 0, [.. (Devices ?? []).OfType<DeviceDto>().Select(device => device.ToFacts())]);
}

/// <summary>A device that runs are dealt to.</summary>
internal sealed record DeviceDto
{
    public string? Name { get; init; }

    public double? Use { get; init; }

    public long? MemoryUsed { get; init; }

    public long? MemoryTotal { get; init; }

    public static DeviceDto Of(DeviceFacts facts) =>
        new() { Name = facts.Name, Use = facts.Use, MemoryUsed = facts.MemoryUsed, MemoryTotal = facts.MemoryTotal };

    public DeviceFacts ToFacts() => new(Name ?? "", Use, MemoryUsed, MemoryTotal);
}
