using ActorGaze.Actors.Examination;
using ActorGaze.Tui.Rendering;
using SkiaSharp;

namespace ActorGaze.Tui.Pictures;

/// <summary>One image under its gaze at the end of each epoch, in rows: a PNG file's bytes.</summary>
internal static class CoursePicture
{
    private const int Gap = 12;
    private const int Panel = 112;
    private const int Line = 22;
    private const int Across = 10;

    /// <summary>Shares of the gaze's greatest value.</summary>
    public static float[] Values(RecordedGaze gaze) => [.. gaze.Cells.Select(cell => cell / 255f)];

    /// <param name="image">The image, row by row.</param>
    /// <param name="side">Of the image, in pixels.</param>
    /// <param name="place">Which of the courses' images it is.</param>
    /// <param name="labels">One for each epoch.</param>
    public static byte[] Png(Colour[] image, int side, SampleCourses courses, int place, string title, IEnumerable<string> labels)
    {
        var count = courses.Epochs.Length;
        var (across, down) = (Math.Min(Across, count), (count + Across - 1) / Across);
        var (width, height) = (Math.Max(600, Gap + (across * (Panel + Gap))), Gap + Line + (down * (Panel + Line + Gap)));
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using var letters = new Lettering(14);
        letters.Draw(canvas, title, Gap, Gap + 12, width - (2 * Gap));
        foreach (var (label, n) in labels.Select((label, n) => (label, n)))
        {
            var (x, y) = (Gap + (n % Across * (Panel + Gap)), Gap + Line + (n / Across * (Panel + Line + Gap)));
            var overlay = Overlay.Resized(Overlay.Of(image, side, Values(courses.Images[place][n]), courses.Width, courses.Height), side,
                Panel);
            using var bitmap = new SKBitmap(new SKImageInfo(Panel, Panel, SKColorType.Rgba8888, SKAlphaType.Opaque));
            bitmap.Pixels = [.. overlay.Select(colour => new SKColor(colour.Red, colour.Green, colour.Blue))];
            using var drawn = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(drawn, x, y);
            letters.Draw(canvas, label, x, y + Panel + 16, Panel);
        }

        using var snapshot = surface.Snapshot();
        using var data = snapshot.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
