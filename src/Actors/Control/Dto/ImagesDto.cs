using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Actors.Control.Dto;

[Description("The images that a run trains on.")]
internal sealed record ImagesDto
{
    [Required, Description("A hash of the class names, the paths and the decoded pixels.")]
    public string? Content { get; init; }

    [Required]
    public IReadOnlyList<ClassImagesDto?>? Classes { get; init; }

    [Description("A hash of the files.")]
    public string? Files { get; init; }

    [Description("The version that decoded them.")]
    public string? Decoder { get; init; }

    [Description("Files that cannot be read and are left out.")]
    public int? SkippedCount { get; init; }

    [Description("The first of them: path and reason.")]
    public IReadOnlyList<string?>? Skipped { get; init; }

    [Description("What else is to be known of these images.")]
    public IReadOnlyList<string?>? Notes { get; init; }

    [Description("A hash of the pictures of each class, whatever they are called.")]
    public string? Pictures { get; init; }

    [Description("Which split the test images are of: test or val.")]
    public string? EvaluateOn { get; init; }

    public static ImagesDto? Of(ImagesFacts? facts) => facts is null ? null : new ImagesDto
    {
        Content = facts.Content,
        Classes = [.. facts.Classes.Select(ClassImagesDto.Of)],
        Files = facts.Files,
        Decoder = facts.Decoder,
        SkippedCount = facts.SkippedCount,
        Skipped = facts.Skipped,
        Notes = facts.Notes,
        Pictures = facts.Pictures,
        EvaluateOn = EnumWords.Of(facts.EvaluateOn),
    };

    public ImagesFacts ToFacts() => new(Content ?? "", [.. (Classes ?? []).OfType<ClassImagesDto>().Select(one => one.ToImages())])
    {
        Files = Files ?? "",
        Decoder = Decoder ?? "",
        SkippedCount = SkippedCount ?? 0,
        Skipped = [.. (Skipped ?? []).OfType<string>()],
        Notes = [.. (Notes ?? []).OfType<string>()],
        Pictures = Pictures,
        EvaluateOn = EnumWords.Known<EvaluateOn>(EvaluateOn) ?? default,
    };
}

[Description("How many images a class has.")]
internal sealed record ClassImagesDto
{
    [Required]
    public string? Name { get; init; }

    [Required]
    public int? Training { get; init; }

    [Required]
    public int? Test { get; init; }

    [Description("Test images that are training images too and are therefore not evaluated on.")]
    public int? Dropped { get; init; }

    public static ClassImagesDto Of(ClassImages images) => new()
    {
        Name = images.Name,
        Training = images.Training,
        Test = images.Test,
        Dropped = images.Dropped,
    };

    public ClassImages ToImages() => new(Name ?? "", Training ?? 0, Test ?? 0) { Dropped = Dropped ?? 0 };
}
