using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

public sealed class FlatAdamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void It_updates_every_weight_as_TorchSharps_Adam_does_to_the_bit(int level)
    {
        IntraOpThreads.Set(1);
        using var scope = NewDisposeScope();
        var spec = new TrainingSpec { LearningRate = 3e-3, Beta1 = 0.85, Beta2 = 0.99, Epsilon = 1e-7 };
        using var ours = PaperNetworks.Create(level, classes: 3, seed: 5);
        using var theirs = PaperNetworks.Create(level, classes: 3, seed: 5);
        using var flat = FlatOptimiser.Of(ours, spec);
        using var adam = optim.Adam(theirs.parameters(), spec.LearningRate, spec.Beta1, spec.Beta2, spec.Epsilon);
        using var chance = new Generator(3);

        for (var step = 0; step < 5; step++)
        {
            foreach (var (mine, other) in ours.parameters().Zip(theirs.parameters()))
            {
                var gradient = randn(mine.shape, generator: chance);
                (mine.grad, other.grad) = (gradient, gradient.clone());
            }

            flat.Step(flat.Gradients());
            adam.step();
        }

        foreach (var ((name, mine), (_, other)) in ours.named_parameters().Zip(theirs.named_parameters()))
            Assert.True(mine.detach().contiguous().bytes.SequenceEqual(other.detach().contiguous().bytes), name);
    }

    [Fact]
    public void Its_views_are_the_networks_weights_and_lie_channels_last()
    {
        using var scope = NewDisposeScope();
        using var network = PaperNetworks.Create(level: 2, classes: 4, seed: 1);
        var before = network.get_parameter("body.block3.conv.weight")!.detach().clone();
        using var adam = FlatOptimiser.Of(network, new TrainingSpec());
        var weight = network.get_parameter("body.block3.conv.weight")!;

        Assert.Equal([64, 32, 3, 3], weight.shape);
        Assert.Equal([32 * 9, 1, 3 * 32, 32], weight.stride());
        Assert.True(before.allclose(weight, 0, 0));
        Assert.True(weight.is_leaf && weight.requires_grad);
    }

    [Fact]
    public void A_weight_without_a_gradient_stays_what_it_was()
    {
        using var scope = NewDisposeScope();
        using var network = PaperNetworks.Create(level: 1, classes: 2, seed: 1);
        using var adam = FlatOptimiser.Of(network, new TrainingSpec());
        var before = network.parameters().Select(weight => weight.detach().clone()).ToArray();

        adam.Step(adam.Gradients());

        Assert.All(before.Zip(network.parameters()), pair => Assert.True(pair.Item1.allclose(pair.Item2, 0, 0)));
    }
}
