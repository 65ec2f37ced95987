using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
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

    public static void Write(Utf8JsonWriter json, MachineFacts facts)
    {
        json.WriteStartObject();
        json.Put("diskFree"u8, facts.DiskFree);
        json.Put("diskSecondsLeft"u8, facts.DiskSecondsLeft);
        json.Put("processorUse"u8, facts.ProcessorUse);
        json.Put("memory"u8, facts.Memory);
        if (facts.Workers is { } workers)
        {
            json.WritePropertyName("workers"u8);
            WorkersDto.Write(json, workers);
        }

        json.WriteStartArray("devices"u8);
        foreach (var device in facts.Devices) DeviceDto.Write(json, device);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public MachineFacts ToFacts() => new(
        DiskFree, DiskSecondsLeft, ProcessorUse ?? 0, Memory ?? 0,
        [.. (Devices ?? []).OfType<DeviceDto>().Select(device => device.ToFacts())])
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

    public static void Write(Utf8JsonWriter json, WorkersFacts facts)
    {
        json.WriteStartObject();
        json.Put("processes"u8, facts.Processes);
        json.Put("processorUse"u8, facts.ProcessorUse);
        json.Put("memory"u8, facts.Memory);
        json.WriteEndObject();
    }

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

    public static void Write(Utf8JsonWriter json, DeviceFacts facts)
    {
        json.WriteStartObject();
        json.Put("name"u8, facts.Name);
        json.Put("use"u8, facts.Use);
        json.Put("memoryUsed"u8, facts.MemoryUsed);
        json.Put("memoryTotal"u8, facts.MemoryTotal);
        json.WriteEndObject();
    }

    public DeviceFacts ToFacts() => new(Name ?? "", Use, MemoryUsed, MemoryTotal);
}
