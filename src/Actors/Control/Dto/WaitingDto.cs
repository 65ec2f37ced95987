using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

    public static WaitingDto? Of(WaitingFor? waiting)
    {
        if (waiting is null) return null;
        var dto = new WaitingDto { For = waiting.Kind is { } kind ? EnumWords.Of(kind) : (waiting as WaitingFor.Other)?.Name };
        return waiting switch
        {
            WaitingFor.Images w => dto with { Images = ImagesProgressDto.Of(w.Progress) },
            WaitingFor.NoAnswer w => dto with { Path = w.Path, Since = w.Since },
            WaitingFor.DataFolder w => dto with { Path = w.Path },
            WaitingFor.DiskSpace w => dto with { Path = w.Path },
            WaitingFor.NextTry w => dto with { Until = w.Until },
            WaitingFor.Journal w => dto with { Reason = w.Reason },
            _ => dto,
        };
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

    public static ImagesProgressDto? Of(ImagesProgress? progress) => progress is null ? null
        : new() { Data = progress.Data, Doing = progress.Doing, Done = progress.Done, Total = progress.Total };

    public ImagesProgress ToProgress() => new(Data ?? "", Doing ?? "", Done ?? 0, Total ?? 0);
}
