using ActorGaze.Actors.Contracts.Images;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>The images that a run trains on.</summary>
internal sealed record ImagesDto
{
    public string? Content { get; init; }

    public IReadOnlyList<ClassImagesDto?>? Classes { get; init; }

    public string? Files { get; init; }

    public string? Decoder { get; init; }

    public int? SkippedCount { get; init; }

    public IReadOnlyList<string?>? Skipped { get; init; }

    public IReadOnlyList<string?>? Notes { get; init; }

    public static ImagesDto? Of(ImagesFacts? facts) => facts is null ? null : new ImagesDto
    {
        Content = facts.Content,
        Classes = [.. facts.Classes.Select(ClassImagesDto.Of)],
        Files = facts.Files,
        Decoder = facts.Decoder,
        SkippedCount = facts.SkippedCount,
        Skipped = facts.Skipped,
        Notes = facts.Notes,
    };

    public ImagesFacts ToFacts() => new(Content ?? "", [.. (Classes ?? []).OfType<ClassImagesDto>().Select(one => one.ToImages())])
    {
        Files = Files ?? "",
        Decoder = Decoder ?? "",
        SkippedCount = SkippedCount ?? 0,
        Skipped = [.. (Skipped ?? []).OfType<string>()],
        Notes = [.. (Notes ?? []).OfType<string>()],
    };
}

/// <summary>How many images a class has.</summary>
internal sealed record ClassImagesDto
{
    public string? Name { get; init; }

    public int? Training { get; init; }

    public int? Test { get; init; }

    public static ClassImagesDto Of(ClassImages images) => new() { Name = images.Name, Training = images.Training, Test = images.Test };

    public ClassImages ToImages() => new(Name ?? "", Training ?? 0, Test ?? 0);
}
