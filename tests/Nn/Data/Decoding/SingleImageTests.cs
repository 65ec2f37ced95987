using ActorGaze.Nn;
using ActorGaze.Nn.Data.Decoding;

namespace ActorGaze.Tests.Nn.Data.Decoding;

public sealed class SingleImageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("single-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(200, PixelDepth.Eight)]
    [InlineData(4000, PixelDepth.Twelve)]
    [InlineData(65000, PixelDepth.Sixteen)]
    public void The_depth_that_a_data_set_was_read_with_is_known_from_its_notes(int brightest, PixelDepth expected)
    {
        var notes = new[] { "2 files hold the same picture.", DepthRule.Note(PixelDepth.Auto, [brightest]) }.OfType<string>().ToArray();

        Assert.Equal(expected, SingleImage.DepthOf(PixelDepth.Auto, notes));
        Assert.Equal(PixelDepth.Twelve, SingleImage.DepthOf(PixelDepth.Twelve, notes));
    }

    [Theory]
    [InlineData("hello, world\n", ": found a text; allowed: a PNG, JPEG, WebP or BMP image.")]
    [InlineData("", ": found no image (the file is empty); allowed: a PNG, JPEG, WebP or BMP image.")]
    [InlineData(null, ": found no image (the file is gone); allowed: a PNG, JPEG, WebP or BMP image.")]
    public void What_is_no_image_is_named_with_what_was_found(string? text, string expected)
    {
        var file = Path.Combine(_folder, "x.png");
        if (text is not null) File.WriteAllText(file, text);

        Assert.Equal(file + expected, Assert.Throws<InvalidInputException>(() => SingleImage.Read(file, PixelDepth.Sixteen)).Message);
    }
}
