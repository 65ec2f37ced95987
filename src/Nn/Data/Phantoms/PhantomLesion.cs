using ActorGaze.Nn.Randomness;
using static ActorGaze.Nn.Data.Phantoms.Shade;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>What a class's lesion looks like.</summary>
internal enum LesionLook
{
    /// <summary>Head: bright, large, uneven, in a dark halo.</summary>
    Mass,

    /// <summary>Head: dark, round, with a thin bright rim.</summary>
    Cyst,

    /// <summary>Head: a bright ring around a dark core.</summary>
    Ring,

    /// <summary>Chest: a large cloud.</summary>
    Consolidation,

    /// <summary>Chest: a small bright disc.</summary>
    Nodule,

    /// <summary>Chest: a bright ring.</summary>
    Cavity,
}

/// <summary>A body that is drawn point by point.</summary>
internal interface IPhantomAnatomy
{
    /// <summary>0 black to 1 white, at a point in pixels.</summary>
    double Brightness(double x, double y);

    /// <summary>Whether a lesion that reaches that many pixels around this point lies in the organ.</summary>
    bool Holds(double x, double y, double margin);

    /// <summary>The lesion's own place, in pixels.</summary>
    (double X, double Y) PlaceOf(LesionLook look);
}

/// <summary>One lesion: a closed, more or less uneven curve around a point.</summary>
internal sealed class PhantomLesion
{
    private readonly LesionLook _look;
    private readonly double _x, _y, _radius, _strength;
    private readonly double[] _waves, _phases;
    private readonly NoiseField _texture;

    public PhantomLesion(LesionLook look, IPhantomAnatomy body, PhantomKind kind, RandomStream stream)
    {
        _look = look;
        var (least, most, uneven) = look switch
        {
            LesionLook.Mass => (15.0, 21.0, 0.11),
            LesionLook.Cyst => (9.0, 12.0, 0.02),
            LesionLook.Ring => (11.0, 15.0, 0.05),
            LesionLook.Consolidation => (21.0, 28.0, 0.15),
            LesionLook.Nodule => (7.0, 9.5, 0.02),
            _ => (12.0, 16.0, 0.05),
        };
        _radius = stream.NextDouble(least, most);
        _strength = stream.NextDouble(0.88, 1.08);
        _waves = [.. Enumerable.Range(1, 5).Select(wave => 1.8 * uneven * stream.NextDouble(0.3, 1) / wave)];
        _phases = [.. Enumerable.Range(0, 5).Select(_ => stream.NextDouble(0, Math.Tau))];
        _texture = new NoiseField(stream, 7, 2);
        (_x, _y) = kind == PhantomKind.Localised ? Near(body.PlaceOf(look), stream) : Anywhere(body, stream);
    }

    /// <summary>Distance from the lesion's middle, in its own radius: 1 on its edge.</summary>
    public double Reach(double x, double y)
    {
        var (dx, dy) = (x - _x, y - _y);
        var angle = Math.Atan2(dy, dx);
        var radius = 1.0;
        for (var wave = 0; wave < _waves.Length; wave++) radius += _waves[wave] * Math.Cos(((wave + 1) * angle) + _phases[wave]);
        return Math.Sqrt((dx * dx) + (dy * dy)) / (_radius * radius);
    }

    /// <summary>The healthy brightness as it looks with the lesion.</summary>
    public double Over(double healthy, double x, double y)
    {
        var reach = Reach(x, y);
        if (reach > 1.8) return healthy;

        var inside = 1 - Step(0.92, 1.06, reach);
        var rim = Bump(reach - 0.84, 0.24);
        var grain = 0.10 * _texture.At(x, y);
        return _look switch
        {
            LesionLook.Mass => Mix(healthy * (1 - (0.35 * (1 - Step(1.05, 1.6, reach)))), (0.90 * _strength) + grain, inside),
            LesionLook.Cyst => Mix(Mix(healthy, 0.09, inside), 0.80 * _strength, Bump(reach - 1, 0.16)),
            LesionLook.Ring => Mix(Mix(healthy, 0.26 + grain, inside), 0.97 * _strength, Math.Clamp(1.4 * rim, 0, 1)),
            LesionLook.Consolidation =>
                healthy + ((0.30 * _strength) + (0.7 * grain)) * (1 - Step(0.45, 1.20, reach)) * Math.Max(0, 1.25 - healthy),
            LesionLook.Nodule => healthy + (0.38 * _strength * (1 - Step(0.8, 1.1, reach))),
            _ => healthy + (0.34 * _strength * Math.Clamp(1.4 * rim, 0, 1)),
        };
    }

    private static (double X, double Y) Near((double X, double Y) place, RandomStream stream) =>
        (place.X + stream.NextDouble(-5, 5), place.Y + stream.NextDouble(-5, 5));

    private (double X, double Y) Anywhere(IPhantomAnatomy body, RandomStream stream)
    {
        for (var margin = _radius; ; margin *= 0.95)
        {
            for (var attempt = 0; attempt < 100; attempt++)
            {
                var (x, y) = (stream.NextDouble(0, 224), stream.NextDouble(0, 224));
                if (body.Holds(x, y, margin)) return (x, y);
            }
        }
    }
}
