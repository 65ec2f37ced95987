using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Cli;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class WaitedSweepsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_over_when_all_that_the_journal_knows_are_at_rest()
    {
        Assert.IsType<Waited.GoesOn>(On(["a", "b"], [Line("a", true), Line("b", false)]));
        Assert.IsType<Waited.Over>(On(["a", "b"], [Line("a", true), Line("b", true)]));
        Assert.IsType<Waited.GoesOn>(On(["a"], [Line("a", true), Line("since-then", false)]));
    }

    [Fact]
    public void A_sweep_that_the_engine_does_not_have_is_given_ten_seconds_and_no_more()
    {
        var waited = new WaitedSweeps(["a", "b"]);
        var reads = 0;
        Waited At(int second, params SweepLine[] lines)
        {
            (waited, var now) = waited.On(lines, Noon.AddSeconds(second), _ => ++reads < 0);
            return now;
        }

        Assert.IsType<Waited.GoesOn>(At(0, Line("a", true)));
        Assert.IsType<Waited.GoesOn>(At(9, Line("a", true)));
        Assert.IsType<Waited.Over>(At(9, Line("a", true), Line("b", true)));
        Assert.IsType<Waited.GoesOn>(At(20, Line("a", true)));
        Assert.IsType<Waited.GoesOn>(At(31, Line("a", false))); // it works on another: that is waited for
        Assert.Equal(["b"], Assert.IsType<Waited.NotHere>(At(32, Line("a", true))).Sweeps);
        Assert.Equal(2, reads); // each time it went missing, once
    }

    [Fact]
    public void A_sweep_that_the_engine_does_not_have_and_that_is_at_rest_keeps_nobody()
    {
        Assert.IsType<Waited.Over>(On(["a", "old"], [Line("a", true)], atRest: "old"));
        Assert.IsType<Waited.Over>(On(["old"], [], atRest: "old"));
        Assert.IsType<Waited.GoesOn>(On(["old", "other"], [], atRest: "old"));
    }

    private static Waited On(string[] names, SweepLine[] lines, string? atRest = null) => new WaitedSweeps(names).On(lines, Noon, name => name == atRest).Now;

    private static SweepLine Line(string name, bool atRest) => new(name, Evaluation.Learning, 1, 1, ImmutableSortedDictionary<RunPhase, int>.Empty, 0, 1, 0, null, atRest);
}
