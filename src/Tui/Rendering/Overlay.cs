namespace ActorGaze.Tui.Rendering;

/// <summary>A gaze laid over its image, pixel by pixel. Pure.</summary>
internal static class Overlay
{
    /// <summary>How much of a pixel is the gaze's colour.</summary>
    private const double Share = 0.5;

    /// <summary>An image's pixels as colours, row by row.</summary>
    /// <param name="pixels">Gray, side × side, row by row; or red, green and blue so, one after the other.</param>
    public static Colour[] Image(byte[] pixels, int side)
    {
        var size = side * side;
        var (second, third) = pixels.Length >= 3 * size ? (size, 2 * size) : (0, 0);
        return [.. Enumerable.Range(0, size).Select(at => Colour.Of(pixels[at], pixels[second + at], pixels[third + at]))];
    }

    /// <summary>
    /// side × side colours, row by row: half the image, half the gaze's colour, bilinear between the centres of its cells.
    /// </summary>
    /// <param name="image">As <see cref="Image"/> gives it.</param>
    /// <param name="gaze">In [0, 1], width × height, row by row.</param>
    public static Colour[] Of(IReadOnlyList<Colour> image, int side, IReadOnlyList<float> gaze, int width, int height)
    {
        var colours = new Colour[side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (pixel, heat) = (image[(y * side) + x], Palette.Cividis(At(x, y)));
                colours[(y * side) + x] = Colour.Of(Mix(pixel.Red, heat.Red), Mix(pixel.Green, heat.Green), Mix(pixel.Blue, heat.Blue));
            }

        return colours;

        double At(int x, int y)
        {
            var (left, right, across) = Between(x, side, width);
            var (upper, lower, down) = Between(y, side, height);
            var above = gaze[(upper * width) + left] + ((gaze[(upper * width) + right] - gaze[(upper * width) + left]) * across);
            var below = gaze[(lower * width) + left] + ((gaze[(lower * width) + right] - gaze[(lower * width) + left]) * across);
            return above + ((below - above) * down);
        }
    }

    /// <summary>
    /// The same picture on fewer pixels, each the mean of those that it stands for; or on more, each the one that it lies in.
    /// </summary>
    /// <param name="from">Side of the picture.</param>
    public static Colour[] Resized(IReadOnlyList<Colour> colours, int from, int to)
    {
        var resized = new Colour[to * to];
        for (var y = 0; y < to; y++)
            for (var x = 0; x < to; x++)
            {
                var (red, green, blue, count) = (0, 0, 0, 0);
                for (var row = y * from / to; row < EndOf(y); row++)
                    for (var column = x * from / to; column < EndOf(x); column++)
                    {
                        var colour = colours[(row * from) + column];
                        (red, green, blue, count) = (red + colour.Red, green + colour.Green, blue + colour.Blue, count + 1);
                    }

                resized[(y * to) + x] = Colour.Of(red / count, green / count, blue / count);
            }

        return resized;

        int EndOf(int at) => Math.Max(((at + 1) * from) / to, (at * from / to) + 1);
    }

    /// <summary>The cells between whose centres a pixel's centre lies, and the share of the second.</summary>
    private static (int Before, int After, double Share) Between(int pixel, int side, int cells)
    {
        var at = Math.Clamp(((pixel + 0.5) * cells / side) - 0.5, 0, cells - 1);
        return ((int)at, Math.Min((int)at + 1, cells - 1), at - (int)at);
    }

    private static int Mix(byte pixel, byte heat) => (int)Math.Round((pixel * (1 - Share)) + (heat * Share));
}
