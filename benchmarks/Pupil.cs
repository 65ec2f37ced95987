using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>A learner before one batch, taking the steps that a run's training loop takes.</summary>
internal sealed class Pupil(Material material, int level, Precision precision = Precision.Float32, string device = "cpu") : IDisposable
{
    private const double GazeWeight = 50;

    private readonly Batch _batch = device == "cpu"
        ? material.Batch(material.Order(Material.BatchSize))
        : new Batch(null, material.Recipe(material.Order(Material.BatchSize)));

    public Learner Learner { get; } = material.Learner(level, precision, device);

    /// <summary>Regularised steps taken, and those of them with a gaze loss to differentiate.</summary>
    public (int All, int WithLoss) Regularised { get; private set; }

    public void PlainStep() => Learner.Step(_batch, gazeWeight: null);

    public void RegularisedStep()
    {
        var figures = Learner.Step(_batch, GazeWeight);
        Regularised = (Regularised.All + 1, Regularised.WithLoss + (figures.GazeLoss > 0 ? 1 : 0));
    }

    public void Evaluate() => Learner.Evaluate(_batch);

    public void Dispose()
    {
        Learner.Dispose();
        _batch.Dispose();
    }
}
