using ActorGaze.Nn.Data.Sources;

namespace BrokenLab;

/// <summary>Eight images of two classes, which break in one way.</summary>
public sealed class BrokenSource : IImageSource
{
    public Action Listing { get; init; } = () => { };

    public Func<SourceImage, SourceContent?> Reading { get; init; } = _ => SourceContent.OfPixels(new byte[64], 8, 8);

    public string Label { get; init; } = "a";

    public string? ContentKey => null;

    public IReadOnlyList<string> Notes => [];

    public IEnumerable<SourceImage> List()
    {
        Listing();
        return Enumerable.Range(0, 8).Select(n => new SourceImage($"{n}", n < 4 ? ImageSplit.Train : ImageSplit.Test, n % 2 == 0 ? Label : "b"));
    }

    public SourceContent Read(SourceImage image) => Reading(image)!;
}
