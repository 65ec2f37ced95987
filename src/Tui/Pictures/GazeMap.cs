using ActorGaze.Tui.Rendering;
using SkiaSharp;

namespace ActorGaze.Tui.Pictures;

/// <summary>A gaze alone as a PNG file's bytes, each of its points a square.</summary>
internal static class GazeMap
{
    private const int About = 224; // pixels of the longer side

    /// <param name="map">In [0, 1], width × height, row by row.</param>
    public static byte[] Png(float[] map, int width, int height)
    {
        var square = SquareOf(width, height);
        using var bitmap = new SKBitmap(width * square, height * square, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    var colour = Palette.Cividis(map[(y * width) + x]);
                    using var paint = new SKPaint { Color = new SKColor(colour.Red, colour.Green, colour.Blue) };
                    canvas.DrawRect(x * square, y * square, square, square, paint);
                }

        using var image = SKImage.FromBitmap(bitmap);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>Pixels of a point's side.</summary>
    public static int SquareOf(int width, int height) => Math.Max(1, About / Math.Max(width, height));
}
