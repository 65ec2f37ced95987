using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Reports;

/// <summary>One run's one epoch, flat: what is exported for other programs.</summary>
internal sealed record EpochRow(
    string Sweep, string Run, string Phase, string Data, string Variant, string Network, double GazeWeight, int Trial, long Seed, int Epoch,
    double LearningRate, double EpochGazeWeight, double TrainCrossEntropy, double? TrainGazeLoss, double TrainAccuracy, int TrainSamples,
    double LargestGradient,
    double? TrainLossTerm, double? EpochLossWeight,
    double CrossEntropy, double Accuracy, double Kappa, double GazeDeviation, double? ZeroGazeShare, double? GazeEntropy,
    ImmutableArray<string> Classes, ImmutableArray<int> CorrectPerClass, ImmutableArray<int> ImagesPerClass)
{
    public static ImmutableArray<string> Columns { get; } =
    [
        "sweep", "run", "phase", "data", "variant", "network", "gaze_weight", "trial", "seed", "epoch",
        "learning_rate", "epoch_gaze_weight", "train_cross_entropy", "train_gaze_loss", "train_accuracy", "train_samples",
        "largest_gradient",
        "train_loss_term", "epoch_loss_weight",
        "cross_entropy", "accuracy", "kappa", "gaze_deviation", "zero_gaze_share", "gaze_entropy", "correct_per_class", "images_per_class",
    ];

    /// <summary>The first columns, which hold one number or word a cell; the others hold a JSON object of classes.</summary>
    public static int PlainColumns => Columns.Length - 2;

    public static IEnumerable<EpochRow> Of(IEnumerable<RunState> runs) =>
        runs.Where(r => r.Spec is not null).SelectMany(r => r.Epochs.Select(e => Of(r, e)));

    /// <summary>As text, undefined as nothing, in the columns' order.</summary>
    public IEnumerable<string> Values() =>
    [
        Sweep, Run, Phase, Data, Variant, Network, N(GazeWeight), N(Trial), N(Seed), N(Epoch),
        N(LearningRate), N(EpochGazeWeight), N(TrainCrossEntropy), N(TrainGazeLoss), N(TrainAccuracy), N(TrainSamples), N(LargestGradient),
        N(TrainLossTerm), N(EpochLossWeight),
        N(CrossEntropy), N(Accuracy), N(Kappa), N(GazeDeviation), N(ZeroGazeShare), N(GazeEntropy),
        ClassCounts.Object(Counts(), c => c.Correct), ClassCounts.Object(Counts(), c => c.Images),
    ];

    private ImmutableArray<ClassCount> Counts() =>
        [.. Classes.Select((name, i) => new ClassCount(name, CorrectPerClass[i], ImagesPerClass[i]))];

    private static EpochRow Of(RunState run, EpochMetrics epoch)
    {
        var (spec, training, found) = (run.Spec!, epoch.Training, epoch.Evaluation);
        var counts = ClassCounts.Of(run.Classes, found);
        return new EpochRow(
            spec.Sweep, spec.Id.Value, run.Phase.Word(), spec.DataName, spec.Variant, spec.Network.Name, spec.GazeWeight, spec.Trial,
            spec.Seed, epoch.Epoch,
            epoch.LearningRate, epoch.GazeWeight, training.CrossEntropy, training.GazeLoss, training.Accuracy, training.Samples,
            training.LargestGradient,
            training.LossTerm, training.LossWeight,
            found.CrossEntropy, found.Accuracy, found.Kappa, found.GazeDeviation, found.ZeroGazeShare, found.GazeEntropy,
            [.. counts.Select(c => c.Name)],
            [.. counts.Select(c => c.Correct)], [.. counts.Select(c => c.Images)]);
    }

    private static string N(double? number) => number is { } n && double.IsFinite(n) ? n.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
