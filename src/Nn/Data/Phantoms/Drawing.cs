using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>Smooth noise over the image plane: random values on a lattice, blended between, in octaves.</summary>
internal sealed class NoiseField
{
    private const int Side = 64;
    private readonly double[] _values = new double[Side * Side];
    private readonly double _cell;
    private readonly int _octaves;

    /// <param name="cell">Size of the coarsest structure, in pixels.</param>
    public NoiseField(RandomStream stream, double cell, int octaves)
    {
        (_cell, _octaves) = (cell, octaves);
        for (var i = 0; i < _values.Length; i++) _values[i] = stream.NextDouble(-1, 1);
    }

    /// <summary>About −1 to 1, mean 0.</summary>
    public double At(double x, double y)
    {
        var (sum, scale, weight) = (0.0, 1 / _cell, 1.0);
        for (var octave = 0; octave < _octaves; octave++, scale *= 2, weight *= 0.5)
            sum += weight * Blend((x * scale) + (17.3 * octave) + 1000, (y * scale) + (5.9 * octave) + 1000);
        return sum / (2 - (2 * weight));
    }

    private double Blend(double x, double y)
    {
        var (left, top) = ((int)x, (int)y);
        var (across, down) = (Shade.Ease(x - left), Shade.Ease(y - top));
        var upper = Shade.Mix(Value(left, top), Value(left + 1, top), across);
        var lower = Shade.Mix(Value(left, top + 1), Value(left + 1, top + 1), across);
        return Shade.Mix(upper, lower, down) * 1.6;
    }

    private double Value(int x, int y) => _values[((y & (Side - 1)) * Side) + (x & (Side - 1))];
}

/// <summary>Blending of brightness.</summary>
internal static class Shade
{
    public static double Mix(double from, double to, double share) => from + ((to - from) * share);

    public static double Ease(double t) => t * t * (3 - (2 * t));

    /// <summary>0 below one edge, 1 above the other, smooth between.</summary>
    public static double Step(double from, double to, double value) => Ease(Math.Clamp((value - from) / (to - from), 0, 1));

    /// <summary>1 at the centre, 0 from a distance of one width on.</summary>
    public static double Bump(double distance, double width) => 1 - Step(0, width, Math.Abs(distance));
}
