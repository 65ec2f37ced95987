using ActorGaze.Nn;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Models;

public sealed class NetworksTests
{
    public NetworksTests() => IntraOpThreads.Set(1); // Two threads on a busy machine wait for each other longer than they work.

    public static TheoryData<int> Levels => [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(1, 4_500, 6_000, 0.03)]
    [InlineData(2, 250_000, 350_000, 0.15)]
    [InlineData(3, 1_000_000, 3_000_000, 0.4)]
    [InlineData(4, 1_000_000, 3_000_000, 0.4)]
    [InlineData(5, 10_000_000, 20_000_000, 2.0)]
    public void Every_level_keeps_its_budget(int level, long fewest, long most, double multiplyAddsInBillions)
    {
        var cost = PaperNetworks.Cost(level, classes: 2);
        var withFour = PaperNetworks.Cost(level, classes: 4);

        Assert.InRange(cost.Parameters, fewest, most);
        Assert.InRange(withFour.Parameters, fewest, most);
        Assert.InRange(withFour.MultiplyAdds / 1e9, 0, multiplyAddsInBillions);
    }

    [Fact]
    public void Costs_agree_with_a_count_by_hand()
    {
        // Level 1: a 5×5 convolution to 16 channels on 56², a 3×3 one from 16 to 32 on 14², a linear layer from 32 to 4.
        const int first = 16 * 25, second = 32 * 16 * 9, head = 32 * 4;

        var cost = PaperNetworks.Cost(level: 1, classes: 4);

        Assert.Equal(first + second + head + 4 + (2 * (16 + 32)), cost.Parameters);
        Assert.Equal((first * 56 * 56) + (second * 14 * 14) + head, cost.MultiplyAdds);
    }

    [Fact]
    public void Level_4_is_level_3_and_a_little()
    {
        var plain = PaperNetworks.Cost(3, 4);
        var squeezed = PaperNetworks.Cost(4, 4);

        Assert.InRange(squeezed.Parameters, plain.Parameters + 1, plain.Parameters * 1.05);
        Assert.InRange(squeezed.MultiplyAdds, plain.MultiplyAdds + 1, plain.MultiplyAdds * 1.01);
    }

    [Theory, MemberData(nameof(Levels))]
    public void Every_level_has_a_grid_of_14_by_14_and_a_score_per_class(int level)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var network = PaperNetworks.Create(level, classes: 3, seed: 1).Evaluating();

        var maps = network.Features(Images(1));
        var scores = network.Classify(maps);

        Assert.Equal([1, 14, 14], new[] { maps.shape[0], maps.shape[2], maps.shape[3] });
        Assert.Equal([1, 3], scores.shape);
        Assert.True(maps.min().item<float>() >= 0);
    }

    [Theory, MemberData(nameof(Levels))]
    public void Nothing_after_the_target_layer_mixes_samples(int level)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var network = PaperNetworks.Create(level, classes: 4, seed: 2);
        var one = network.Evaluating().Features(Images(1)); // (1,K,14,14)
        var maps = cat([one, one.flip(3), one * 2]); // (3,K,14,14)
        using var generator = new Generator(5);
        network.DropoutGenerator = generator;
        network.train();

        generator.manual_seed(5);
        var together = network.Classify(maps);
        var other = maps.clone();
        other[TensorIndex.Slice(1, 3)].mul_(7);
        generator.manual_seed(5);
        var besideOthers = network.Classify(other);

        Assert.Equal(Bits(together[0]), Bits(besideOthers[0]));
        Assert.NotEqual(Bits(together[1]), Bits(besideOthers[1]));
    }

    [Theory, MemberData(nameof(Levels))]
    public void A_pooled_linear_head_is_what_it_says(int level)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var network = PaperNetworks.Create(level, classes: 4, seed: 2).Evaluating();
        var maps = network.Features(Images(1));
        if (network.PooledLinear is not { } head)
        {
            Assert.Equal(5, level);
            return;
        }

        var byHand = maps.mean([2L, 3L]).matmul(head.weight!.t()) + head.bias!;

        Assert.True(byHand.allclose(network.Classify(maps), rtol: 1e-5, atol: 1e-6));
    }

    [Theory, MemberData(nameof(Levels))]
    public void Weights_come_of_the_seed_alone(int level)
    {
        using var scope = NewDisposeScope();

        var one = PaperNetworks.Create(level, classes: 4, seed: 11);
        var same = PaperNetworks.Create(level, classes: 4, seed: 11);
        var other = PaperNetworks.Create(level, classes: 4, seed: 12);

        Assert.Equal(Weights(one), Weights(same));
        Assert.NotEqual(Weights(one), Weights(other));
    }

    [Fact]
    public void Networks_built_at_once_while_others_draw_from_the_process_wide_generator_are_those_built_alone()
    {
        using var scope = NewDisposeScope();
        string[] alone = [.. Enumerable.Range(0, 8).Select(seed => Weights(PaperNetworks.Create(2, 4, seed)))];

        var together = new string[8];
        Parallel.For(0, 16, i =>
        {
            using var inner = NewDisposeScope();
            if (i % 2 == 1) rand(1_000_000);
            else together[i / 2] = Weights(PaperNetworks.Create(2, 4, i / 2));
        });

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Weights_of_a_seed_are_the_same_for_ever()
    {
        using var scope = NewDisposeScope();

        var weight = PaperNetworks.Create(level: 1, classes: 4, seed: -1).PooledLinear!.weight!;

        Assert.Equal(new[] { 0.0187547989f, 0.137734324f, 0.163154677f, 0.0870807394f }, weight.detach().data<float>().Take(4));
    }

    [Fact]
    public void Initial_weights_fill_what_their_fan_in_allows()
    {
        using var scope = NewDisposeScope();

        var weight = PaperNetworks.Create(level: 2, classes: 4, seed: 1).get_parameter("body.block4.conv.weight")!.detach();

        var bound = 1 / Math.Sqrt(64 * 9);
        Assert.InRange(weight.max().item<float>(), 0.99 * bound, bound);
        Assert.InRange(weight.min().item<float>(), -bound, -0.99 * bound);
        Assert.InRange(weight.mean().item<float>(), -0.01 * bound, 0.01 * bound);
    }

    [Theory, MemberData(nameof(Levels))]
    public void A_network_outlives_the_scope_it_was_built_in_and_leaves_nothing_behind(int level)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        GazeModel network;
        using (NewDisposeScope()) network = PaperNetworks.Create(level, classes: 4, seed: 2);

        using (network)
        {
            using var scope = NewDisposeScope();
            Assert.All(network.state_dict(), entry => Assert.False(entry.Value.IsInvalid));
            Assert.Equal([1, 4], network.Evaluating().forward(Images(1)).shape);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_network_that_does_not_exist_is_refused_with_those_that_do(int level)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => PaperNetworks.Create(level, 4, seed: 0)).Message;

        Assert.StartsWith(
            $"network.name: found 'level{level}', and there is no such network; known: level1, level2, level3, level4, level5. The nearest is level", refusal);
    }

    [Fact]
    public void A_single_class_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => PaperNetworks.Create(1, 1, seed: 0));

    [Fact]
    public void Dropout_takes_its_chance_from_the_run_s_generator_and_only_in_training()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var generator = new Generator(5);
        var network = PaperNetworks.Create(level: 5, classes: 4, seed: 2);
        var maps = network.Evaluating().Features(Images(1)); // (1,768,14,14)
        var evaluated = Bits(network.Classify(maps));

        network.train();
        Assert.Throws<InvalidOperationException>(() => network.Classify(maps));
        network.DropoutGenerator = generator;
        var first = Bits(network.Classify(maps));
        var second = Bits(network.Classify(maps));
        generator.manual_seed(5);
        var again = Bits(network.Classify(maps));

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, evaluated);
        Assert.Equal(evaluated, Bits(network.Evaluating().Classify(maps)));
    }

    [Fact]
    public void Names_of_weights_are_checkpoint_keys_and_stay()
    {
        using var scope = NewDisposeScope();

        string[] keys = [.. PaperNetworks.Create(1, 4, 0).state_dict().Keys.Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "first.conv.weight", "first.norm.bias", "first.norm.num_batches_tracked", "first.norm.running_mean", "first.norm.running_var",
                "first.norm.weight", "head.bias", "head.weight", "second.conv.weight", "second.norm.bias", "second.norm.num_batches_tracked",
                "second.norm.running_mean", "second.norm.running_var", "second.norm.weight",
            ],
            keys);
    }

    private static Tensor Images(int count)
    {
        using var generator = new Generator(99);
        return rand([count, 1, 224, 224], generator: generator); // (N,1,224,224)
    }

    private static byte[] Bits(Tensor tensor) => tensor.detach().contiguous().bytes.ToArray();

    private static string Weights(GazeModel network) =>
        string.Join('\n', network.state_dict().Select(e => $"{e.Key} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Bits(e.Value)))}"));
}

internal static class Modes
{
    public static GazeModel Evaluating(this GazeModel network)
    {
        network.eval();
        return network;
    }
}
