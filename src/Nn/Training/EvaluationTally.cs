using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Collects an evaluation chunk by chunk, and knows its figures at the end. Plain numbers, no tensor; not for two threads at once.
/// </summary>
public sealed class EvaluationTally
{
    private readonly int[] _confusion;
    private readonly List<double[]>[] _gazes;
    private readonly Dictionary<(string Layer, GazeNormalisation Normalise), ReadingTally> _readings = []; // in the order they came in
    private (int Height, int Width) _grid;
    private double _crossEntropy;
    private int _samples;

    /// <param name="classes">At least 1.</param>
    public EvaluationTally(int classes)
    {
        _confusion = new int[classes * classes];
        _gazes = [.. Enumerable.Range(0, classes).Select(_ => new List<double[]>())];
    }

    /// <summary>Samples added so far.</summary>
    public int Samples => _samples;

    /// <summary>Adds a chunk's samples in their order.</summary>
    /// <exception cref="ArgumentException">A chunk of another grid than those before, or a correct sample without a gaze of that
    /// size.</exception>
    public void Add(EvaluationChunk chunk)
    {
        if (_samples > 0 && _grid != (chunk.Height, chunk.Width))
            throw new ArgumentException(
                $"The gazes so far have {_grid.Height}·{_grid.Width} values; these have {chunk.Height}·{chunk.Width}.", nameof(chunk));
        _grid = (chunk.Height, chunk.Width);
        for (var n = 0; n < chunk.Samples; n++) Add(chunk.Labels[n], chunk.Predictions[n], chunk.CrossEntropies[n], chunk.Gazes[n]);
        foreach (var reading in chunk.Readings) Add(chunk, reading);
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
            Gazes = ClassMeanGazes.Pack([.. deviation.Means.Select(mean => mean ?? new double[_grid.Height * _grid.Width])], _grid.Height,
                _grid.Width),
            Readings = _readings.Count == 0
                ? null
                : [.. _readings.Select(known => new GazeReading(known.Key.Layer, known.Key.Normalise, known.Value.Deviation()))],
        };
    }

    private void Add(EvaluationChunk chunk, ReadGazes read)
    {
        var key = (read.Layer, read.Normalise);
        if (!_readings.TryGetValue(key, out var tally)) _readings[key] = tally = new ReadingTally(_gazes.Length, read.Pixels);
        for (var n = 0; n < chunk.Samples; n++)
        {
            if (chunk.Labels[n] == chunk.Predictions[n])
                tally.Add(chunk.Labels[n], read.Values.Span.Slice(n * read.Pixels, read.Pixels));
        }
    }

    private void Add(int label, int prediction, double crossEntropy, double[]? gaze)
    {
        if (label == prediction)
        {
            if (gaze?.Length != _grid.Height * _grid.Width)
                throw new ArgumentException(
                    $"A correct sample's gaze has {_grid.Height}·{_grid.Width} values; this one has {gaze?.Length ?? 0}.", nameof(gaze));
            _gazes[label].Add(gaze);
        }

        _confusion[(label * _gazes.Length) + prediction]++;
        _crossEntropy += crossEntropy;
        _samples++;
    }
}
