using ActorGaze.Nn.Gaze;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

public sealed class DistancesTests
{
    public static TheoryData<string> All => [.. GazeDistance.All];

    [Theory, MemberData(nameof(All))]
    public void Equal_maps_are_no_distance_apart(string distance)
    {
        using var scope = NewDisposeScope();
        var maps = cat([Maps(3, seed: 1), zeros(1, 14, 14, dtype: float64), ones(1, 14, 14, dtype: float64)], 0);

        Assert.All(Between(distance, maps, maps.clone()), found => Assert.Equal(0, found, 1e-12));
    }

    [Theory, MemberData(nameof(All))]
    public void There_is_as_far_as_back(string distance)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Maps(4, seed: 1), Maps(4, seed: 2));

        var there = Between(distance, a, b);

        Assert.All(there, found => Assert.True(found > 1e-4, $"{found} tells different maps apart."));
        Assert.All(there.Zip(Between(distance, b, a)), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-12));
    }

    [Theory, MemberData(nameof(All))]
    public void A_map_that_is_zero_everywhere_has_finite_distances_and_gradients(string distance)
    {
        using var scope = NewDisposeScope();
        var maps = cat([zeros(2, 14, 14), Maps(1, seed: 1).to(float32)], 0).requires_grad_();      // (3,14,14)
        var references = stack([zeros(14, 14), ones(14, 14), zeros(14, 14)], 0).requires_grad_();  // (3,14,14)

        var distances = BuiltParts.Distance(distance)(maps, references);
        distances.sum().backward();

        Assert.True(distances.isfinite().all().item<bool>());
        Assert.True(maps.grad!.isfinite().all().item<bool>());
        Assert.True(references.grad!.isfinite().all().item<bool>());
    }

    [Theory, MemberData(nameof(All))]
    public void Its_gradient_is_the_slope(string distance)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Maps(1, seed: 1).requires_grad_(), Maps(1, seed: 2).requires_grad_());
        var (alongA, alongB) = (Maps(1, seed: 3), Maps(1, seed: 4));
        const double step = 1e-6;

        BuiltParts.Distance(distance)(a, b).sum().backward();
        var slope = ((a.grad! * alongA).sum() + (b.grad! * alongB).sum()).item<double>();

        using var _ = no_grad();
        var rise = Between(distance, a + (step * alongA), b + (step * alongB))[0] - Between(distance, a - (step * alongA), b - (step * alongB))[0];
        var tolerance = distance == GazeDistance.Emd ? 2e-3 : 1e-6; // its rounds are counted, not run to the end
        Assert.Equal(rise / (2 * step), slope, tolerance * Math.Abs(slope));
    }

    [Theory]
    [InlineData(GazeDistance.L2, 0.375)] // (1 + 0.25 + 0.25 + 0) / 4
    [InlineData(GazeDistance.L1, 0.5)]   // (1 + 0.5 + 0.5 + 0) / 4
    [InlineData(GazeDistance.Cosine, 0.42264973081037427)] // 1 − 1 / √(1.5 · 2)
    [InlineData(GazeDistance.Js, 0.2157615543388357)] // ½(½ ln 2 + ½ ln ⅔ + ln 4⁄3)
    public void Four_pixels_by_hand(string distance, double expected)
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1.0, 0.5, 0.5, 0.0 }).reshape(1, 2, 2);
        var b = tensor(new[] { 0.0, 1.0, 1.0, 0.0 }).reshape(1, 2, 2);

        Assert.Equal(expected, Between(distance, a, b)[0], 1e-5);
    }

    [Fact]
    public void Ssim_of_two_constant_maps_is_the_luminance_term()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (full([1, 14, 14], 0.2, dtype: float64), full([1, 14, 14], 0.6, dtype: float64));

        // (2·0.2·0.6 + 1e-4) / (0.04 + 0.36 + 1e-4) · 1
        Assert.Equal(1 - (0.2401 / 0.4001), Between(GazeDistance.Ssim, a, b)[0], 1e-9);
    }

    [Fact]
    public void Ssim_of_a_pattern_and_its_negative_is_by_hand()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 0.0, 1.0, 1.0, 0.0 }).reshape(1, 2, 2);

        // Means ½, variances ¼, covariance −¼: the luminance term is 1, the other (−0.5 + 9e-4) / (0.5 + 9e-4).
        Assert.Equal(1 - ((-0.5 + 9e-4) / (0.5 + 9e-4)), Between(GazeDistance.Ssim, a, 1 - a)[0], 1e-9);
    }

    [Theory]
    [InlineData(0, 0, 13, 13, 1.0)]
    [InlineData(0, 0, 0, 13, 0.5)]
    [InlineData(3, 4, 5, 10, 8.0 / 26)]
    public void To_move_a_point_costs_the_way_it_goes(int row, int column, int toRow, int toColumn, double expected)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(expected, Between(GazeDistance.Emd, Point(row, column), Point(toRow, toColumn))[0], 1e-3);
    }

    [Fact]
    public void Earth_movers_distance_sees_how_far_where_the_others_see_only_that()
    {
        using var scope = NewDisposeScope();
        var (near, far) = (Point(0, 2), Point(13, 13));

        Assert.True(Between(GazeDistance.Emd, Point(0, 0), near)[0] < 0.1 * Between(GazeDistance.Emd, Point(0, 0), far)[0]);
        Assert.Equal(Between(GazeDistance.L2, Point(0, 0), near)[0], Between(GazeDistance.L2, Point(0, 0), far)[0], 1e-12);
    }

    private static double[] Between(string distance, Tensor a, Tensor b) => BuiltParts.Distance(distance)(a, b).detach().data<double>().ToArray();

    /// <summary>Smooth-edged maps in [0, 1] with some pixels at 0, as a ReLU leaves them.</summary>
    private static Tensor Maps(int count, long seed)
    {
        var raw = randn(count, 14, 14, dtype: float64, generator: new Generator((ulong)seed)); // (M,14,14)
        return GradCam.Normalise((raw + 0.5).relu()) + 1e-3;                                    // (M,14,14)
    }

    private static Tensor Point(int row, int column)
    {
        var map = zeros(1, 14, 14, dtype: float64); // (1,14,14)
        map[0, row, column] = 1.0;
        return map;
    }
}
