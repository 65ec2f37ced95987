using ActorGaze.Nn.Data.Decoding;
using SkiaSharp;

namespace ActorGaze.Tests.Nn.Data.Decoding;

public class ImageDecoderTests
{
    [Fact]
    public void An_image_of_the_right_size_passes_unchanged()
    {
        var pixels = Decoded(TestImages.Gray(224, 224, (x, y) => (x * 7) + (y * 13)));

        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal((byte)((i % 224 * 7) + (i / 224 * 13)), pixels[i]));
    }

    [Fact]
    public void A_gray_image_stored_in_colour_keeps_its_values()
    {
        var pixels = Decoded(TestImages.Png(224, 224, 8, 2, (x, y) => [(x + y) & 255, (x + y) & 255, (x + y) & 255]));

        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal((byte)((i % 224) + (i / 224)), pixels[i]));
    }

    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(200, 40, 90, 94)]
    public void Colour_becomes_its_luma(int red, int green, int blue, byte luma)
    {
        Assert.All(Decoded(TestImages.Png(224, 224, 8, 2, (_, _) => [red, green, blue])), value => Assert.Equal(luma, value));
        Assert.All(Decoded(TestImages.Jpeg(224, 224, (_, _) => new SKColor((byte)red, (byte)green, (byte)blue))), value => Assert.InRange(value, luma - 1, luma + 1));
    }

    [Fact]
    public void Of_sixteen_bits_the_upper_eight_are_kept()
    {
        var gray = Decoded(TestImages.Png(224, 224, 16, 0, (x, y) => [((x << 8) | y) & 0xFFFF]));
        var colour = Decoded(TestImages.Png(224, 224, 16, 2, (x, y) => [(x << 8) | y, (x << 8) | y, (x << 8) | y]));

        Assert.All(Enumerable.Range(0, gray.Length), i => Assert.Equal((byte)(i % 224), gray[i]));
        Assert.All(Enumerable.Range(0, colour.Length), i => Assert.InRange(colour[i], (i % 224) - 1, (i % 224) + 1));
    }

    [Fact]
    public void A_palette_is_looked_up()
    {
        var pixels = Decoded(TestImages.Png(224, 224, 8, 3, (x, _) => [x < 112 ? 0 : 1], palette: [10, 10, 10, 0, 255, 0]));

        Assert.Equal((10, 150), (pixels[0], pixels[223]));
    }

    [Fact]
    public void Transparency_is_laid_over_black()
    {
        Assert.All(Decoded(TestImages.Png(224, 224, 8, 6, (_, _) => [200, 200, 200, 128])), value => Assert.InRange(value, 99, 101));
        Assert.All(Decoded(TestImages.Png(224, 224, 8, 4, (_, _) => [200, 0])), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Four_components_are_read()
    {
        var pixels = Decoded(TestImages.CmykJpeg());

        Assert.All(pixels, value => Assert.Equal(pixels[0], value));
        Assert.InRange(pixels[0], 55, 75); // a quarter of white: half the ink, then half of the black
    }

    [Fact]
    public void A_single_pixel_becomes_a_plain_image() => Assert.All(Decoded(TestImages.Plain(77, side: 1)), value => Assert.Equal(77, value));

    [Fact]
    public void A_large_image_is_averaged_over_areas()
    {
        var pixels = Decoded(TestImages.Gray(448, 672, (x, y) => (x % 2 * 100) + (y % 3 * 30)));

        Assert.All(pixels, value => Assert.Equal(80, value));
    }

    [Theory]
    [InlineData(300, 500)]
    [InlineData(100, 60)]
    [InlineData(1000, 3)]
    public void A_slope_stays_a_slope_at_any_size(int width, int height)
    {
        var pixels = Decoded(TestImages.Gray(width, height, (x, _) => (int)((x + 0.5) * 250 / width)));

        for (var x = 4; x < 220; x++) Assert.InRange(pixels[(100 * 224) + x], ((x + 0.5) * 250 / 224) - 2.5, ((x + 0.5) * 250 / 224) + 2.5);
    }

    [Theory]
    [InlineData(2, 223, 0)]
    [InlineData(3, 223, 223)]
    [InlineData(4, 0, 223)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 223, 0)]
    [InlineData(7, 223, 223)]
    [InlineData(8, 0, 223)]
    public void A_turned_image_is_turned_back(int orientation, int cornerX, int cornerY)
    {
        // Bright where stored rows and columns begin, and brighter along the first row than down the first column.
        var stored = TestImages.Jpeg(224, 224, (x, y) => x < 64 && y < 64 ? SKColors.White : y < 64 ? SKColors.Gray : SKColors.Black);
        byte[] tag = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8, (byte)orientation, 0, 0, 0, 0, 0, 0];

        var pixels = Decoded([.. stored[..2], .. tag, .. stored[2..]]);

        Assert.InRange(pixels[(cornerY * 224) + cornerX], 250, 255);
        var alongFirstRow = orientation >= 5 ? ((223 - cornerY) * 224) + cornerX : (cornerY * 224) + 223 - cornerX;
        Assert.InRange(pixels[alongFirstRow], 120, 136);
    }

    [Fact]
    public void A_text_is_no_image() => Assert.Equal("a text", Fault(TestImages.Text));

    [Fact]
    public void An_empty_file_is_no_image() => Assert.Contains("empty", Fault([]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(3000)]
    public void A_cut_JPEG_is_no_image_however_little_is_missing(int missing)
    {
        var whole = TestImages.Jpeg(224, 224, (x, y) => new SKColor((byte)(x * y), (byte)x, (byte)y));

        Assert.Contains("cut off", Fault(whole[..^missing]));
    }

    [Fact]
    public void A_JPEG_whose_end_was_never_written_is_no_image()
    {
        var file = TestImages.Jpeg(224, 224, (x, y) => new SKColor((byte)(x * y), (byte)x, (byte)y));
        Array.Clear(file, file.Length / 2, file.Length / 2);

        Assert.Contains("cut off", Fault(file));
    }

    [Fact]
    public void A_cut_PNG_is_no_image()
    {
        var whole = TestImages.Gray(224, 224, (x, y) => (x * y) & 255);

        Assert.NotEmpty(Fault(whole[..(whole.Length / 2)]));
    }

    [Fact]
    public void A_header_that_promises_too_much_is_refused_before_it_costs_memory()
    {
        var file = TestImages.Plain(1, side: 4);
        byte[] huge = [.. TestImages.Png(40_000, 1, 8, 0, (_, _) => [0])];

        Assert.Null(ImageDecoder.Decode(file, new byte[224 * 224]));
        Assert.Null(ImageDecoder.Decode(huge, new byte[224 * 224]));
        Assert.NotNull(ImageDecoder.Decode(Promising(40_000, 40_000), new byte[224 * 224]));
    }

    private static byte[] Promising(int width, int height)
    {
        var head = TestImages.Png(1, 1, 8, 0, (_, _) => [0]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), height);
        return head;
    }

    private static byte[] Decoded(byte[] file)
    {
        var pixels = new byte[224 * 224];
        Assert.Null(ImageDecoder.Decode(file, pixels));
        return pixels;
    }

    private static string Fault(byte[] file)
    {
        var fault = ImageDecoder.Decode(file, new byte[224 * 224]);
        Assert.NotNull(fault);
        return fault;
    }
}
