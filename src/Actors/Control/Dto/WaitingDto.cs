using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Control.Dto;

[Description("What a run waits for. It goes on by itself when that is there.")]
internal sealed record WaitingDto
{
    [Required, EnumDataType(typeof(WaitKind))]
    public string? For { get; init; }

    [Description("The folder, or the one on whose disk there is no room.")]
    public string? Path { get; init; }

    [Description("When the folder last answered.")]
    public DateTimeOffset? Since { get; init; }

    [Description("When it is tried again.")]
    public DateTimeOffset? Until { get; init; }

    [Description("Why the journal cannot be written.")]
    public string? Reason { get; init; }

    public ImagesProgressDto? Images { get; init; }

    public static void Write(Utf8JsonWriter json, WaitingFor waiting)
    {
        json.WriteStartObject();
        json.Put("for"u8, waiting.Kind is { } kind ? EnumWords.Of(kind) : (waiting as WaitingFor.Other)?.Name);
        json.Put("path"u8, waiting switch
        {
            WaitingFor.NoAnswer w => w.Path,
            WaitingFor.DataFolder w => w.Path,
            WaitingFor.DiskSpace w => w.Path,
            _ => null,
        });
        json.Put("since"u8, (waiting as WaitingFor.NoAnswer)?.Since);
        json.Put("until"u8, (waiting as WaitingFor.NextTry)?.Until);
        json.Put("reason"u8, (waiting as WaitingFor.Journal)?.Reason);
        if (waiting is WaitingFor.Images { Progress: { } progress })
        {
            json.WritePropertyName("images"u8);
            ImagesProgressDto.Write(json, progress);
        }

        json.WriteEndObject();
    }

    /// <summary>Null where nothing is named. What is missing is empty.</summary>
    public WaitingFor? ToWaiting() => EnumWords.Known<WaitKind>(For) switch
    {
        WaitKind.Slot => new WaitingFor.Slot(),
        WaitKind.Images => new WaitingFor.Images(Images?.ToProgress()),
        WaitKind.NoAnswer => new WaitingFor.NoAnswer(Path ?? "", Since ?? default),
        WaitKind.DataFolder => new WaitingFor.DataFolder(Path ?? ""),
        WaitKind.DiskSpace => new WaitingFor.DiskSpace(Path ?? ""),
        WaitKind.NextTry => new WaitingFor.NextTry(Until ?? default),
        WaitKind.Journal => new WaitingFor.Journal(Reason ?? ""),
        _ => For is { Length: > 0 } other ? new WaitingFor.Other(other) : null,
    };
}

[Description("How far the images of a data set are.")]
internal sealed record ImagesProgressDto
{
    [Description("The data set.")]
    public string? Data { get; init; }

    [Description("drawn, decoded.")]
    public string? Doing { get; init; }

    public int? Done { get; init; }

    public int? Total { get; init; }

    public static void Write(Utf8JsonWriter json, ImagesProgress progress)
    {
        json.WriteStartObject();
        json.Put("data"u8, progress.Data);
        json.Put("doing"u8, progress.Doing);
        json.Put("done"u8, progress.Done);
        json.Put("total"u8, progress.Total);
        json.WriteEndObject();
    }

    public ImagesProgress ToProgress() => new(Data ?? "", Doing ?? "", Done ?? 0, Total ?? 0);
}
