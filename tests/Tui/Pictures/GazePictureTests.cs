using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Pictures;
using ActorGaze.Tui.Rendering;
using SkiaSharp;

namespace ActorGaze.Tests.Tui.Pictures;

public sealed class GazePictureTests
{
    private const int Side = ImageForm.UsualSide;
    private static readonly byte[] Gray = [.. Enumerable.Range(0, Side * Side).Select(at => (byte)(at % Side))];
    private static readonly ImageGaze Quarter = new([0.5, 2.5], 1, 1, [2, 0, 0, 1], [1, 0, 0, 0.5f], 2, 2);

    [Fact]
    public void Image_gaze_both_and_the_colour_bar_stand_side_by_side()
    {
        using var picture = SKBitmap.Decode(GazePicture.Png(Gray, Side, Quarter, "x.png", "gradcam of b"));

        Assert.Equal((GazePicture.Width, GazePicture.Height), (picture.Width, picture.Height));
        const int Top = 88, First = 16, Second = 16 + 464, Third = 16 + (2 * 464), Bar = 16 + (3 * 464);
        Assert.Equal(new SKColor(100, 100, 100), picture.GetPixel(First + 200, Top + 300));
        Assert.Equal(Of(Palette.Cividis(1)), picture.GetPixel(Second + 100, Top + 100));
        Assert.Equal(Of(Palette.Cividis(0)), picture.GetPixel(Second + 300, Top + 100));
        Assert.Equal(Of(Palette.Cividis(0.5)), picture.GetPixel(Second + 300, Top + 300));
        var corner = Palette.Cividis(1);
        Assert.Equal(new SKColor((byte)Math.Round((corner.Red + 2) / 2.0), (byte)Math.Round((corner.Green + 2) / 2.0), (byte)Math.Round((corner.Blue + 2) / 2.0)), picture.GetPixel(Third + 4, Top + 4));
        Assert.Equal(Of(Palette.Cividis(1)), picture.GetPixel(Bar + 10, Top));
        Assert.Equal(Of(Palette.Cividis(0)), picture.GetPixel(Bar + 10, Top + 447));
    }

    [Theory]
    [InlineData("glioma λ = 0,5 Ωмежа")]
    [InlineData("漢字")]
    [InlineData("🧠")]
    [InlineData("a\u001b[2J\u202e")]
    public void Names_in_any_script_are_written_into_it(string name)
    {
        var named = GazePicture.Png(Gray, Side, Quarter, name);

        Assert.NotEqual(GazePicture.Png(Gray, Side, Quarter, ""), named);
        Assert.Equal(named, GazePicture.Png(Gray, Side, Quarter, name)); // to the byte
    }

    [Fact]
    public void A_title_that_is_too_long_is_cut_at_the_edge()
    {
        using var picture = SKBitmap.Decode(GazePicture.Png(Gray, Side, Quarter, new string('W', 400)));

        Assert.Contains(Enumerable.Range(0, GazePicture.Width), x => picture.GetPixel(x, 26) != SKColors.White);
        Assert.All(Enumerable.Range(GazePicture.Width - 12, 12), x => Assert.Equal(SKColors.White, picture.GetPixel(x, 26)));
    }

    [Fact]
    public void An_overlay_of_another_size_has_the_mean_of_each_block_or_the_pixel_that_it_lies_in()
    {
        Colour[] four = [Colour.Of(0, 10, 0), Colour.Of(4, 10, 0), Colour.Of(8, 10, 0), Colour.Of(12, 10, 40)];

        Assert.Equal([Colour.Of(6, 10, 10)], Overlay.Resized(four, 2, 1));
        Assert.Equal([four[0], four[0], four[1], four[0], four[0], four[1], four[2], four[2], four[3]], Overlay.Resized(four, 2, 3));
    }

    private static SKColor Of(Colour colour) => new(colour.Red, colour.Green, colour.Blue);
}
