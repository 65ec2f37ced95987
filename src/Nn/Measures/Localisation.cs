namespace ActorGaze.Nn.Measures;

/// <summary>Whether a gaze lies on what is known to be the lesion. Pure.</summary>
/// <param name="Hit">
/// The pointing game (Zhang et al., arXiv 1608.00507): whether the map's greatest pixel lies in the lesion, or at most
/// <see cref="Tolerance"/> pixels away from it. False for a map that is zero everywhere.
/// </param>
/// <param name="HitByChance">How much of the image would be a hit, in [0, 1].</param>
/// <param name="Energy">
/// The energy-based pointing game (Wang et al., Score-CAM, arXiv 1910.01279): the share of the map's sum that lies in the lesion, in [0,
/// 1]; null for a map that is zero everywhere.
/// </param>
/// <param name="EnergyByChance">How much of the image is lesion: the energy of an even map.</param>
public sealed record Localisation(bool Hit, double HitByChance, double? Energy, double EnergyByChance)
{
    /// <summary>Pixels, as in the pointing game's paper.</summary>
    public const int Tolerance = 15;

    /// <param name="pixels">The map at the image's size, side × side; none of its values is negative.</param>
    /// <param name="lesion">For each pixel whether it belongs to the lesion; at least one does.</param>
    public static Localisation Of(double[] pixels, bool[] lesion, int side)
    {
        var sum = pixels.Sum();
        var inside = pixels.Where((_, pixel) => lesion[pixel]).Sum();
        var greatest = Array.IndexOf(pixels, pixels.Max());
        var near = Near(lesion, side);
        return new Localisation(
            sum > 0 && near[greatest], (double)near.Count(hit => hit) / near.Length, sum > 0 ? inside / sum : null,
                (double)lesion.Count(part => part) / lesion.Length);
    }

    /// <summary>The pixels at most <see cref="Tolerance"/> away.</summary>
    private static bool[] Near(bool[] lesion, int side)
    {
        var near = new bool[lesion.Length];
        for (var pixel = 0; pixel < lesion.Length; pixel++)
        {
            if (!lesion[pixel]) continue;
            var (y, x) = (pixel / side, pixel % side);
            for (var v = Math.Max(0, y - Tolerance); v <= Math.Min(side - 1, y + Tolerance); v++)
                for (var u = Math.Max(0, x - Tolerance); u <= Math.Min(side - 1, x + Tolerance); u++)
                    if (((v - y) * (v - y)) + ((u - x) * (u - x)) <= Tolerance * Tolerance) near[(v * side) + u] = true;
        }

        return near;
    }
}
