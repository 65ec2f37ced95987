using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>The gaze term by plain numbers and the gaze term by tensor operations alone are the same definition.</summary>
[Slow]
public sealed class GazeTermTests
{
    private const int Classes = 4;

    private static readonly int[] Labels = [0, 0, 0, 1, 1, 2, 2, 3];

    public static TheoryData<string, string> All =>
        [.. from reference in GazeReference.All from distance in GazeDistance.All select (reference, distance)];

    [Theory, MemberData(nameof(All))]
    public void Both_give_the_same_loss_gradient_and_means_over_several_steps(string reference, string distance)
    {
        var spec = new GazeSpec { Reference = reference, Distance = distance };
        using var host = new HostGazeTerm(spec, Classes);
        using var device = new DeviceGazeTerm(spec, Classes, new DeviceLink(CPU));
        bool[][] correct = [[true, true, false, true, true, true, false, true], [false, false, false, true, false, true, true, true], [true, true, true, true, true, true, true, true]];

        foreach (var (step, right) in correct.Index())
        {
            using var scope = NewDisposeScope();
            var (lossA, gradientA) = Take(host, step, right);
            var (lossB, gradientB) = Take(device, step, right);

            Assert.Equal(lossA, lossB, 1e-12);
            Assert.True(gradientA.allclose(gradientB, rtol: 1e-9, atol: 1e-12));
            foreach (var (a, b) in host.Means.Means.Zip(device.Means.Means))
            {
                Assert.Equal(a.Length, b.Length);
                Assert.All(a.Zip(b), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-12));
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Where_nothing_is_right_the_device_gives_no_loss_no_gradient_and_no_NaN(string reference, string distance)
    {
        using var scope = NewDisposeScope();
        using var device = new DeviceGazeTerm(new GazeSpec { Reference = reference, Distance = distance }, Classes, new DeviceLink(CPU));

        var (loss, gradient) = Take(device, 0, new bool[Labels.Length]);

        Assert.Equal(0, loss);
        Assert.Equal(0, gradient.abs().max().item<double>());
        Assert.Equal(MovingClassMeans.Empty(Classes, 0.9), device.Means);
    }

    [Fact]
    public void Means_that_are_set_are_what_is_folded_into()
    {
        using var scope = NewDisposeScope();
        using var device = new DeviceGazeTerm(new GazeSpec { EmaDecay = 0.5 }, 1, new DeviceLink(CPU));
        device.Means = new MovingClassMeans(0.5, [[8.0]]);

        var gazes = full([2, 1, 1], 4.0, dtype: float64);
        device.LossOf(gazes, zeros(2, dtype: int64), [0, 0], ones(2, dtype: @bool));
        device.Commit(device.Pending!.data<double>().ToArray());

        Assert.Equal([6.0], device.Means.Means[0]);
    }

    private static (double Loss, Tensor Gradient) Take(IGazeTerm term, int step, bool[] right)
    {
        var gazes = rand([Labels.Length, 14, 14], dtype: float64, generator: new Generator((ulong)step + 1)).requires_grad_(); // (N,14,14)
        var loss = term.LossOf(gazes, tensor(Array.ConvertAll(Labels, label => (long)label)), Labels, tensor(right));
        if (loss.requires_grad) loss.backward();
        term.Commit(term.Pending is { } pending ? pending.data<double>().ToArray() : []);
        return (loss.item<double>(), gazes.grad ?? zeros_like(gazes));
    }
}
