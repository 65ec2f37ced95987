using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Sweeps;

public sealed class SweepStateTests
{
    private static readonly RunSpec Other = Spec with { Id = new RunId("r2"), Seed = 78 };
    private static readonly SweepSpec Two = SweepSpec.Of("s", [Spec, Other]);
    private static readonly SweepState Known = SweepState.Initial.Apply(new SweepEvent.Submitted(Two) { At = Noon });

    [Fact]
    public void The_same_again_changes_nothing() => Assert.True(Known.Decide(SweepSpec.Of("s", [Spec, Other]), Noon).Ignored);

    [Fact]
    public void More_runs_are_taken()
    {
        var more = SweepSpec.Of("s", [Spec, Other, Spec with { Id = new RunId("r3") }]);

        var decision = Known.Decide(more, Noon);

        Assert.Equal(more, Assert.IsType<SweepEvent.Extended>(Assert.Single(decision.Events)).Spec);
        Assert.Equal(3, Known.Apply(decision.Events[0]).Spec!.Runs.Count);
    }

    [Fact]
    public void More_epochs_are_taken_and_fewer_refused()
    {
        Assert.False(Known.Decide(SweepSpec.Of("s", [Spec with { Epochs = 9 }, Other]), Noon).Refused);
        Assert.Contains("epochs: 3 before, 2 now", Known.Decide(SweepSpec.Of("s", [Spec with { Epochs = 2 }, Other]), Noon).Reason);
    }

    [Fact]
    public void Fewer_runs_are_refused_and_one_that_is_missing_is_named()
    {
        var reason = Known.Decide(SweepSpec.Of("s", [Spec]), Noon).Reason;

        Assert.Contains("2 runs", reason);
        Assert.Contains("r2 is not among", reason);
    }

    [Fact]
    public void An_altered_run_is_refused_and_the_difference_named()
    {
        var reason = Known.Decide(SweepSpec.Of("s", [Spec, Other with { Network = NetworkSpec.OfLevel(3) }]), Noon).Reason;

        Assert.Contains("r2", reason);
        Assert.Contains("level: 1 before, 3 now", reason);
    }

    [Fact]
    public void A_name_given_to_two_runs_is_refused() => Assert.Contains("r1", SweepState.Initial.Decide(SweepSpec.Of("s", [Spec, Spec with { Seed = 3 }]), Noon).Reason);

    [Fact]
    public void Every_event_has_a_fold_and_an_unknown_one_is_not_swallowed()
    {
        var events = Written.OfType<SweepEvent>().ToList();

        Assert.Equal(typeof(SweepEvent).GetNestedTypes().ToHashSet(), events.Select(e => e.GetType()).ToHashSet());
        Assert.All(events, e => Assert.Equal(Sweep, new SweepState(Sweep).Apply(e).Spec));
        var foreign = (SweepEvent)RuntimeHelpers.GetUninitializedObject(Foreign.CaseOf(typeof(SweepEvent)));
        Assert.Throws<UnreachableException>(() => Known.Apply(foreign));
    }
}
