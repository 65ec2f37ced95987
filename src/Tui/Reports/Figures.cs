using System.Collections.Immutable;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Reports;

/// <summary>One number of an epoch, as a curve shows it.</summary>
/// <param name="Key">Its name in a page's data and in file names.</param>
/// <param name="Title">For people, as the beginning of a sentence.</param>
/// <param name="Digits">Decimals shown.</param>
/// <param name="First">Whether it is drawn at once, rather than on demand.</param>
internal sealed record Figure(string Key, string Title, int Digits, bool First, Func<EpochMetrics, double?> Of);

/// <summary>Which numbers of an epoch have curves.</summary>
internal static class Figures
{
    public static Figure Accuracy { get; } = new("accuracy", "Accuracy", 3, true, e => e.Evaluation.Accuracy);

    public static Figure Kappa { get; } = new("kappa", "Cohen's kappa", 3, true, e => e.Evaluation.Kappa);

    public static Figure Deviation { get; } = new("gaze-deviation", "Gaze deviation", 4, true, e => e.Evaluation.GazeDeviation);

    /// <summary>
    /// The share of a class's images that were named rightly; undefined where it has none. It is drawn by class, beside the others.
    /// </summary>
    public static Figure Recall(int label) => new($"recall-{label}", "Recall", 3, false, e => RecallOf(e.Evaluation.Confusion, label));

    /// <summary>In the order in which they are read.</summary>
    public static ImmutableArray<Figure> All { get; } =
    [
        Kappa, Deviation, Accuracy,
        new("cross-entropy", "Cross entropy, evaluation", 3, true, e => e.Evaluation.CrossEntropy),
        new("train-cross-entropy", "Cross entropy, training", 3, false, e => e.Training.CrossEntropy),
        new("train-gaze-loss", "Gaze loss, training", 5, false, e => e.Training.GazeLoss),
        new("train-loss-term", "Loss term, training", 5, false, e => e.Training.LossTerm),
        new("train-accuracy", "Accuracy, training", 3, false, e => e.Training.Accuracy),
        new("gaze-entropy", "Gaze entropy, nats", 3, false, e => e.Evaluation.GazeEntropy),
        new("zero-gazes", "Share of zero gazes", 3, false, e => e.Evaluation.ZeroGazeShare),
        new("lambda", "λ at the epoch's last step", 2, false, e => e.GazeWeight),
        new("learning-rate", "Learning rate", 6, false, e => e.LearningRate),
        new("largest-gradient", "Largest gradient", 3, false, e => e.Training.LargestGradient),
    ];

    private static double? RecallOf(ConfusionMatrix confusion, int label)
    {
        var images = label < confusion.Classes ? Enumerable.Range(0, confusion.Classes).Sum(predicted => confusion[label, predicted]) : 0;
        return images == 0 ? null : (double)confusion[label, label] / images;
    }
}

/// <summary>A figure's mean over trials, epoch by epoch, with its sample standard deviation; null where it is undefined.</summary>
internal sealed record Band(ImmutableArray<double?> Mean, ImmutableArray<double?> Deviation)
{
    /// <summary>Over the trials that have the figure, as far as all of them go.</summary>
    public static Band Of(IReadOnlyCollection<RunReport> runs, Figure figure)
    {
        Spread[] spreads = runs.Count == 0
            ? []
            :
            [
                .. Enumerable.Range(0, runs.Min(run => run.Epochs.Count))
                    .Select(i => Spread.Of(runs.Select(run => figure.Of(run.Epochs[i])).OfType<double>().Where(double.IsFinite))),
            ];
        return new Band([.. spreads.Select(s => s.Mean)], [.. spreads.Select(s => s.Deviation)]);
    }
}
