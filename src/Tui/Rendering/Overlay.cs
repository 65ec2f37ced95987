namespace ActorGaze.Tui.Rendering;

/// <summary>A gaze laid over its image, pixel by pixel. Pure.</summary>
internal static class Overlay
{
    /// <summary>How much of a pixel is the gaze's colour.</summary>
    private const double Share = 0.5;

    /// <summary>side × side colours, row by row: half gray image, half the gaze's colour, bilinear between the centres of its cells.</summary>
    /// <param name="pixels">Gray, side × side, row by row.</param>
    /// <param name="gaze">In [0, 1], width × height, row by row.</param>
    public static Colour[] Of(byte[] pixels, int side, IReadOnlyList<float> gaze, int width, int height)
    {
        var colours = new Colour[side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (gray, heat) = (pixels[(y * side) + x], Palette.Cividis(At(x, y)));
                colours[(y * side) + x] = Colour.Of(Mix(gray, heat.Red), Mix(gray, heat.Green), Mix(gray, heat.Blue));
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

    /// <summary>The same picture on fewer pixels, each the mean of those that it stands for.</summary>
    /// <param name="from">Side of the picture; a multiple of <paramref name="to"/>.</param>
    public static Colour[] Smaller(IReadOnlyList<Colour> colours, int from, int to)
    {
        var (block, smaller) = (from / to, new Colour[to * to]);
        for (var y = 0; y < to; y++)
            for (var x = 0; x < to; x++)
            {
                var (red, green, blue) = (0, 0, 0);
                for (var dy = 0; dy < block; dy++)
                    for (var dx = 0; dx < block; dx++)
                    {
                        var colour = colours[(((y * block) + dy) * from) + (x * block) + dx];
                        (red, green, blue) = (red + colour.Red, green + colour.Green, blue + colour.Blue);
                    }

                var count = block * block;
                smaller[(y * to) + x] = Colour.Of(red / count, green / count, blue / count);
            }

        return smaller;
    }

    /// <summary>The cells between whose centres a pixel's centre lies, and the share of the second.</summary>
    private static (int Before, int After, double Share) Between(int pixel, int side, int cells)
    {
        var at = Math.Clamp(((pixel + 0.5) * cells / side) - 0.5, 0, cells - 1);
        return ((int)at, Math.Min((int)at + 1, cells - 1), at - (int)at);
    }

    private static int Mix(byte gray, byte heat) => (int)Math.Round((gray * (1 - Share)) + (heat * Share));
}
