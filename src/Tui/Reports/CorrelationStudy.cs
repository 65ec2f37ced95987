using System.Collections.Immutable;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Reports;

/// <summary>Both correlations of kappa and gaze deviation over one trial's epochs; null where undefined.</summary>
internal sealed record TrialCorrelation(RunReport Run, double? Pearson, double? Spearman);

/// <summary>How kappa and gaze deviation went together in a setting's trials of one λ.</summary>
/// <param name="Skipped">So many of each trial's first epochs are left out.</param>
/// <param name="Trials">All of them, also those that are not completed.</param>
/// <param name="Mean">Pearson's, over completed trials, as the paper takes it.</param>
/// <param name="Fisher">The same through Fisher's z.</param>
/// <param name="Interval95">Of <paramref name="Mean"/>, by bootstrap over trials.</param>
internal sealed record CorrelationStudy(
    Setting Setting, WeightReport Weight, int Skipped, ImmutableArray<TrialCorrelation> Trials, int Counted, double? Mean, double? Fisher,
    Interval? Interval95, double? SpearmanMean, Interval? SpearmanInterval95)
{
    private const int MostSkipped = 10;
    private const int FewestEpochs = 3; // two points always lie on a line
    private const long Seed = 1;

    /// <summary>Whether the mean has the sign that the paper's has; null where one of them is undefined.</summary>
    public bool? AgreesWithPaper => Mean is { } mean && Setting.PaperCorrelation is { } paper ? Math.Sign(mean) == Math.Sign(paper) : null;

    /// <summary>By setting and λ, and for each of them with none of the first epochs left out, with one, and so on.</summary>
    public static ImmutableArray<CorrelationStudy> Of(SweepReport report) =>
    [
        .. from setting in report.Settings
           from weight in setting.Weights
           from skipped in Enumerable.Range(0, 1 + Math.Clamp(weight.Runs.Max(run => run.Epochs.Count) - FewestEpochs, 0, MostSkipped))
           select Of(setting, weight, skipped, epoch => epoch.Evaluation.GazeDeviation),
    ];

    /// <param name="deviation">An epoch's gaze deviation; an epoch that has none is left out.</param>
    public static CorrelationStudy Of(Setting setting, WeightReport weight, int skipped, Func<EpochMetrics, double?> deviation)
    {
        ImmutableArray<TrialCorrelation> trials = [.. weight.Runs.Select(run => Of(run, skipped, deviation))];
        TrialCorrelation[] done = [.. trials.Where(trial => trial.Run.Completed)];
        double[] pearson = [.. done.Select(trial => trial.Pearson).OfType<double>()];
        double[] spearman = [.. done.Select(trial => trial.Spearman).OfType<double>()];
        return new CorrelationStudy(
            setting, weight, skipped, trials, pearson.Length, Spread.Of(pearson).Mean, Correlation.FisherMean(pearson),
            Bootstrap.OfMean(pearson, Seed), Spread.Of(spearman).Mean, Bootstrap.OfMean(spearman, Seed));
    }

    private static TrialCorrelation Of(RunReport run, int skipped, Func<EpochMetrics, double?> deviation)
    {
        var pairs = run.Epochs.Skip(skipped).Select(epoch => (epoch.Evaluation.Kappa, Deviation: deviation(epoch)))
            .Where(pair => pair.Deviation is not null).ToArray();
        double[] kappas = [.. pairs.Select(pair => pair.Kappa)];
        double[] deviations = [.. pairs.Select(pair => pair.Deviation!.Value)];
        return new TrialCorrelation(run, Correlation.Pearson(kappas, deviations), Correlation.Spearman(kappas, deviations));
    }
}
