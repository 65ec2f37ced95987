namespace ActorGaze.Nn.Gaze;

/// <summary>How spread out one gaze is: the Shannon entropy of its map read as a distribution.</summary>
public static class GazeEntropy
{
    /// <summary>
    /// In nats, from 0 (one pixel) to the logarithm of the number of pixels (evenly spread); null for a map that is zero everywhere.
    /// </summary>
    /// <param name="gaze">A normalised map; none of its values is negative.</param>
    public static double? Of(double[] gaze)
    {
        var total = gaze.Sum();
        return total == 0 ? null : gaze.Where(value => value > 0).Sum(value => -(value / total) * Math.Log(value / total));
    }
}
