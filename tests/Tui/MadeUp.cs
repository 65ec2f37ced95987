using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Tui;

/// <summary>Runs that never ran.</summary>
internal static class MadeUp
{
    public static SweepSpec Sweep(Evaluation evaluation, double[] weights, int[] levels, int trials, int epochs) =>
        new SweepGrid("made-up", new RunSpec(new RunId("template")) { Epochs = epochs }) { Networks = PaperNetworks.Of([.. levels]), GazeWeights = weights, Trials = trials }.ToSweep() with { Evaluation = evaluation };

    public static RunState Run(RunSpec spec, RunPhase phase, params (double Kappa, double Deviation)[] epochs) => RunState.Initial with
    {
        Spec = spec,
        Phase = phase,
        Attempts = phase == RunPhase.Queued ? 0 : 1,
        Device = phase == RunPhase.Queued ? null : "cpu",
        Classes = phase == RunPhase.Queued ? null : new ClassNames(["glioma", "notumor"]),
        Epochs = [.. epochs.Select((e, i) => Epoch(i + 1, e.Kappa, e.Deviation, spec.GazeWeight))],
    };

    public static EpochMetrics Epoch(int epoch, double kappa, double deviation, double weight = 0) => new()
    {
        Epoch = epoch,
        LearningRate = 1e-4,
        GazeWeight = weight,
        Training = new TrainingFigures(1.0 / epoch, weight == 0 ? null : deviation / 2, 0.5, 200, 0.1),
        Evaluation = new EvaluationFigures
        {
            CrossEntropy = 1.2 / epoch,
            Confusion = new ConfusionMatrix(2, [40, 10, 5, 45]),
            Accuracy = (kappa + 1) / 2,
            Kappa = kappa,
            GazeDeviation = deviation,
            GazeDeviationPerClass = [deviation, null],
            CorrectPerClass = [40, 45],
            ZeroGazeShare = kappa == 0 ? null : 0.025,
            GazeEntropy = kappa == 0 ? null : 4.5,
            Gazes = ClassMeanGazes.Pack([new double[4], new double[4]], 2, 2),
        },
    };

    /// <summary>A course that rises like learning does, the same for the same seed.</summary>
    public static (double Kappa, double Deviation)[] Course(int epochs, int seed, double gain = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, epochs).Select(e => (
            Kappa: Math.Min(0.98, 0.85 + gain - (0.8 * Math.Exp(-e / 6.0)) + (0.05 * (random.NextDouble() - 0.5))),
            Deviation: 0.03 + (0.04 * Math.Exp(-e / 9.0)) - (gain / 5) + (0.006 * (random.NextDouble() - 0.5))))];
    }
}
