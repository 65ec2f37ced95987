using ActorGaze.Nn.Randomness;
using static ActorGaze.Nn.Data.Phantoms.Shade;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>A head, cut level with the ventricles: scalp, skull, folded cortex, white matter, deep nuclei, ventricles, fissure.</summary>
internal sealed class PhantomHead : IPhantomAnatomy
{
    private readonly double _centreX, _centreY, _halfWidth, _halfLength, _cos, _sin, _ventricles, _scalp, _bend;
    private readonly NoiseField _folds, _warp, _tissue, _bias;

    public PhantomHead(RandomStream stream)
    {
        _centreX = 112 + stream.NextDouble(-5, 5);
        _centreY = 112 + stream.NextDouble(-5, 5);
        _halfWidth = stream.NextDouble(74, 86);
        _halfLength = stream.NextDouble(90, 102);
        var tilt = stream.NextDouble(-0.09, 0.09);
        (_cos, _sin) = (Math.Cos(tilt), Math.Sin(tilt));
        _ventricles = stream.NextDouble(0.8, 1.25);
        _scalp = stream.NextDouble(0.62, 0.85);
        _bend = stream.NextDouble(-0.02, 0.02);
        _folds = new NoiseField(stream, 13, 2);
        _warp = new NoiseField(stream, 26, 2);
        _tissue = new NoiseField(stream, 9, 3);
        _bias = new NoiseField(stream, 150, 1);
    }

    public double Brightness(double x, double y)
    {
        var (u, v, radius) = Locate(x, y);
        if (radius > 1.01) return 0.02;

        var brain = 1 - Step(0.835, 0.85, radius);
        var value = radius switch
        {
            > 0.965 => Mix(0.02, 0.42, 1 - Step(0.99, 1.01, radius)), // skin
            > 0.915 => Mix(_scalp, 0.42, Step(0.955, 0.975, radius)), // fat
            > 0.86 => Mix(0.08, _scalp, Step(0.905, 0.925, radius)), // bone
            _ => 0.13, // fluid
        };
        if (radius > 0.855 && radius < 0.90) value += 0.14 * Math.Max(0, _tissue.At(x, y)); // marrow
        value = Mix(value, Brain(x, y, u, v, radius), brain);
        return value * (1 + (0.16 * _bias.At(x, y)));
    }

    public bool Holds(double x, double y, double margin)
    {
        var (_, _, radius) = Locate(x, y);
        return radius < 0.78 - (margin / _halfWidth);
    }

    /// <summary>On the midline, front, middle and back: a place that a mirrored image keeps.</summary>
    public (double X, double Y) PlaceOf(LesionLook look)
    {
        var v = look switch { LesionLook.Mass => -0.47, LesionLook.Cyst => 0.52, _ => 0.02 };
        return (_centreX - (_sin * v * _halfLength), _centreY + (_cos * v * _halfLength));
    }

    private (double U, double V, double Radius) Locate(double x, double y)
    {
        var (dx, dy) = (x - _centreX, y - _centreY);
        var u = ((_cos * dx) + (_sin * dy)) / _halfWidth;
        var v = ((_cos * dy) - (_sin * dx)) / _halfLength;
        var narrow = 1 + (0.07 * -v); // the forehead is narrower than the back
        return (u, v, Math.Pow(Math.Pow(Math.Abs(u * narrow), 2.25) + Math.Pow(Math.Abs(v), 2.25), 1 / 2.25));
    }

    private double Brain(double x, double y, double u, double v, double radius)
    {
        var (wx, wy) = (x + (11 * _warp.At(x, y)), y + (11 * _warp.At(y + 300, x)));
        var fold = Math.Abs(_folds.At(wx, wy));
        var depth = Step(0.46, 0.66, radius); // folds reach in from the surface
        var cortex = Math.Max(Step(0.755, 0.79, radius), depth * (1 - Step(0.26, 0.42, fold)));
        var value = Mix(0.68, 0.45, cortex);
        value = Mix(value, 0.16, depth * (1 - Step(0.04, 0.15, fold)) * Step(0.50, 0.76, radius)); // fluid in the folds

        value = Mix(value, 0.52, Bump(Math.Abs(Ellipse(u, v, 0.25, 0.02, 0.11, 0.22, 0.25)), 1.15) > 0.2 ? 0.8 : 0); // deep nuclei
        var middle = Math.Abs(u - (_bend * (1 - (v * v))));
        var fissure = Step(0.30, 0.42, Math.Abs(v + 0.03)) * (1 - Step(0.008, 0.026, middle));
        value = Mix(value, 0.47, Step(0.26, 0.36, Math.Abs(v + 0.03)) * (1 - Step(0.03, 0.07, middle)));
        value = Mix(value, 0.14, fissure);

        value = Mix(value, 0.13, 1 - Step(0.9, 1.12, Horns(u, v)));
        return value + (0.035 * _tissue.At(x, y));
    }

    /// <summary>Below 1 inside the ventricles: two front horns, two back horns, the third ventricle.</summary>
    private double Horns(double u, double v)
    {
        var size = _ventricles;
        var front = Ellipse(u, v, 0.095 * size, -0.17, 0.055 * size, 0.17 * size, 0.30);
        var back = Ellipse(u, v, 0.17 * size, 0.27, 0.058 * size, 0.17 * size, -0.42);
        var third = Ellipse(u, v, 0, 0.04, 0.022 * size, 0.09, 0);
        return Math.Min(third, Math.Min(front, back));
    }

    /// <summary>Distance from a tilted ellipse's centre in its own half axes; mirrored at the midline.</summary>
    private static double Ellipse(double u, double v, double atU, double atV, double halfU, double halfV, double tilt)
    {
        var (du, dv) = (Math.Abs(u) - atU, v - atV);
        var (c, s) = (Math.Cos(tilt), Math.Sin(tilt));
        var (a, b) = (((c * du) + (s * dv)) / halfU, ((c * dv) - (s * du)) / halfV);
        return Math.Sqrt((a * a) + (b * b));
    }
}
