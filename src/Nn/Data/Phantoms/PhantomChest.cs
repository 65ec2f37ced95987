using ActorGaze.Nn.Randomness;
using static ActorGaze.Nn.Data.Phantoms.Shade;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>
/// A chest from the front: shoulders, lungs, ribs, collar bones, spine, the heart on the viewer's right, the domes of the diaphragm.
/// </summary>
internal sealed class PhantomChest : IPhantomAnatomy
{
    private readonly double _middle, _top, _width, _base, _heart, _ribs, _ribGap, _exposure;
    private readonly NoiseField _vessels, _tissue, _bias;

    public PhantomChest(RandomStream stream)
    {
        _middle = 112 + stream.NextDouble(-5, 5);
        _top = stream.NextDouble(24, 34);
        _width = stream.NextDouble(82, 92);
        _base = stream.NextDouble(160, 174);
        _heart = stream.NextDouble(0.9, 1.15);
        _ribs = stream.NextDouble(0, 16);
        _ribGap = stream.NextDouble(16.5, 19.5);
        _exposure = stream.NextDouble(-0.04, 0.04);
        _vessels = new NoiseField(stream, 16, 3);
        _tissue = new NoiseField(stream, 40, 3);
        _bias = new NoiseField(stream, 170, 1);
    }

    public double Brightness(double x, double y)
    {
        var dx = x - _middle;
        var side = Math.Abs(dx);
        var body = Body(side, y);
        var lung = Lung(dx, y);

        var value = Mix(0.60, 0.70, Step(130, 215, y)) + (0.05 * _tissue.At(x, y));
        value += 0.16 * Bump(side, 26) * Step(_top - 30, _top + 30, y); // the middle: great vessels, breast bone
        value = Mix(value, 0.20 + (0.05 * _tissue.At(y, x)), lung);
        value += lung * Markings(dx, x, y);
        value += (0.35 + (0.65 * lung)) * Ribs(side, y);
        value = Mix(value, Math.Max(value, 0.74), 0.9 * Heart(dx, y));
        value += Spine(side, y) + CollarBones(side, y);
        value = Mix(value, value - 0.30, 0.8 * Stomach(dx, y));

        return Mix(0.03, (value + _exposure) * (1 + (0.10 * _bias.At(x, y))), body);
    }

    public bool Holds(double x, double y, double margin)
    {
        for (var corner = 0; corner < 4; corner++)
        {
            var (sx, sy) = ((corner & 1) == 0 ? margin : -margin, (corner & 2) == 0 ? margin : -margin);
            if (Lung(x + (0.6 * sx) - _middle, y + (0.6 * sy)) < 0.5) return false;
        }

        return Heart(x - _middle, y) < 0.3;
    }

    /// <summary>In the lung on the viewer's left, away from the heart: low, middle and high.</summary>
    public (double X, double Y) PlaceOf(LesionLook look) => look switch
    {
        LesionLook.Consolidation => (_middle - (0.50 * _width), Mix(_top, _base, 0.76)),
        LesionLook.Cavity => (_middle - (0.52 * _width), Mix(_top, _base, 0.50)),
        _ => (_middle - (0.40 * _width), Mix(_top, _base, 0.23)),
    };

    private double Body(double side, double y)
    {
        var trunk = y < 46
            ? Mix(26, _width + 22, Step(4, 46, y + (0.10 * side)))
            : _width + 22 - (6 * Step(60, 150, y)) + (8 * Step(150, 224, y));
        return 1 - Step(trunk - 3, trunk + 3, side);
    }

    /// <summary>1 inside a lung: narrow at the top, wide below, hollowed out by the middle, cut off by the diaphragm's dome.</summary>
    private double Lung(double dx, double y)
    {
        var side = Math.Abs(dx);
        var right = dx > 0;
        var height = (y - _top) / (_base - _top);
        if (height is < -0.05 or > 1.3) return 0;

        var rise = Math.Sqrt(Math.Clamp(height + 0.01, 0, 1));
        var outer = _width * (0.42 + (0.58 * Math.Pow(rise, 0.85)));
        var inner = 17 + (5 * Step(0.3, 0.9, height)) + (10 * (1 - Step(0, 0.25, height)));
        var centre = (outer + inner) / 2;
        var half = (outer - inner) / 2;
        var across = (side - centre) / half;
        var apex = _top + (16 * across * across);
        var dome = _base + (right ? 6 : -3) + (26 * Math.Pow(Math.Clamp((side - inner) / (outer - inner), 0, 1) - 0.42, 2) * 3.2) - 6;
        return (1 - Step(half - 3, half + 2, Math.Abs(side - centre))) * Step(apex - 2, apex + 4, y) * (1 - Step(dome - 2, dome + 2, y));
    }

    private double Markings(double dx, double x, double y)
    {
        var (hx, hy) = (Math.Abs(dx) - 24, y - Mix(_top, _base, 0.48));
        var near = Math.Exp(-((hx * hx / 900) + (hy * hy / 1500)));
        var branches = 1 - Step(0.02, 0.16, Math.Abs(_vessels.At(x, y)));
        return (near * 0.16) + (branches * (0.025 + (0.13 * near)));
    }

    private double Ribs(double side, double y)
    {
        var t = side / _width;
        if (t is < 0.12 or > 1.12) return 0;

        var back = y - _ribs + (13 * Math.Sin(Math.Min(t, 1) * 2.0)) - (40 * t * t);
        var front = y - _ribs + 6 - (34 * (1 - t)) + (12 * (1 - t) * (1 - t));
        var value = 0.135 * Bar(back, _ribGap, 3.4) * Step(0.12, 0.24, t);
        value += 0.06 * Bar(front, _ribGap, 4.2) * Step(0.38, 0.55, t) * Step(60, 90, y);
        return value * (1 - Step(1.02, 1.12, t)) * Step(_top - 14, _top + 4, y) * (1 - Step(_base + 4, _base + 34, y));
    }

    /// <summary>Bars a gap apart, brighter at their edges, as bones are.</summary>
    private static double Bar(double at, double gap, double half)
    {
        var distance = Math.Abs(at - (gap * Math.Round(at / gap)));
        return (1 - Step(half - 0.8, half + 1.4, distance)) * (0.62 + (0.38 * Step(half - 2.6, half - 0.6, distance)));
    }

    private double Heart(double dx, double y)
    {
        var (hx, hy) = ((dx - (13 * _heart)) / (35 * _heart), (y - (_base - 30)) / (37 * _heart));
        var (a, b) = ((0.87 * hx) - (0.38 * hy), (0.38 * hx) + (0.87 * hy));
        var knob = Math.Sqrt(Math.Pow((dx - 15) / 12, 2) + Math.Pow((y - Mix(_top, _base, 0.36)) / 13, 2));
        return Math.Max(1 - Step(0.90, 1.06, Math.Sqrt((a * a) + (b * b))), 0.8 * (1 - Step(0.8, 1.15, knob)));
    }

    private static double Spine(double side, double y)
    {
        var column = 1 - Step(8, 11, side);
        var gap = Bar(y, 13.5, 1.6);
        return (column * (0.06 - (0.05 * gap))) + (0.04 * Bump(side, 3));
    }

    private double CollarBones(double side, double y)
    {
        var t = (side - 12) / 78;
        if (t is < 0 or > 1) return 0;

        var line = _top + 13 - (15 * t) + (5 * Math.Sin(t * 6.0));
        var distance = Math.Abs(y - line);
        var half = 3.6 + (1.6 * (1 - t));
        return 0.20 * (1 - Step(half - 1, half + 1.4, distance)) * (0.7 + (0.3 * Step(half - 2.4, half - 0.4, distance)));
    }

    private double Stomach(double dx, double y)
    {
        var (a, b) = ((dx - 44) / 20, (y - (_base + 21)) / 9);
        return 1 - Step(0.6, 1.1, Math.Sqrt((a * a) + (b * b)));
    }
}
