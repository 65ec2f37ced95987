using ActorGaze.Actors.Contracts.Runs;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>A run that would go on where the bits are others.</summary>
public sealed class OtherBitsTests
{
    private static readonly RunState Paused = After(new Submit(Spec), new Start("cpu") { Bits = Bits }, Close(1), new FinishPause("asked", Checkpoint(1, 2)), new Resume());

    [Fact]
    public void It_goes_on_and_says_so()
    {
        var run = Paused.Told(new Start("cpu") { Bits = Bits with { Capability = "DEFAULT" } });

        Assert.Equal((RunPhase.Running, "from epoch 2 step 2 on: capability AVX2 before, DEFAULT now"), (run.Phase, run.OtherBits));
        Assert.Equal("DEFAULT", run.Bits!.Capability);
    }

    [Fact]
    public void It_is_paused_with_the_difference_where_bits_are_to_be_strict()
    {
        var run = Paused.Told(new Start("cpu") { Bits = Bits with { Threads = 4 }, Strict = true });

        Assert.Equal((RunPhase.Paused, 1), (run.Phase, run.Attempts));
        Assert.Contains("engine.bits = strict", run.Reason, StringComparison.Ordinal);
        Assert.Contains("threads 1 before, 4 now", run.Reason, StringComparison.Ordinal);
        Assert.Equal(RunPhase.Running, run.Told(new Resume()).Told(new Start("cpu") { Bits = Bits, Strict = true }).Phase);
    }

    [Fact]
    public void The_same_facts_none_and_a_run_without_a_checkpoint_say_nothing()
    {
        Assert.Null(Paused.Told(new Start("cpu") { Bits = Bits, Strict = true }).OtherBits);
        Assert.Null(Paused.Told(new Start("cpu") { Strict = true }).OtherBits);
        var fresh = After(new Submit(Spec), new Start("cpu") { Bits = Bits }, new HandleFault(Io, 5), new TryAgain());
        Assert.Equal((RunPhase.Running, null), (fresh.Told(new Start("cpu") { Bits = Bits with { Threads = 9 }, Strict = true }).Phase, fresh.OtherBits));
    }

    [Fact]
    public void Beginning_again_from_the_start_forgets_it()
    {
        var run = Paused.Told(new Start("cpu") { Bits = Bits with { Threads = 4 } }).Told(new Cancel("asked")).Told(new Retry(true));

        Assert.Null(run.OtherBits);
    }
}
