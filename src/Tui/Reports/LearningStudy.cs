using System.Collections.Immutable;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tui.Reports;

/// <summary>What can be said of a difference.</summary>
internal enum Finding
{
    /// <summary>No pair, or too few, or the interval of chance is too wide.</summary>
    CannotBeTold,

    Higher,
    Lower,
}

/// <summary>One λ against λ = 0 in a setting, for one figure at the last epoch.</summary>
/// <param name="Corrected">The difference's p-value after Holm, over all comparisons of the figure in the sweep; null where
/// undefined.</param>
internal sealed record Comparison(Setting Setting, WeightReport Weight, Figure Figure, PairedDifference Difference, double? Corrected)
{
    /// <summary>Corrected p-values below it are findings.</summary>
    public const double Level = 0.05;

    /// <summary>Pairs that a finding needs at least.</summary>
    public const int FewestPairs = 3;

    public Finding Finding => Corrected is not < Level || Difference.Pairs < FewestPairs ? Finding.CannotBeTold : Difference.Mean > 0
        ? Finding.Higher : Finding.Lower;
}

/// <summary>What λ changed, trial by trial.</summary>
internal static class LearningStudy
{
    /// <summary>Kappa and accuracy, of which more is better, and gaze deviation, of which less is more consistent.</summary>
    public static ImmutableArray<Figure> Compared { get; } = [Figures.Kappa, Figures.Accuracy, Figures.Deviation];

    /// <summary>By figure, setting and λ; empty where λ = 0 was not run.</summary>
    public static ImmutableArray<Comparison> Of(SweepReport report) => [.. Compared.SelectMany(figure => Of(report, figure))];

    public static ImmutableArray<Comparison> Of(SweepReport report, Figure figure)
    {
        var pairs = (from setting in report.Settings
                     let plain = setting.Weights.FirstOrDefault(weight => weight.GazeWeight == 0)
                     where plain is not null
                     from weight in setting.Weights
                     where weight.GazeWeight != 0
                     select (setting, weight, Difference: Difference(weight, plain, figure))).ToArray();
        var corrected = Holm.Adjusted([.. pairs.Select(pair => pair.Difference.PValue)]);
        return [.. pairs.Zip(corrected, (pair, p) => new Comparison(pair.setting, pair.weight, figure, pair.Difference, p))];
    }

    /// <summary>Over the trials of which both are completed.</summary>
    private static PairedDifference Difference(WeightReport with, WeightReport without, Figure figure)
    {
        var pairs = Last(with, figure).Join(
            Last(without, figure), run => run.Trial, run => run.Trial, (one, other) => (With: one.Value, Without: other.Value)).ToArray();
        return PairedDifference.Of([.. pairs.Select(pair => pair.With)], [.. pairs.Select(pair => pair.Without)]);
    }

    private static IEnumerable<(int Trial, double Value)> Last(WeightReport weight, Figure figure) =>
        from run in weight.Runs
        where run is { Completed: true, Last: not null }
        let value = figure.Of(run.Last!)
        where value is not null
        select (run.Spec.Trial, value.Value);
}
