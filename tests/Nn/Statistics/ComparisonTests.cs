using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tests.Nn.Statistics;

/// <summary>Numbers named as SciPy's are from SciPy 1.10.1, those of statsmodels from 0.13.5.</summary>
public sealed class ComparisonTests
{
    private static readonly double[] Correlations = [-0.72, -0.31, -0.55, 0.12, -0.64, -0.48];

    /// <summary>scipy.stats.spearmanr, with ties in both series.</summary>
    [Fact]
    public void Spearmans_agrees_with_scipy_where_values_are_tied()
    {
        double[] x = [0.031, 0.044, 0.044, 0.052, 0.027, 0.061, 0.044, 0.039], y = [0.61, 0.35, 0.42, 0.42, 0.70, 0.21, 0.55, 0.55];

        Assert.Equal(-0.8889566369846307, Correlation.Spearman(x, y)!.Value, 1e-12);
        Assert.Equal(-0.9148458544173341, Correlation.Pearson(x, y)!.Value, 1e-12); // scipy.stats.pearsonr
        Assert.Equal(1, Correlation.Spearman([1, 2, 3], [1, 10, 1000])!.Value, 1e-12);
    }

    [Fact]
    public void Spearmans_is_undefined_where_pearsons_is()
    {
        Assert.Null(Correlation.Spearman([1, 1, 1], [1, 2, 3]));
        Assert.Null(Correlation.Spearman([1, double.NaN, 3], [1, 2, 3]));
        Assert.Null(Correlation.Spearman([1], [1]));
    }

    /// <summary>numpy.tanh(numpy.mean(numpy.arctanh(r))).</summary>
    [Fact]
    public void The_mean_through_fishers_z_agrees_with_numpy()
    {
        Assert.Equal(-0.46305365435104806, Correlation.FisherMean(Correlations)!.Value, 1e-12);
        Assert.Null(Correlation.FisherMean([]));
        Assert.Null(Correlation.FisherMean([0.5, -1]));
    }

    /// <summary>The quantiles of all 6⁶ samples are [−0.6233, −0.1900], and scipy.stats.bootstrap of 200,000 samples finds them.</summary>
    [Fact]
    public void A_bootstrap_of_a_mean_comes_close_to_the_interval_of_all_samples_there_are()
    {
        var interval = Bootstrap.OfMean(Correlations, seed: 1)!;

        Assert.Equal(-0.6233333333333333, interval.Low, 0.01);
        Assert.Equal(-0.19, interval.High, 0.01);
        Assert.Equal(interval, Bootstrap.OfMean(Correlations, seed: 1));
        Assert.NotEqual(interval, Bootstrap.OfMean([.. Correlations.Select(r => r + 1e-3)], seed: 1));
        Assert.Null(Bootstrap.OfMean([0.1, 0.2], seed: 1));
        Assert.Null(Bootstrap.OfMean([0.1, 0.2, double.NaN], seed: 1));
    }

    /// <summary>scipy.stats.ttest_rel and its confidence interval; d_z is numpy's mean over standard deviation (ddof = 1).</summary>
    [Fact]
    public void A_paired_difference_agrees_with_scipys_paired_t_test()
    {
        var found = PairedDifference.Of([0.71, 0.64, 0.78, 0.69, 0.75, 0.70], [0.66, 0.65, 0.70, 0.61, 0.73, 0.62]);

        Assert.Equal(0.023270837462786714, found.PValue!.Value, 1e-12);
        Assert.Equal(1.3176156917368245, found.EffectSize!.Value, 1e-12);
        Assert.Equal(0.010176717426911341, found.Interval95!.Low, 1e-9);
        Assert.Equal(0.08982328257308864, found.Interval95.High, 1e-9);
    }

    [Fact]
    public void Differences_that_are_all_equal_have_no_p_value_and_no_effect_size()
    {
        var found = PairedDifference.Of([0.3, 0.3, 0.3], [0.2, 0.2, 0.2]);

        Assert.Null(found.PValue);
        Assert.Null(found.EffectSize);
        Assert.Null(PairedDifference.Of([0.3], [0.2]).PValue);
    }

    /// <summary>statsmodels.stats.multitest.multipletests(p, method='holm').</summary>
    [Fact]
    public void Holms_correction_agrees_with_statsmodels()
    {
        double?[] expected = [0.05, 0.12, 0.12, 0.03, 0.2, 0.12];

        Assert.Equal(expected.Select(Rounded), Holm.Adjusted([0.01, 0.04, 0.03, 0.005, 0.20, 0.04]).Select(Rounded));
        Assert.Equal([1.0, 1.0, 1.0], Holm.Adjusted([0.9, 0.5, 0.6]));
        Assert.Equal([null, 0.04, 0.04], Holm.Adjusted([null, 0.02, 0.03]).Select(Rounded)); // two comparisons, not three
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjusted([1.5]));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 12) : null;
}
