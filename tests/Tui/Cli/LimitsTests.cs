using ActorGaze.Tui.Cli;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class LimitsTests
{
    [Theory]
    [InlineData(64L, null, null, "run", "the limit on open files is 64 (ulimit -n); allowed: at least 512.")]
    [InlineData(256L, null, null, "up", "the limit on open files is 256 (ulimit -n); allowed: at least 512.")]
    [InlineData(256L, null, null, "ps", null)]
    [InlineData(64L, null, null, "ps", "the limit on open files is 64 (ulimit -n); allowed: at least 128.")]
    [InlineData(1024L, null, null, "run", null)]
    [InlineData(null, 4_096_000_000L, null, "run", "the limit on address space is 4.1 GB (ulimit -v); allowed: at least 8 GB.")]
    [InlineData(null, 4_096_000_000L, null, "ps", null)]
    [InlineData(null, 1_024_000_000L, null, "ps", "the limit on address space is 1 GB (ulimit -v); allowed: at least 3 GB.")]
    [InlineData(null, null, 1_024_000L, "run", "the limit on the size of a file is 1 MB (ulimit -f); allowed: at least 64 MB.")]
    [InlineData(null, null, 1_024_000L, "ps", null)]
    [InlineData(null, null, null, "run", null)]
    public void A_limit_that_is_too_low_for_what_is_asked_is_named_with_what_would_do(long? files, long? space, long? size, string verb, string? expected) =>
        Assert.Equal(expected, new Limits(files, space, size).Objection(["--state", "x", verb]));

    [Theory]
    [InlineData(131_072L, "run", "the limit on a thread's stack is 131.1 kB (ulimit -s); allowed: at least 1 MB.")]
    [InlineData(131_072L, "gaze check", "the limit on a thread's stack is 131.1 kB (ulimit -s); allowed: at least 1 MB.")]
    [InlineData(131_072L, "parts check", "the limit on a thread's stack is 131.1 kB (ulimit -s); allowed: at least 1 MB.")]
    [InlineData(131_072L, "parts", null)]
    [InlineData(131_072L, "ps", null)]
    [InlineData(8_388_608L, "run", null)]
    public void A_stack_that_is_too_small_for_libtorch_is_named(long stack, string verb, string? expected) =>
        Assert.Equal(expected, new Limits(null, null, null, stack).Objection(verb.Split(' ')));

    [Fact]
    public void A_failure_nobody_expected_names_the_limits_that_are_unusual()
    {
        Assert.Null(new Limits(1_048_576, null, null).Suspicion);
        Assert.Null(new Limits(1_048_576, null, null, 8_388_608).Suspicion);
        Assert.Contains("the limit on a thread's stack is 2 MB (ulimit -s)", new Limits(1_048_576, null, null, 2_000_000).Suspicion, StringComparison.Ordinal);
        Assert.Equal(
            "Limits may be behind it: the limit on open files is 600 (ulimit -n); the limit on address space is 9 GB (ulimit -v).",
            new Limits(600, 9_000_000_000, null).Suspicion);
    }

    [Fact]
    public void An_engine_whose_files_may_not_grow_without_end_says_so()
    {
        Assert.Equal("the limit on the size of a file is 100 MB (ulimit -f). A run whose file would be larger stands still.", new Limits(null, null, 100_000_000).Warning(["up"]));
        Assert.Null(new Limits(null, null, 100_000_000).Warning(["ps"]));
    }

    [Fact]
    public void The_limits_of_a_process_are_read() => Assert.InRange(Limits.OfThisProcess().OpenFiles ?? 1_000_000, 1, long.MaxValue);
}
