using ActorGaze.Nn;
using ActorGaze.Nn.Checks;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Checks;

/// <summary>Whether the stages that a network names lie on its way.</summary>
[Collection("NetworkCheckTests")] // it draws from the process-wide generator, which those look at
public sealed class CheckedStagesTests
{
    public CheckedStagesTests() => IntraOpThreads.Set(1);

    [Fact]
    public void Stages_on_the_way_are_named_with_their_maps()
    {
        using var scope = NewDisposeScope();
        using var network = new Halved("halves", 1);

        Assert.Equal("halves [3, 1, 4, 4]", CheckedStages.Compare(network, randn(3, 1, 8, 8), network.Stages));
        Assert.Same(network, network.CutAt("target"));
        Assert.StartsWith("gaze.layer: found 'thirds'; allowed: target, halves.",
            Assert.Throws<InvalidInputException>(() => network.CutAt("thirds")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("halves", 2, "the stage 'halves' is not on the network's way")]
    [InlineData("target", 1, "Stages names 'target': the target layer has that name already.")]
    public void One_that_is_not_is_told(string stage, double factor, string expected)
    {
        using var scope = NewDisposeScope();
        using var network = new Halved(stage, factor);

        Assert.StartsWith(expected, Assert.Throws<BrokenPartException>(() => CheckedStages.Compare(network, randn(3, 1, 8, 8), network.Stages)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Averages over 2×2 pixels twice.</summary>
    private sealed class Halved(string stage, double factor) : GazeModel("halved")
    {
        public override IReadOnlyList<string> Stages => [stage];

        public override Tensor FeaturesAt(string stage, Tensor images) => Half(images);

        public override Tensor ClassifyFrom(string stage, Tensor maps) => Classify(Half(maps) * factor);

        public override Tensor Features(Tensor images) => Half(Half(images));

        public override Tensor Classify(Tensor maps) => cat([MeanOverSpace(maps), -MeanOverSpace(maps)], 1);

        private static Tensor Half(Tensor maps) => nn.functional.avg_pool2d(maps, [2L, 2L]);
    }
}
