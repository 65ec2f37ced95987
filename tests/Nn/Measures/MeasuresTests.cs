using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Measures;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Randomness;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Measures;

/// <summary>Measures of a gaze against closed forms and independent values.</summary>
public sealed class MeasuresTests
{
    private const int Side = 16;

    public MeasuresTests() => IntraOpThreads.Set(1);

    [Fact]
    public void A_map_is_enlarged_as_libtorch_does_it()
    {
        using var scope = NewDisposeScope();
        float[] map = [.. Enumerable.Range(0, 12).Select(i => (i * 7 % 5) + (0.1f * i))]; // 3×4

        var enlarged = MapGrid.Enlarge(map, 3, 4, 24);

        var expected = nn.functional.interpolate(tensor(map).to(float64).reshape(1, 1, 3, 4), [24, 24], mode: InterpolationMode.Bilinear,
            align_corners: false);
        Assert.All(enlarged.Zip(expected.flatten().data<double>().ToArray()), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-9));
    }

    [Fact]
    public void The_greatest_comes_first_and_equal_values_stand_in_an_order_by_chance_that_a_seed_decides()
    {
        double[] pixels = [0, 3, 0, 2, 0, 0];

        var order = MapGrid.GreatestFirst(pixels, RandomStream.Named("t", 1));

        Assert.Equal([1, 3], order[..2]);
        Assert.Equal([0, 2, 4, 5], order[2..].Order());
        Assert.Equal(order, MapGrid.GreatestFirst(pixels, RandomStream.Named("t", 1)));
        Assert.True(Enumerable.Range(0, 20).Select(seed => MapGrid.GreatestFirst(pixels, RandomStream.Named("t", seed))[2]).Distinct()
            .Count() > 1);
        Assert.Equal(pixels.Order(), MapGrid.Misplace([.. pixels.Select(value => (float)value)], 2, 3, RandomStream.Named("t", 1))
            .Select(value => (double)value).Order());
    }

    [Fact]
    public void An_area_is_by_trapezoids()
    {
        Assert.Equal(0.5, new Curve([0, 0.5, 1], [0, 0.5, 1]).Area, 1e-12);
        Assert.Equal(((0.25 * 0.75) + (0.75 * 0.25)) / 1, new Curve([0, 0.25, 1], [1, 0.5, 0]).Area, 1e-12);
        Assert.Equal(new Curve([0, 1], [0.5, 1]), Curve.Mean([new Curve([0, 1], [0, 1]), new Curve([0, 1], [1, 1])]));
    }

    /// <summary>Scores are (k · mean of the image, 0), so that the probability is a logistic function of what is left of the
    /// image.</summary>
    [Fact]
    public void Deletion_and_insertion_have_their_closed_form_for_a_network_that_takes_the_mean()
    {
        using var scope = NewDisposeScope();
        using var model = new Mean(k: 4);
        var image = ones(1, 1, Side, Side);

        var (deletion, insertion) = Removal.Of(model, image, 0, [.. Enumerable.Range(0, Side * Side)]);

        Assert.All(deletion.Shares.Zip(deletion.Values), point => Assert.Equal(Logistic(4 * (1 - point.Item1)), point.Item2, 1e-5));
        var blurred = Removal.Blurred(image);
        Assert.Equal(Logistic(4 * blurred.mean().item<float>()), insertion.Values[0], 1e-5);
        Assert.Equal(Logistic(4), insertion.Values[^1], 1e-5);
        Assert.Equal(insertion.Values.Order(), insertion.Values);
        Assert.Equal(1, blurred[0, 0, 8, 8].item<float>(), 1e-5); // in the middle nothing is missing
        Assert.InRange(blurred[0, 0, 0, 0].item<float>(), 0.3, 0.45); // a corner has a little more than a quarter of the window
    }

    [Fact]
    public void A_slope_is_filled_in_exactly_and_so_is_one_colour()
    {
        const int side = 21;
        bool[] removed = [.. Enumerable.Range(0, side * side).Select(pixel => pixel / side is > 3 and < 16
            && pixel % side is > 5 and < 18)];
        double[] slope = [.. Enumerable.Range(0, side * side).Select(pixel => (0.2 * (pixel / side)) - (0.3 * (pixel % side)) + 1)];

        var filled = LinearImputation.Fill([.. slope.Select((value, pixel) => removed[pixel] ? 99 : value)], removed, side);

        Assert.All(filled.Zip(slope), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-3));
        Assert.All(LinearImputation.Fill([.. slope.Select(_ => 0.7)], [.. removed.Select((_, pixel) => pixel > 0)], side), value =>
            Assert.Equal(0.7, value, 1e-3));
        Assert.Throws<ArgumentException>(() => LinearImputation.Fill(slope, [.. removed.Select(_ => true)], side));
    }

    [Fact]
    public void What_is_filled_in_solves_the_papers_equations_as_a_dense_solver_does()
    {
        using var scope = NewDisposeScope();
        const int side = 9;
        var chance = RandomStream.Named("road", 3);
        double[] values = [.. Enumerable.Range(0, side * side).Select(_ => chance.NextDouble())];
        bool[] removed = [.. values.Select(_ => chance.NextDouble() < 0.7)];
        var unknown = Enumerable.Range(0, values.Length).Where(pixel => removed[pixel]).ToArray();
        var (left, right) = (new double[unknown.Length, unknown.Length], new double[unknown.Length]);
        foreach (var (pixel, row) in unknown.Select((pixel, row) => (pixel, row)))
            for (var dy = -1; dy <= 1; dy++)
                for (var dx = -1; dx <= 1; dx++)
                {
                    var (y, x) = ((pixel / side) + dy, (pixel % side) + dx);
                    if ((dy, dx) == (0, 0) || y < 0 || x < 0 || y >= side || x >= side) continue;
                    var weight = dy == 0 || dx == 0 ? 1.0 / 6 : 1.0 / 12;
                    left[row, row] += weight;
                    var neighbour = (y * side) + x;
                    if (removed[neighbour]) left[row, Array.IndexOf(unknown, neighbour)] -= weight;
                    else right[row] += weight * values[neighbour];
                }

        var filled = LinearImputation.Fill(values, removed, side);

        var expected = linalg.solve(tensor(left), tensor(right)).data<double>().ToArray();
        Assert.All(unknown.Zip(expected), pair => Assert.Equal(pair.Item2, filled[pair.Item1], 1e-4));
        Assert.All(Enumerable.Range(0, values.Length).Where(pixel => !removed[pixel]), pixel => Assert.Equal(values[pixel], filled[pixel]));
        var noisy = filled.ToArray();
        LinearImputation.AddNoise(noisy, removed, RandomStream.Named("noise", 1));
        Assert.All(noisy.Zip(filled).Where((_, pixel) => !removed[pixel]), pair => Assert.Equal(pair.Item2, pair.Item1));
        Assert.InRange(Math.Sqrt(unknown.Average(pixel => Math.Pow(noisy[pixel] - filled[pixel], 2))), 0.006, 0.014);
    }

    /// <summary>A bright half on black: without its bright pixels it is all black, without its dark ones all bright.</summary>
    [Fact]
    public void Road_tells_the_order_that_takes_what_is_used_from_the_one_that_leaves_it()
    {
        using var scope = NewDisposeScope();
        using var model = new Mean(k: 4, less: 0.3f);
        var image = zeros(1, 1, Side, Side);
        image[0, 0].narrow(0, 0, Side / 2).fill_(1);
        int[] brightFirst = [.. Enumerable.Range(0, Side * Side)];

        var most = Road.Of(model, image, 0, brightFirst, RandomStream.Named("n", 1));
        var least = Road.Of(model, image, 0, [.. brightFirst.Reverse()], RandomStream.Named("n", 1));

        Assert.Equal([true, true, false, false, false], most);
        Assert.Equal([true, true, true, true, true], least);
    }

    [Fact]
    public void Ssim_is_an_independent_value_and_one_for_equal_maps()
    {
        float[] a = [.. Enumerable.Range(0, 72).Select(i => (((i / 9) * 7) + ((i % 9) * 3)) % 11 / 10f)];
        float[] b = [.. Enumerable.Range(0, 72).Select(i => (((i / 9) * 5) + ((i % 9) * 2)) % 13 / 12f)];

        Assert.Equal(SsimOfPython, Similarity.Ssim(a, b, 8, 9), 1e-9);
        Assert.Equal(1, Similarity.Ssim(a, a, 8, 9), 1e-12);
        Assert.Equal(((2 * 0.5 * 0.25) + 1e-4) / (0.25 + 0.0625 + 1e-4),
            Similarity.Ssim([0.5f, 0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f, 0.25f], 2, 2), 1e-9);
    }

    [Fact]
    public void The_consistency_score_is_the_weighted_mean_over_pairs()
    {
        Assert.Equal(2.0 / 4, Similarity.SoftIou([1, 1, 0], [1, 2, 1])); // min 1+1+0, max 1+2+1
        Assert.Null(Similarity.SoftIou([0, 0], [0, 0]));
        // Squares: (1, 0), (0.25, 0), (0, 1). Pairs: 0.25, 0, 0 with weights 0.9·0.8, 0.9·0.5, 0.8·0.5.
        var score = ConsistencyScore.Of([[1, 0], [0.5f, 0], [0, 1]], [0.9, 0.8, 0.5]);
        Assert.Equal(0.25 * 0.72 / (0.72 + 0.45 + 0.4), score!.Value, 1e-12);
        Assert.Equal(1, ConsistencyScore.Of([[0.3f, 0.7f], [0.3f, 0.7f]], [0.9, 0.6])!.Value, 1e-12);
        Assert.Null(ConsistencyScore.Of([[0, 0], [0, 0]], [0.9, 0.6]));
        Assert.Null(ConsistencyScore.Of([[1, 0]], [0.9]));
    }

    [Fact]
    public void A_map_that_has_all_but_vanished_counts_as_collapsed()
    {
        float[][] maps = [[0, 0, 0, 0], [1, 1.01f, 1, 1], [0, 0.01f, 0, 0], [0, 1, 0, 0], [0, 1, 0, 1], [0, 0, 2, 0], [0, 3, 3, 3]];

        var found = MapsFound.Of(maps); // ranges 0, 0.01, 0.01, 1, 1, 2, 3: their median is 1

        Assert.Equal((7, 1, 1, 1), (found.Samples, found.Zero, found.NearFlat, found.Collapsed));
        Assert.Equal((1.0, 3.0 / 7), (found.MedianRange!.Value, found.Nothing!.Value));
        Assert.Equal((Math.Log(4) + 0 + 0 + Math.Log(2) + 0 + Math.Log(3)) / 6 / Math.Log(4), found.Entropy!.Value, 1e-3);
        Assert.Equal(new MapsFound(0, 0, 0, 0, null, null), MapsFound.Of([]));
        Assert.Null(MapsFound.Of([]).Nothing);
        var both = MapsFound.Together([found, MapsFound.Of([]), MapsFound.Of([[0, 4, 0, 0]])]);
        Assert.Equal((8, 1, (7.0 + 4) / 8), (both.Samples, both.Collapsed, both.MedianRange!.Value));
    }

    [Fact]
    public void Pointing_and_energy_are_what_a_known_map_has_in_a_known_lesion()
    {
        const int side = 60;
        bool[] lesion = [.. Enumerable.Range(0, side * side).Select(pixel => pixel / side is >= 10 and < 20
            && pixel % side is >= 10 and < 20)];
        double[] Map(int y, int x) => [.. Enumerable.Range(0, side * side).Select(pixel => pixel == (y * side) + x ? 3.0 : lesion[pixel]
            ? 0.01 : 0)];

        Assert.True(Localisation.Of(Map(15, 15), lesion, side).Hit);
        Assert.True(Localisation.Of(Map(34, 15), lesion, side).Hit); // 15 below the last row
        Assert.False(Localisation.Of(Map(35, 15), lesion, side).Hit);
        Assert.False(Localisation.Of(Map(31, 31), lesion, side).Hit); // a corner is farther
        var outside = Localisation.Of(Map(40, 40), lesion, side);
        Assert.Equal(1.0 / 4, outside.Energy!.Value, 1e-9); // 100 · 0.01 inside, 3 outside
        Assert.Equal(100.0 / 3600, outside.EnergyByChance, 1e-12);
        Assert.Equal((false, null), (Localisation.Of(new double[side * side], lesion, side).Hit, Localisation.Of(new double[side * side],
            lesion, side).Energy));
    }

    [Theory]
    [InlineData(1, "head", "first")]
    [InlineData(2, "head", "body.block1")]
    [InlineData(5, "head", "stem")]
    public void New_weights_come_from_the_head_on_until_all_are_those_of_the_other_network(int level, string first, string last)
    {
        using var network = Networks.Create(NetworkSpec.OfLevel(level), NetworkShape.Of(3), 1);
        using var other = Networks.Create(NetworkSpec.OfLevel(level), NetworkShape.Of(3), 2);
        var parts = Randomisation.PartsFromHead(network);

        Assert.Equal((first, last), (parts[0], parts[^1]));
        Assert.Equal(parts.Distinct(), parts);
        foreach (var part in parts) Randomisation.Replace(network, other, part);

        Assert.Equal(NetworkState.Fingerprint(other), NetworkState.Fingerprint(network));
    }

    private const double SsimOfPython = 0.06628196198720528; // the definition with deviations from the means, in a script of its own

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Scores (k · (mean − less), 0).</summary>
    private sealed class Mean(double k, float less = 0) : GazeModel("mean")
    {
        public override Tensor Features(Tensor images) => images;

        public override Tensor Classify(Tensor maps)
        {
            var mean = (MeanOverSpace(maps) - less) * k; // (N,1)
            return cat([mean, zeros_like(mean)], 1);
        }
    }
}
