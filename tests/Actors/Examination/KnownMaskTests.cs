using ActorGaze.Actors.Examination;
using SkiaSharp;

namespace ActorGaze.Tests.Actors.Examination;

public sealed class KnownMaskTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("masks-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>A manifest may name an image by its full path, or by one that leads upward: such an image is not its own mask.</summary>
    [Fact]
    public void It_lies_below_the_masks_and_has_the_side_of_the_runs_images()
    {
        White("masks/a/1.png");
        White("b/1.png");

        Assert.Equal(64 * 64, KnownMask.Of(_root, "a/1.png", 64)!.Length);
        Assert.Equal(224 * 224, KnownMask.Of(_root, "b/../a/1.png", 224)!.Length);
        Assert.Null(KnownMask.Of(_root, Path.Combine(_root, "b", "1.png"), 64));
        Assert.Null(KnownMask.Of(_root, Path.Combine(_root, "masks", "a", "1.png"), 64));
        Assert.Null(KnownMask.Of(_root, "../b/1.png", 64));
        Assert.Null(KnownMask.Of(_root, "a/2.png", 64));
    }

    private void White(string name)
    {
        using var bitmap = new SKBitmap(32, 32);
        bitmap.Erase(SKColors.White);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var file = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, data.ToArray());
    }
}
