using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Collects an evaluation chunk by chunk, and knows its figures at the end. Plain numbers, no tensor; not for two threads at once.
/// </summary>
public sealed class EvaluationTally
{
    private readonly int _height;
    private readonly int _width;
    private readonly int[] _confusion;
    private readonly List<double[]>[] _gazes;
    private double _crossEntropy;
    private int _samples;

    /// <param name="classes">At least 1.</param>
    /// <param name="height">Rows of a gaze.</param>
    /// <param name="width">Columns of a gaze.</param>
    public EvaluationTally(int classes, int height, int width)
    {
        (_height, _width) = (height, width);
        _confusion = new int[classes * classes];
        _gazes = [.. Enumerable.Range(0, classes).Select(_ => new List<double[]>())];
    }

    /// <summary>Samples added so far.</summary>
    public int Samples => _samples;

    /// <summary>Adds a chunk's samples in their order.</summary>
    public void Add(EvaluationChunk chunk)
    {
        for (var n = 0; n < chunk.Samples; n++) Add(chunk.Labels[n], chunk.Predictions[n], chunk.CrossEntropies[n], chunk.Gazes[n]);
    }

    /// <summary>Adds one sample.</summary>
    /// <param name="crossEntropy">Of this sample alone.</param>
    /// <param name="gaze">Its normalised map, row-major; needed where the prediction is right, ignored where it is not.</param>
    /// <exception cref="ArgumentException">A correct sample without a gaze, or with one of another size.</exception>
    public void Add(int label, int prediction, double crossEntropy, double[]? gaze)
    {
        if (label == prediction)
        {
            if (gaze?.Length != _height * _width)
                throw new ArgumentException(
                    $"A correct sample's gaze has {_height}·{_width} values; this one has {gaze?.Length ?? 0}.", nameof(gaze));
            _gazes[label].Add(gaze);
        }

        _confusion[(label * _gazes.Length) + prediction]++;
        _crossEntropy += crossEntropy;
        _samples++;
    }

    /// <summary>What the samples so far come to.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public EvaluationFigures Figures()
    {
        if (_samples == 0) throw new InvalidOperationException("An evaluation of no samples has no figures.");

        var confusion = new ConfusionMatrix(_gazes.Length, [.. _confusion]);
        var deviation = GazeDeviation.Of(_gazes);
        var gazes = _gazes.SelectMany(samples => samples).ToArray();
        var entropies = gazes.Select(GazeEntropy.Of).OfType<double>().ToArray();
        var correct = gazes.Length;
        return new EvaluationFigures
        {
            CrossEntropy = _crossEntropy / _samples,
            Confusion = confusion,
            Accuracy = Accuracy.Of(confusion),
            Kappa = Kappa.Of(confusion),
            GazeDeviation = deviation.Overall,
            GazeDeviationPerClass = [.. deviation.PerClass],
            CorrectPerClass = [.. deviation.Counts],
            ZeroGazeShare = correct == 0 ? null : (double)(correct - entropies.Length) / correct,
            GazeEntropy = entropies.Length == 0 ? null : entropies.Average(),
            Gazes = ClassMeanGazes.Pack([.. deviation.Means.Select(mean => mean ?? new double[_height * _width])], _height, _width),
        };
    }
}
