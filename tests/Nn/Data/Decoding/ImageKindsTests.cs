using ActorGaze.Nn.Data.Decoding;

namespace ActorGaze.Tests.Nn.Data.Decoding;

/// <summary>The same picture is the same however it is stored, and what is no picture is named.</summary>
public class ImageKindsTests
{
    public static TheoryData<string> SameKinds => [.. OddImages.Same.Keys];

    public static TheoryData<string> BrokenKinds => [.. OddImages.Broken.Keys];

    [Theory]
    [MemberData(nameof(SameKinds))]
    public void However_a_picture_is_stored_its_pixels_are_the_same(string kind) =>
        Assert.Equal(Decoded(OddImages.Gray8), Decoded(OddImages.Same[kind]()));

    [Theory]
    [MemberData(nameof(BrokenKinds))]
    public void What_is_no_picture_has_a_reason_that_helps(string kind)
    {
        var (file, reason) = OddImages.Broken[kind];

        Assert.StartsWith(reason, ImageDecoder.Decode(file(), new byte[GrayResize.PixelCount], ".png"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_transparent_value_is_black()
    {
        var ramp = TestImages.Chunk("PLTE", [.. Enumerable.Range(0, 256).SelectMany(i => Enumerable.Repeat((byte)i, 3))]);
        var gray = Decoded(OddImages.Png(8, 0, v => [v], TestImages.Chunk("tRNS", [0, 255])));
        var palette = Decoded(OddImages.Png(8, 3, v => [v], [.. ramp, .. TestImages.Chunk("tRNS", [.. Enumerable.Repeat((byte)255, 255), 0])]));

        var without = Decoded(OddImages.Png(8, 0, v => [v == 255 ? (byte)0 : v]));

        Assert.Equal(without, gray);
        Assert.Equal(without, palette);
    }

    [Theory]
    [InlineData(".webp", true)]
    [InlineData(".WEBP", true)]
    [InlineData(".bmp", false)]
    [InlineData(".jpg", false)]
    [InlineData("", false)]
    public void WebP_is_read_under_its_own_ending_alone(string ending, bool read) =>
        Assert.Equal(read, ImageDecoder.Decode(OddImages.Webp, new byte[GrayResize.PixelCount], ending) is null);

    [Theory]
    [InlineData(".bmp", true)]
    [InlineData(".png", false)]
    public void BMP_is_read_under_its_own_ending_alone(string ending, bool read) =>
        Assert.Equal(read, ImageDecoder.Decode(OddImages.Bmp, new byte[GrayResize.PixelCount], ending) is null);

    [Fact]
    public void WebP_and_BMP_have_a_size_and_a_kind()
    {
        Assert.Equal((1, 1, "8-bit WebP"), Told(OddImages.Webp));
        Assert.Equal((1, 3, "24-bit BMP"), Told(OddImages.Bmp));

        static (int, int, string) Told(byte[] file) => ImageHeader.Read(file) is { } header ? (header.Width, header.Height, header.Mode) : default;
    }

    [Theory]
    [InlineData(1, true, 0, 0)]
    [InlineData(2, true, 223, 0)]
    [InlineData(3, false, 223, 223)]
    [InlineData(4, true, 0, 223)]
    [InlineData(5, false, 0, 0)]
    [InlineData(6, true, 223, 0)]
    [InlineData(6, false, 223, 0)]
    [InlineData(7, true, 223, 223)]
    [InlineData(8, false, 0, 223)]
    public void EXIF_in_a_PNG_turns_it_as_in_a_JPEG(int orientation, bool bigEndian, int cornerX, int cornerY)
    {
        // White in the stored picture's first corner, gray along its first row.
        static byte[] Row(int y) => [0, .. Enumerable.Range(0, OddImages.Side).Select(x => (byte)(y >= 16 ? 0 : x < 16 ? 255 : 128))];
        var stored = TestImages.Gray(OddImages.Side, OddImages.Side, (x, y) => Row(y)[x + 1]);
        var afterHeader = 8 + 25;

        var pixels = Decoded([.. stored[..afterHeader], .. OddImages.Exif(orientation, bigEndian), .. stored[afterHeader..]]);

        Assert.Equal(255, pixels[(cornerY * 224) + cornerX]);
        var alongFirstRow = orientation >= 5 ? ((223 - cornerY) * 224) + cornerX : (cornerY * 224) + 223 - cornerX;
        Assert.Equal(128, pixels[alongFirstRow]);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 77, 77, 0, 42, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 77, 77, 0, 42, 0, 0, 0, 8, 0, 9, 1, 0x12 })]
    [InlineData(new byte[] { 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 99, 0, 0, 0, 0, 0, 0 })]
    public void EXIF_that_makes_no_sense_turns_nothing(byte[] exif) =>
        Assert.Equal(Decoded(OddImages.Gray8), Decoded(OddImages.Png(8, 0, v => [v], TestImages.Chunk("eXIf", exif))));

    private static byte[] Decoded(byte[] file)
    {
        var pixels = new byte[GrayResize.PixelCount];
        Assert.Null(ImageDecoder.Decode(file, pixels, ".png"));
        return pixels;
    }
}
