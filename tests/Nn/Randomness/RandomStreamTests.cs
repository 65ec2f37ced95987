using ActorGaze.Nn.Randomness;
using CsCheck;

namespace ActorGaze.Tests.Nn.Randomness;

public class RandomStreamTests
{
    [Fact]
    public void The_numbers_of_a_stream_are_what_they_always_were()
    {
        var stream = RandomStream.Named("golden", 42, 3, -1);

        Assert.Equal([0x85F19194D7DF077E, 0xA40D13D7C45A6528, 0x9C84C35D08E9D618, 0xF102CF0782A5F12E], [.. Enumerable.Range(0, 4).Select(_ => stream.NextBits())]);
    }

    [Fact]
    public void The_order_of_an_epoch_is_what_it_always_was()
    {
        var order = Enumerable.Range(0, 10).ToArray();

        RandomStream.Named("golden", 42).Shuffle(order);

        Assert.Equal([7, 0, 1, 9, 4, 6, 3, 8, 2, 5], order);
    }

    [Fact]
    public void Name_seed_and_every_counter_make_another_stream()
    {
        RandomStream[] streams =
        [
            RandomStream.Named("a", 1, 2, 3), RandomStream.Named("b", 1, 2, 3), RandomStream.Named("a", 2, 2, 3), RandomStream.Named("a", 1, 3, 3),
            RandomStream.Named("a", 1, 2, 4), RandomStream.Named("a", 1, 2), RandomStream.Named("a", 1), RandomStream.Named("", 1, 2, 3), RandomStream.Named("a", 1, 3, 2),
        ];

        Assert.Equal(streams.Length, streams.Select(stream => stream.NextBits()).Distinct().Count());
    }

    [Fact]
    public void A_shuffle_is_a_permutation() =>
        Gen.Select(Gen.Int[0, 200], Gen.Long).Sample((count, seed) =>
        {
            var values = Enumerable.Range(0, count).ToArray();
            RandomStream.Named("shuffle", seed).Shuffle(values);
            return values.Order().SequenceEqual(Enumerable.Range(0, count));
        });

    [Fact]
    public void Every_order_of_four_is_as_likely_as_any_other()
    {
        var stream = RandomStream.Named("orders", 1);

        var counts = Enumerable.Range(0, 24_000).CountBy(_ =>
        {
            int[] values = [0, 1, 2, 3];
            stream.Shuffle(values);
            return string.Concat(values);
        }).ToDictionary();

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150)); // five standard deviations
    }

    [Fact]
    public void An_integer_lies_below_its_bound() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Long).Sample((bound, seed) => RandomStream.Named("int", seed).NextInt(bound) is var value && value >= 0 && value < bound);

    [Fact]
    public void A_large_bound_is_met_without_bias()
    {
        const int bound = 3 << 29; // three quarters of 2³¹, where the bias of a plain remainder would show
        var stream = RandomStream.Named("bias", 1);

        var low = Enumerable.Range(0, 30_000).Count(_ => stream.NextInt(bound) < bound / 2);

        Assert.InRange(low, 15_000 - 435, 15_000 + 435); // five standard deviations
    }

    [Fact]
    public void A_bound_below_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RandomStream.Named("x", 1).NextInt(0));

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1_and_the_tails_of_one()
    {
        var stream = RandomStream.Named("normal", 1);
        var values = Enumerable.Range(0, 100_000).Select(_ => stream.NextGaussian()).ToArray();

        Assert.InRange(values.Average(), -0.016, 0.016);
        Assert.InRange(values.Average(value => value * value), 0.975, 1.025);
        Assert.InRange(values.Count(value => Math.Abs(value) > 1.96) / 100_000.0, 0.045, 0.055);
    }
}
