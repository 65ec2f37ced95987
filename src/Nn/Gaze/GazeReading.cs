namespace ActorGaze.Nn.Gaze;

/// <summary>
/// The gaze deviation of one evaluation under one way to read gazes: at a stage of the network, with a normalisation. Deviations of
/// different readings have different scales; how they change over training can be compared.
/// </summary>
/// <param name="Layer">As <c>gaze.layer</c> names it.</param>
/// <param name="Normalise">As <c>gaze.normalise</c> names it.</param>
/// <param name="Deviation">See <see cref="GazeDeviation"/>; 0 where nothing is correct.</param>
public sealed record GazeReading(string Layer, GazeNormalisation Normalise, double Deviation);

/// <summary>The gazes of a batch under one reading, as plain numbers.</summary>
/// <param name="Pixels">Values of one gaze.</param>
/// <param name="Values">Those of all samples, right or wrong, one after the other.</param>
public sealed record ReadGazes(string Layer, GazeNormalisation Normalise, int Pixels, ReadOnlyMemory<double> Values);

/// <summary>
/// Collects the gazes of one reading, and knows their deviation at the end: Σ‖g‖² − n·‖mean‖² for each class, in double precision, so that
/// no gaze is kept.
/// </summary>
internal sealed class ReadingTally(int classes, int pixels)
{
    private readonly double[][] _sums = [.. Enumerable.Range(0, classes).Select(_ => new double[pixels])];
    private readonly double[] _squares = new double[classes];
    private readonly int[] _counts = new int[classes];

    /// <param name="gaze">Of a correct sample of the class.</param>
    public void Add(int label, ReadOnlySpan<double> gaze)
    {
        _counts[label]++;
        for (var i = 0; i < pixels; i++)
        {
            _sums[label][i] += gaze[i];
            _squares[label] += gaze[i] * gaze[i];
        }
    }

    /// <summary>0 where nothing is correct.</summary>
    public double Deviation()
    {
        var all = _counts.Sum();
        return all == 0 ? 0 : Enumerable.Range(0, classes).Sum(OfClass) / all;
    }

    /// <summary>Summed over the class's samples. Rounding must not make it negative where all are equal.</summary>
    private double OfClass(int label) => _counts[label] == 0
        ? 0
        : Math.Max(0, _squares[label] - (_sums[label].Sum(sum => sum * sum) / _counts[label])) / pixels;
}
