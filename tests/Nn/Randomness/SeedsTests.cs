using ActorGaze.Nn.Models;
using ActorGaze.Nn.Randomness;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Randomness;

/// <summary>Alone, because other tests may draw from the process-wide generator.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(AloneInTheProcess))]
public sealed class SeedsTests
{
    [Fact]
    public void Building_a_network_leaves_the_process_wide_generator_as_it_was()
    {
        using var scope = NewDisposeScope();
        rand(3);
        var before = get_rng_state().bytes.ToArray();

        PaperNetworks.Create(level: 1, classes: 4, seed: 3);

        Assert.Equal(before, get_rng_state().bytes.ToArray());
    }

    [Fact]
    public void A_construction_that_fails_leaves_it_as_it_was_and_the_door_open()
    {
        using var scope = NewDisposeScope();
        var before = get_rng_state().bytes.ToArray();

        Assert.Throws<NotSupportedException>(() => Seeds.LeavingGlobalAlone<int>(() =>
        {
            rand(3);
            throw new NotSupportedException();
        }));

        Assert.Equal(before, get_rng_state().bytes.ToArray());
        Assert.Equal(7, Seeds.LeavingGlobalAlone(() => 7));
    }

    [Fact]
    public void Seeds_that_differ_only_in_sign_are_different_seeds()
    {
        using var scope = NewDisposeScope();
        using var one = Seeds.Generator(1);
        using var minusOne = Seeds.Generator(-1);

        Assert.NotEqual(rand(4, generator: one).data<float>().ToArray(), rand(4, generator: minusOne).data<float>().ToArray());
    }
}
