using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Models;

[Slow]
public sealed class ChannelsLastTests
{
    public ChannelsLastTests() => IntraOpThreads.Set(1);

    public static TheoryData<int> Levels => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Levels))]
    public void The_layout_changes_no_answer_and_holds_to_the_target_layer(int level)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var generator = new Generator(4);
        var images = rand([2, 1, 224, 224], generator: generator); // (N,1,224,224)
        var network = PaperNetworks.Create(level, classes: 4, seed: 1).Evaluating();
        var expected = network.forward(images); // (N,C)

        ChannelsLast.Apply(network);
        var maps = network.Features(ChannelsLast.Of(images)); // (N,K,14,14)

        Assert.Equal(Strides(maps.shape), maps.stride());
        Assert.True(expected.allclose(network.Classify(maps), rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void Weights_stay_leaves_that_gradients_and_optimisers_reach_in_the_layout()
    {
        using var scope = NewDisposeScope();
        var network = PaperNetworks.Create(level: 2, classes: 4, seed: 1);
        ChannelsLast.Apply(network);
        var weight = network.get_parameter("body.block3.conv.weight")!;
        var before = weight.clone();
        using var adam = optim.Adam(network.parameters(), 1e-3);

        network.forward(ChannelsLast.Of(rand(2, 1, 224, 224))).sum().backward();
        adam.step();

        Assert.True(weight.is_leaf && weight.requires_grad);
        Assert.Equal(Strides(weight.shape), weight.stride());
        Assert.Equal(Strides(weight.shape), weight.grad!.stride());
        Assert.True((weight - before).abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void A_copy_of_one_channel_shares_nothing_and_has_the_layout_s_strides()
    {
        using var scope = NewDisposeScope();
        var images = arange(32, dtype: float32).reshape(2, 1, 4, 4); // (N,1,4,4)

        var laid = ChannelsLast.Of(images);
        images.zero_();

        Assert.Equal([16, 1, 4, 1], laid.stride());
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (float)i), laid.contiguous().data<float>().ToArray());
    }

    [Fact]
    public void A_network_in_the_layout_is_written_and_read_without_losing_it()
    {
        using var scope = NewDisposeScope();
        var network = PaperNetworks.Create(level: 1, classes: 4, seed: 1);
        var rowMajor = CheckpointTensor.Of(network.get_parameter("second.conv.weight")!);

        ChannelsLast.Apply(network);
        var other = PaperNetworks.Create(level: 1, classes: 4, seed: 2);
        ChannelsLast.Apply(other);
        var target = other.get_parameter("second.conv.weight")!;
        CheckpointTensor.Of(network.get_parameter("second.conv.weight")!).CopyTo(target);

        Assert.Equal(rowMajor, CheckpointTensor.Of(target));
        Assert.Equal(Strides(target.shape), target.stride());
    }

    private static long[] Strides(long[] shape) => [shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]];
}
