using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using CsCheck;

namespace ActorGaze.Tests.Actors.Nodes;

public sealed class LeaseTests
{
    private static readonly TimeSpan Length = At(10);
    private static readonly RunId Run = new("r");

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void It_is_asked_for_four_times_in_its_length()
    {
        var asked = new List<double>();
        var term = LeaseTerm.Begun(Length, At(0));
        for (var second = 0.0; second < 10; second += 0.5)
        {
            (term, var ask) = term.Ticked(At(second));
            if (ask is not null) asked.Add(second);
        }

        Assert.Equal([0, 2.5, 5, 7.5], asked);
    }

    [Fact]
    public void It_counts_from_when_it_was_asked_for_not_from_when_it_was_granted()
    {
        var (term, ask) = LeaseTerm.Begun(Length, At(0)).Ticked(At(1));

        term = term.Granted(ask!.Value, At(9));

        Assert.Equal(At(11), term.Until);
        Assert.True(term.Held);
    }

    [Fact]
    public void One_that_is_over_stays_over_whatever_is_granted_late()
    {
        var (term, ask) = LeaseTerm.Begun(Length, At(0)).Ticked(At(1));

        var late = term.Granted(ask!.Value, At(10));

        Assert.True(late.IsOver(At(10)));
        Assert.False(late.Held);
    }

    [Fact]
    public void One_that_is_never_granted_is_over_too() => Assert.True(LeaseTerm.Begun(Length, At(0)).IsOver(At(10)));

    [Fact]
    public void What_was_not_asked_for_changes_nothing()
    {
        var term = LeaseTerm.Begun(Length, At(0)).Ticked(At(1)).Next;

        Assert.Equal(term, term.Granted(99, At(2)));
    }

    [Fact]
    public void Answers_that_overtake_each_other_take_nothing_back()
    {
        var (first, one) = LeaseTerm.Begun(Length, At(0)).Ticked(At(0));
        var (second, two) = first.Ticked(At(3));

        var term = second.Granted(two!.Value, At(4)).Granted(one!.Value, At(5));

        Assert.Equal(At(13), term.Until);
    }

    /// <summary>Whatever is lost or late, and whichever clock began when: where the engine lets another begin, the worker has given up.</summary>
    [Fact]
    public void The_worker_gives_up_before_the_engine_lets_another_begin()
    {
        var step = Gen.Select(Gen.Double[0, 3], Gen.Double[0, 12], Gen.Double[0, 12], Gen.Bool);
        Gen.Select(Gen.Double[-1000, 1000], step.Array[1, 40]).Sample((offset, steps) =>
        {
            var (now, term, book) = (0.0, LeaseTerm.Begun(Length, At(0)), LeaseBook.Begun(Length, default, At(offset)));
            var answers = new List<(double At, long Number)>();
            foreach (var (pause, there, back, lost) in steps)
            {
                now += pause;
                foreach (var answer in answers.Where(a => a.At <= now).ToList()) term = term.Granted(answer.Number, At(now));
                answers.RemoveAll(a => a.At <= now);
                if (term.IsOver(At(now))) break;
                (term, var ask) = term.Ticked(At(now));
                if (ask is null || lost) continue;
                book = book.Granted(Run, 1, "n", At(now + there + offset)); // the engine's clock, when the question arrives
                answers.Add((now + there + back, ask.Value));
            }

            var free = At(now) + book.Wait(Run, null, At(now + offset));
            Assert.True(!term.Held || book.Held.IsEmpty || term.Until <= free, $"{term.Until} {free}");
        });
    }

    [Fact]
    public void A_run_that_trained_on_a_node_for_an_engine_before_waits_until_that_lease_is_over_or_the_node_has_joined()
    {
        var book = LeaseBook.Begun(At(1), before: Length, At(100));

        Assert.Equal(At(11), book.Wait(Run, "gpubox", At(100)));
        Assert.Equal(TimeSpan.Zero, book.Wait(Run, null, At(100)));
        Assert.Equal(At(-1), book.Wait(Run, "gpubox", At(112)));
        Assert.Equal(TimeSpan.Zero, book.Joined("gpubox", "p1", old: true).Wait(Run, "gpubox", At(100)));
        Assert.Equal(At(11), book.Joined("gpubox", "p2", old: false).Wait(Run, "gpubox", At(100))); // one that began since knows nothing of before
        Assert.Equal(At(11), book.Joined("other", "p1", old: true).Wait(Run, "gpubox", At(100)));
    }

    [Fact]
    public void A_crew_that_is_gone_frees_its_run_and_no_later_attempt_of_it()
    {
        var book = LeaseBook.Begun(Length, default, At(0)).Granted(Run, 2, "p1", At(5));

        Assert.Equal(At(11), book.Ended(Run, 1).Wait(Run, null, At(5)));
        Assert.Equal(TimeSpan.Zero, book.Ended(Run, 2).Wait(Run, null, At(5)));
    }

    [Fact]
    public void Only_the_process_that_had_a_crew_speaks_for_it()
    {
        var book = LeaseBook.Begun(Length, default, At(0)).Granted(Run, 1, "p1", At(5));

        Assert.Equal(TimeSpan.Zero, book.Joined("gpubox", "p1", old: false).Wait(Run, null, At(6)));
        Assert.Equal(At(10), book.Joined("gpubox", "p2", old: true).Wait(Run, null, At(6))); // another machine with a copied identity
    }

    [Theory]
    [InlineData("/data/brain", "brain", "")]
    [InlineData("/data/brain/v2", "brain", "v2")]
    [InlineData("/data/brain2", null, "")]
    [InlineData("/data/x/chest", "chest", "")]
    public void A_folder_has_the_name_of_the_longest_root_that_holds_it(string data, string? root, string below)
    {
        var roots = Roots(("brain", "/data/brain"), ("x", "/data/x"), ("chest", "/data/x/chest"));

        Assert.Equal(root is null ? null : new NamedData(root, below), NamedData.Of(data, roots));
    }

    [Theory]
    [InlineData("v2", "/mnt/b/v2")]
    [InlineData("", "/mnt/b")]
    [InlineData("../secret", null)]
    [InlineData("/etc", null)]
    public void A_name_leads_to_a_folder_of_its_root_alone(string below, string? expected) =>
        Assert.Equal(expected, new NamedData("brain", below).PathIn(Roots(("brain", "/mnt/b"))));

    [Fact]
    public void A_machine_without_the_root_has_no_folder() => Assert.Null(new NamedData("brain", "").PathIn(Roots(("chest", "/mnt/c"))));

    [Theory]
    [InlineData("auto", true)]
    [InlineData("gpubox/*", true)]
    [InlineData("*/cuda:0", true)]
    [InlineData("gpubox/cuda:0", true)]
    [InlineData("gpubox/cuda:1", false)]
    [InlineData("other/*", false)]
    [InlineData("cuda:0", false)]
    public void A_nodes_device_is_taken_by_its_patterns(string pattern, bool taken) =>
        Assert.Equal(taken, DevicePlace.Of("gpubox/cuda:0").IsTakenBy([pattern]));

    private static ImmutableSortedDictionary<string, string> Roots(params (string Name, string Path)[] roots) =>
        roots.ToImmutableSortedDictionary(root => root.Name, root => root.Path, StringComparer.Ordinal);
}
