using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Rendering;
using SkiaSharp;

namespace ActorGaze.Tui.Pictures;

/// <summary>One image, its gaze and both over each other, side by side, with a colour bar: a PNG file's bytes.</summary>
internal static class GazePicture
{
    private const int Gap = 16;
    private const int Panel = 448; // two pixels for each of an image of the usual form
    private const int Line = 24;
    private const int TitleLines = 2;
    private const int Top = Gap + (TitleLines * Line) + Line;
    private const int Bar = 20;
    private const int BarLabels = 84;

    public const int Width = Gap + (3 * (Panel + Gap)) + Bar + 6 + BarLabels;
    public const int Height = Top + Panel + Gap;

    /// <param name="pixels">The image, as its form lays it out.</param>
    /// <param name="side">Of the image, in pixels.</param>
    /// <param name="titles">At most two lines above the panels.</param>
    public static byte[] Png(byte[] pixels, int side, ImageGaze gaze, params string[] titles)
    {
        var shown = Overlay.Image(pixels, side);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using var letters = new Lettering(16);
        for (var line = 0; line < Math.Min(TitleLines, titles.Length); line++)
            letters.Draw(canvas, titles[line], Gap, Gap + (line * Line) + 16, Width - (2 * Gap));

        (string Name, Colour[] Colours, int Columns, int Rows)[] panels =
        [
            ("image", shown, side, side),
            ("gaze", [.. gaze.Gaze.Select(value => Palette.Cividis(value))], gaze.Width, gaze.Height),
            ("both", Overlay.Of(shown, side, gaze.Gaze, gaze.Width, gaze.Height), side, side),
        ];
        for (var n = 0; n < panels.Length; n++)
        {
            var (name, colours, columns, rows) = panels[n];
            var left = Gap + (n * (Panel + Gap));
            letters.Draw(canvas, name, left, Top - 8, Panel);
            Draw(canvas, colours, columns, rows, SKRect.Create(left, Top, Panel, Panel));
        }

        DrawBar(canvas, letters, gaze, Gap + (3 * (Panel + Gap)));
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>From the map's greatest value, at the top, to its least.</summary>
    private static void DrawBar(SKCanvas canvas, Lettering letters, ImageGaze gaze, int left)
    {
        const int Steps = 256, Labels = 5;
        Draw(canvas, [.. Enumerable.Range(0, Steps).Select(step => Palette.Cividis(1 - (step / (Steps - 1.0))))], 1, Steps,
            SKRect.Create(left, Top, Bar, Panel));
        var (least, greatest) = ((double)gaze.Map.Min(), (double)gaze.Map.Max());
        for (var label = 0; label < Labels; label++)
        {
            var share = label / (Labels - 1f);
            letters.Draw(canvas, Numbers.Short(greatest + ((least - greatest) * share)), left + Bar + 6, Top + 12 + (share * (Panel - 12)),
                BarLabels);
        }
    }

    /// <summary>Cells as squares of one colour: what a network's grid does not have is not drawn.</summary>
    private static void Draw(SKCanvas canvas, Colour[] colours, int columns, int rows, SKRect place)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(columns, rows, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Pixels = [.. colours.Select(colour => new SKColor(colour.Red, colour.Green, colour.Blue))];
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest), null);
    }
}
