using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

/// <summary>Each way to normalise a map, and gazes at other stages than the target layer: closed forms and finite differences, in double
/// precision.</summary>
[Collection("NetworkCheckTests")] // it draws from the process-wide generator, which those look at
public sealed class ReadingsTests
{
    private static readonly double[] Cells = [0.5, 0, 2, 1.5]; // of a map of 2×2 cells

    [Theory]
    [InlineData(GazeNormalisation.MinMax, new[] { 0.5 / 2.0000001, 0, 2 / 2.0000001, 1.5 / 2.0000001 })]
    [InlineData(GazeNormalisation.Max, new[] { 0.5 / 2.0000001, 0, 2 / 2.0000001, 1.5 / 2.0000001 })]
    [InlineData(GazeNormalisation.Sum, new[] { 0.5 / 4.0000001, 0, 2 / 4.0000001, 1.5 / 4.0000001 })]
    [InlineData(GazeNormalisation.None, new[] { 0.5, 0, 2, 1.5 })]
    public void A_map_becomes_its_closed_form(GazeNormalisation how, double[] expected)
    {
        using var scope = NewDisposeScope();

        var gaze = GradCam.Normalise(tensor(Cells).reshape(1, 2, 2), how).flatten().data<double>().ToArray();

        Assert.Equal(expected, gaze, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(GazeNormalisation.MinMax, 0)]
    [InlineData(GazeNormalisation.Max, 3 / 3.0000001)]
    [InlineData(GazeNormalisation.Sum, 3 / 12.0000001)]
    [InlineData(GazeNormalisation.None, 3)]
    public void A_constant_map_vanishes_in_one_way_alone_and_a_zero_map_stays_zero_in_all(GazeNormalisation how, double cell)
    {
        using var scope = NewDisposeScope();

        Assert.All(GradCam.Normalise(full([1, 2, 2], 3.0, dtype: float64), how).flatten().data<double>().ToArray(), value =>
            Assert.Equal(cell, value, 1e-12));
        var zero = zeros([1, 2, 2], dtype: float64).requires_grad_(true);
        GradCam.Normalise(zero, how).square().sum().backward();
        Assert.Equal(0, zero.grad!.abs().max().item<double>());
    }

    [Theory]
    [InlineData(GazeNormalisation.MinMax)]
    [InlineData(GazeNormalisation.Max)]
    [InlineData(GazeNormalisation.Sum)]
    [InlineData(GazeNormalisation.None)]
    public void The_gradient_is_that_of_finite_differences(GazeNormalisation how)
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[] { 0.3, -1, 0.7, 0.2 }).reshape(1, 2, 2);
        double At(double[] cells) => (GradCam.Normalise(tensor(cells).reshape(1, 2, 2), how).square() * weights).sum().item<double>();
        var map = tensor(Cells).reshape(1, 2, 2).requires_grad_(true);

        (GradCam.Normalise(map, how).square() * weights).sum().backward();

        var slopes = map.grad!.flatten().data<double>().ToArray();
        foreach (var cell in new[] { 0, 3 }) // the least and the greatest move the whole map
            Assert.Equal(Difference(step => At([.. Cells.Select((value, i) => i == cell ? value + step : value)])), slopes[cell], 1e-7);
        Assert.Equal(Difference(step => At([Cells[0], Cells[1], Cells[2] + step, Cells[3]])), slopes[2], 1e-7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_level_offers_grids_of_7_14_and_28_cells_and_its_blocks(int level)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var network = Network(level);
        network.eval();
        var image = randn(1, 1, 224, 224);

        Assert.Equal([7, 14, 28], new[] { "grid7", "target", "grid28" }.Select(stage => network.CutAt(stage).Features(image).shape[2]));
        Assert.Equal(network.Stages, PaperStages.Of($"level{level}"));
        var scores = network.forward(image);
        Assert.All(["grid7", "grid28", network.Stages[0]], stage =>
            Assert.True(network.CutAt(stage).forward(image).allclose(scores, rtol: 1e-4, atol: 1e-5)));
        var wrong = Assert.Throws<InvalidInputException>(() => network.CutAt("block99"));
        Assert.StartsWith("gaze.layer: found 'block99'; allowed: target, ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_coarse_grid_the_map_of_a_pooled_linear_head_is_the_closed_form()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        network.to(float64).eval();
        var cut = network.CutAt("grid7");
        var labels = tensor(new[] { 1L, 2 });
        var maps = cut.Features(randn(2, 1, 64, 64, dtype: float64)).detach().requires_grad_(true); // (2,32,2,2)

        var cams = GradCam.Of(cut, maps, cut.Classify(maps), labels, differentiable: false);

        var alpha = network.PooledLinear!.weight.index_select(0, labels) / 4; // (2,32)
        Assert.True(cams.allclose((alpha.reshape(2, 32, 1, 1) * maps).sum(1L).relu(), rtol: 1e-12, atol: 1e-14));
    }

    [Fact]
    public void At_an_earlier_stage_the_weights_are_the_slopes_of_each_samples_own_score()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        network.to(float64).eval();
        var cut = network.CutAt("first");
        long[] labels = [2, 0];
        var maps = cut.Features(randn(2, 1, 32, 32, dtype: float64)).detach(); // (2,16,4,4)
        var leaf = maps.clone().requires_grad_(true);

        var cams = GradCam.Of(cut, leaf, cut.Classify(leaf), tensor(labels), differentiable: false);

        for (var n = 0; n < 2; n++)
        {
            var one = maps.narrow(0, n, 1);
            double Score(int channel, double step)
            {
                using var still = no_grad();
                var moved = one.clone();
                moved[TensorIndex.Colon, channel] += step; // all pixels at once: the sum of their slopes
                return cut.Classify(moved)[0, labels[n]].item<double>();
            }

            var alpha = tensor(Enumerable.Range(0, 16).Select(k => Difference(step => Score(k, step)) / 16).ToArray()).reshape(1, 16, 1, 1);
            Assert.True(cams.narrow(0, n, 1).allclose((alpha * one).sum(1L).relu(), rtol: 1e-6, atol: 1e-9));
        }
    }

    [Theory]
    [InlineData("first", GazeNormalisation.Max)]
    [InlineData("grid7", GazeNormalisation.Sum)]
    public void In_training_the_gradient_flows_through_the_gaze_into_every_weight_as_finite_differences_have_it(string stage,
        GazeNormalisation how)
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        network.to(float64).train();
        var cut = network.CutAt(stage);
        var labels = tensor(new[] { 2L, 0, 1 });
        var images = randn(3, 1, 64, 64, dtype: float64);
        Tensor Loss()
        {
            foreach (var norm in network.modules()
                .OfType<TorchSharp.Modules.BatchNorm2d>()) norm.reset_running_stats(); // a step moves them
            var maps = cut.Features(images);
            return (GradCam.Normalise(GradCam.InTraining(network, cut, maps, logits => GradCam.ByGradient(maps, logits, labels, differentiable: true)), how).square() * 100).sum();
        }

        Loss().backward();

        Assert.True(network.training);
        foreach (var (name, weight) in network.named_parameters()
            .Where(named => named.name is "first.conv.weight" or "second.conv.weight" or "head.weight"))
        {
            if (stage == "grid7" && name == "head.weight") continue; // tested by the oracle
            var slope = weight.grad!.flatten()[3].item<double>();
            double At(double step)
            {
                using (no_grad()) weight.flatten()[3] += step;
                try
                {
                    return Loss().item<double>();
                }
                finally
                {
                    using (no_grad()) weight.flatten()[3] -= step;
                }
            }

            var expected = Difference(At, 1e-6);
            Assert.True(Math.Abs(expected - slope) <= 1e-5 * Math.Max(1, Math.Abs(expected)), $"{name}: {slope} is not {expected}");
        }
    }

    private static GazeModel Network(int level) => Networks.Create(NetworkSpec.OfLevel(level), NetworkShape.Of(3), seed: 5);

    private static double Difference(Func<double, double> at, double step = 1e-5) => (at(step) - at(-step)) / (2 * step);
}
