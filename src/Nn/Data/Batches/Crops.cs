using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>A part of an image, in shares of its width and height, and whether it is then mirrored left to right.</summary>
public readonly record struct Crop(double X, double Y, double Width, double Height, bool Flip)
{
    /// <summary>All of it, as it is.</summary>
    public static Crop Whole => new(0, 0, 1, 1, false);
}

/// <summary>Chooses how an image is varied in an epoch.</summary>
public static class Crops
{
    /// <summary>The crop of one image in one epoch: a function of its arguments alone, on every machine.</summary>
    /// <remarks>
    /// Area uniform in [MinArea, 1]. Longer side to shorter side uniform in [1, MaxAspect], lying or standing with equal chance, and never
    /// so long that the crop leaves the image. Place uniform among those that fit.
    /// </remarks>
    /// <param name="spec">Its ranges are the bounds.</param>
    /// <param name="seed">The trial's.</param>
    /// <param name="epoch">Any count.</param>
    /// <param name="index">The image's, in its store.</param>
    /// <exception cref="ArgumentOutOfRangeException">A range of the spec is not as it says.</exception>
    public static Crop For(CropSpec spec, long seed, int epoch, int index)
    {
        Demand(spec.MinArea is > 0 and <= 1, spec.MinArea, "MinArea is in (0, 1].");
        Demand(spec.MaxAspect is >= 1 and < double.PositiveInfinity, spec.MaxAspect, "MaxAspect is at least 1.");
        Demand(spec.FlipProbability is >= 0 and <= 1, spec.FlipProbability, "FlipProbability is in [0, 1].");

        var stream = RandomStream.Named("crop", seed, epoch, index);
        var area = 1 - ((1 - spec.MinArea) * stream.NextDouble());
        var aspect = stream.NextDouble(1, Math.Min(spec.MaxAspect, 1 / area));
        var lying = stream.NextDouble() < 0.5;
        var longer = Math.Min(1, Math.Sqrt(area * aspect));
        var shorter = Math.Min(1, Math.Sqrt(area / aspect));
        var (width, height) = lying ? (longer, shorter) : (shorter, longer);
        var (x, y) = ((1 - width) * stream.NextDouble(), (1 - height) * stream.NextDouble());
        return new Crop(x, y, width, height, stream.NextDouble() < spec.FlipProbability);
    }

    private static void Demand(bool holds, double found, string allowed)
    {
        if (!holds) throw new ArgumentOutOfRangeException("spec", found, allowed);
    }
}
