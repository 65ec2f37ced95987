using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

[Slow]
public sealed class GazeLossTests
{
    private static readonly int[] Labels = [0, 0, 0, 1, 1, 2, 2];
    private static readonly int[] Predictions = [0, 0, 1, 1, 0, 2, 2];

    public static TheoryData<string, string> All =>
        [.. from reference in GazeReference.All from distance in GazeDistance.All select (reference, distance)];

    [Theory, MemberData(nameof(All))]
    public void It_is_the_mean_over_samples_that_are_right_and_not_alone(string reference, string distance)
    {
        using var scope = NewDisposeScope();
        var gazes = rand(7, 14, 14, dtype: float64, generator: new Generator(1)); // (7,14,14)
        var means = MovingClassMeans.Empty(3, 0.9).Fold(BatchGazes.Of(gazes, Labels, Predictions, 3)); // the batch's own, at first

        var loss = GazeLoss.Of(new GazeSpec { Reference = reference, Distance = distance }, gazes, Labels, Predictions, means);

        var first = gazes[TensorIndex.Slice(0, 2)].mean([0], keepdim: true); // (1,14,14)
        var third = gazes[TensorIndex.Slice(5, 7)].mean([0], keepdim: true); // (1,14,14)
        var expected = BuiltParts.Distance(distance)(gazes.index_select(0, tensor(new long[] { 0, 1, 5, 6 })), cat([first, first, third, third], 0)).mean();
        Assert.Equal(expected.item<double>(), loss.item<double>(), 1e-12);
    }

    [Theory, MemberData(nameof(All))]
    public void Where_every_map_is_zero_the_weights_get_no_gradient_and_no_NaN(string reference, string distance)
    {
        using var scope = NewDisposeScope();
        var below = full([7, 14, 14], -1f).requires_grad_(); // (7,14,14), before the ReLU
        var gazes = GradCam.Normalise(below.relu());         // (7,14,14)
        var means = MovingClassMeans.Empty(3, 0.9).Fold(BatchGazes.Of(gazes, Labels, Predictions, 3));

        var loss = GazeLoss.Of(new GazeSpec { Reference = reference, Distance = distance }, gazes, Labels, Predictions, means);
        loss.backward();

        Assert.Equal(0f, gazes.abs().max().item<float>());
        Assert.Equal(0f, loss.item<float>(), 1e-6f);
        Assert.Equal(0f, below.grad!.abs().max().item<float>());
    }

    [Theory, MemberData(nameof(All))]
    public void One_zero_map_among_others_leaves_every_gradient_finite(string reference, string distance)
    {
        using var scope = NewDisposeScope();
        var raw = randn(7, 14, 14, generator: new Generator(1)); // (7,14,14)
        raw[0] = -1;
        raw.requires_grad_();
        var gazes = GradCam.Normalise(raw.relu()); // (7,14,14)
        var means = MovingClassMeans.Empty(3, 0.9).Fold(BatchGazes.Of(gazes, Labels, Predictions, 3));

        GazeLoss.Of(new GazeSpec { Reference = reference, Distance = distance }, gazes, Labels, Predictions, means).backward();

        Assert.True(raw.grad!.isfinite().all().item<bool>());
        Assert.Equal(0f, raw.grad![0].abs().max().item<float>());
        Assert.NotEqual(0f, raw.grad![5].abs().max().item<float>());
    }

    [Fact]
    public void A_reference_that_moves_has_another_gradient_than_one_held_constant()
    {
        using var scope = NewDisposeScope();

        // Under l2 the two agree where the constant is the batch's mean: deviations from it sum to nothing.
        Assert.Equal(Slope(GazeReference.Batch, GazeDistance.L2), Slope(GazeReference.Ema, GazeDistance.L2), 1e-12);
        Assert.NotEqual(Slope(GazeReference.Batch, GazeDistance.L1), Slope(GazeReference.Ema, GazeDistance.L1), 1e-3);
    }

    [Fact]
    public void Nothing_to_compare_is_a_zero_without_a_graph()
    {
        using var scope = NewDisposeScope();
        var gazes = rand(3, 14, 14).requires_grad_();

        var loss = GazeLoss.Of(new GazeSpec(), gazes, [0, 1, 2], [0, 1, 1], means: null);

        Assert.Equal(0f, loss.item<float>());
        Assert.False(loss.requires_grad);
    }

    [Fact]
    public void Moving_means_into_which_the_batch_was_not_folded_are_refused()
    {
        using var scope = NewDisposeScope();
        var gazes = rand(2, 14, 14);

        var refusal = Assert.Throws<ArgumentException>(() => GazeLoss.Of(new GazeSpec(), gazes, [1, 1], [1, 1], MovingClassMeans.Empty(2, 0.9)));

        Assert.Contains("class 1", refusal.Message);
    }

    private static double Slope(string reference, string distance)
    {
        var gazes = rand(5, 14, 14, dtype: float64, generator: new Generator(1)).requires_grad_(); // (5,14,14)
        int[] labels = [0, 0, 0, 0, 0];
        var means = MovingClassMeans.Empty(1, 0.9).Fold(BatchGazes.Of(gazes, labels, labels, 1));
        GazeLoss.Of(new GazeSpec { Reference = reference, Distance = distance }, gazes, labels, labels, means).backward();
        return gazes.grad!.abs().sum().item<double>();
    }
}
