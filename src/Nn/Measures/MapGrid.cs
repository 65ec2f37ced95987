using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Measures;

/// <summary>A map's cells brought to an image's pixels, and the order in which they count. Pure.</summary>
public static class MapGrid
{
    /// <summary>side × side values, row by row: bilinear between the centres of the cells, as images are resized.</summary>
    /// <param name="map">height × width, row by row.</param>
    public static double[] Enlarge(IReadOnlyList<float> map, int height, int width, int side)
    {
        var (columns, rows) = (Between(side, width), Between(side, height));
        var pixels = new double[side * side];
        for (var y = 0; y < side; y++)
        {
            var (upper, lower, down) = rows[y];
            for (var x = 0; x < side; x++)
            {
                var (left, right, across) = columns[x];
                double above = map[(upper * width) + left], below = map[(lower * width) + left];
                above += (map[(upper * width) + right] - above) * across;
                below += (map[(lower * width) + right] - below) * across;
                pixels[(y * side) + x] = above + ((below - above) * down);
            }
        }

        return pixels;
    }

    /// <summary>Pixels from the greatest value to the least. Equal values stand in a random order that the stream decides.</summary>
    public static int[] GreatestFirst(IReadOnlyList<double> pixels, RandomStream chance)
    {
        int[] order = [.. Enumerable.Range(0, pixels.Count)];
        chance.Shuffle(order);
        return [.. order.OrderByDescending(pixel => pixels[pixel])]; // a stable sort
    }

    /// <summary>
    /// The same map somewhere else: moved around the edges by whole cells that the stream decides. It has all of the map's shape and points
    /// at nothing that the image has there.
    /// </summary>
    /// <param name="map">height × width, row by row.</param>
    public static float[] Misplace(IReadOnlyList<float> map, int height, int width, RandomStream chance)
    {
        var (down, right) = (chance.NextInt(height), chance.NextInt(width));
        return [.. Enumerable.Range(0, height * width)
            .Select(cell => map[((cell / width) + down) % height * width + ((cell % width) + right) % width])];
    }

    /// <summary>The two cells between whose centres a pixel's centre lies, and the share of the second.</summary>
    private static (int Before, int After, double Share)[] Between(int side, int cells) =>
    [
        .. Enumerable.Range(0, side).Select(pixel => Math.Clamp(((pixel + 0.5) * cells / side) - 0.5, 0, cells - 1))
            .Select(at => ((int)at, Math.Min((int)at + 1, cells - 1), at - (int)at)),
    ];
}
