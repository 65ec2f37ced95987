using ActorGaze.Actors.Engine.Sweeps;
using CsCheck;

namespace ActorGaze.Tests.Actors.Engine.Sweeps;

public sealed class StartOrderTests
{
    [Fact]
    public void An_interrupted_run_starts_before_one_that_waits_for_its_turn()
    {
        var order = Of(StartWish.Queued, StartWish.None, StartWish.Interrupted);

        Assert.Equal(2, order.Next());
        Assert.Equal(0, order.With((2, StartWish.None)).Next());
    }

    [Fact]
    public void A_run_whose_journal_is_still_read_holds_back_those_after_it()
    {
        Assert.Null(Of(StartWish.Queued, StartWish.Unknown, StartWish.Interrupted).Next());
        Assert.Equal(0, Of(StartWish.Interrupted, StartWish.Unknown).Next());
    }

    [Fact]
    public void It_is_what_a_look_at_every_run_in_the_plans_order_finds() =>
        Gen.Select(Gen.Int[0, 7], Gen.Enum<StartWish>()).Array[1, 4].Array[0, 20].Sample(moves =>
        {
            var (order, plan) = (StartOrder.Empty, new StartWish[8]);
            foreach (var together in moves)
            {
                order = order.With(together);
                foreach (var (place, wish) in together) plan[place] = wish;
                if (order.Next() != Look(plan) || together.Any(of => order.Of(of.Item1) != plan[of.Item1])) return false;
            }

            return true;
        });

    private static int? Look(StartWish[] plan)
    {
        int? queued = null;
        for (var place = 0; place < plan.Length; place++)
        {
            if (plan[place] == StartWish.Unknown) return null;
            if (plan[place] == StartWish.Interrupted) return place;
            if (plan[place] == StartWish.Queued) queued ??= place;
        }

        return queued;
    }

    private static StartOrder Of(params StartWish[] wishes) =>
        StartOrder.Empty.With(wishes.Select((wish, place) => (place, wish)));
}
