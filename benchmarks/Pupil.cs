using ActorGaze.Nn.Data;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>A learner before one batch, taking steps as a crew's trainer and cams take them.</summary>
internal sealed class Pupil(Material material, int level) : IDisposable
{
    private const double GazeWeight = 50;

    private readonly Batch _batch = material.Batch(material.Order(Material.BatchSize));
    private MovingClassMeans _means = MovingClassMeans.Empty(material.Store.Classes.Length, new GazeSpec().EmaDecay);

    public Learner Learner { get; } = material.Learner(level);

    /// <summary>Regularised steps taken, and those of them with a gaze loss to differentiate.</summary>
    public (int All, int WithLoss) Regularised { get; private set; }

    public void PlainStep()
    {
        using var step = Learner.Forward(_batch, withGaze: false);
        Learner.Finish(step, null);
    }

    public void RegularisedStep()
    {
        using var step = Learner.Forward(_batch, withGaze: true);
        _means = _means.Fold(step.Gazes!);
        var figures = Learner.Finish(step, new GazeTarget(_means, GazeWeight));
        Regularised = (Regularised.All + 1, Regularised.WithLoss + (figures.GazeLoss > 0 ? 1 : 0));
    }

    public void Evaluate() => Learner.Evaluate(_batch);

    public void Dispose()
    {
        Learner.Dispose();
        _batch.Dispose();
    }
}
