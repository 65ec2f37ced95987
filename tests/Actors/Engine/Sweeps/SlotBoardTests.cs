using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Sweeps;
using CsCheck;

namespace ActorGaze.Tests.Actors.Engine.Sweeps;

public sealed class SlotBoardTests
{
    private static RunId Run(int n) => new($"r{n}");

    [Fact]
    public void Slots_are_granted_in_their_order_and_in_the_order_of_asking()
    {
        var board = SlotBoard<string>.Of(["cuda:0", "cuda:1", "cuda:0"]).Want("a", Run(1)).Want("b", Run(2)).Want("a", Run(3)).Want("b", Run(4));

        var (after, granted) = GrantAll(board);

        Assert.Equal([("a", Run(1), "cuda:0"), ("b", Run(2), "cuda:1"), ("a", Run(3), "cuda:0")], granted);
        Assert.Equal([("b", Run(4))], after.Waiting);
        Assert.Equal(("b", Run(4), "cuda:1"), Whom(after.Return(Run(2)).Grant()));
    }

    [Fact]
    public void Slots_in_front_are_granted_before_those_that_were_there_and_at_once_to_who_waits()
    {
        var board = SlotBoard<string>.Of([]).Want("a", Run(1)).Add(["box/cpu", "box/cpu"]);

        var (after, granted) = GrantAll(board.AddInFront(["cuda:0", "cuda:1"]).Want("b", Run(2)).Want("c", Run(3)));

        Assert.Equal(["cuda:0", "cuda:1", "box/cpu"], granted.Select(to => to.Item3));
        Assert.Equal(["box/cpu"], after.Free);
    }

    [Fact]
    public void Wanting_twice_is_wanting_once()
    {
        var board = SlotBoard<string>.Of(["cpu", "cpu"]).Want("a", Run(1)).Want("a", Run(1));

        Assert.Single(GrantAll(board).Granted);
        Assert.Empty(GrantAll(GrantAll(board).Board.Want("a", Run(1))).Granted);
    }

    [Fact]
    public void One_who_is_gone_gives_everything_back()
    {
        var board = GrantAll(SlotBoard<string>.Of(["cpu", "cpu"]).Want("a", Run(1)).Want("b", Run(2)).Want("a", Run(3))).Board;

        var after = board.Forget("a");

        Assert.Equal(["cpu"], after.Free);
        Assert.Empty(after.Waiting);
        Assert.Equal([Run(2)], after.Taken.Keys);
    }

    [Fact]
    public void Whatever_is_wanted_and_returned_no_slot_is_granted_twice_and_none_is_lost()
    {
        var moves = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5]).Array[0, 80];
        Gen.Select(Gen.Int[1, 4], moves).Sample((slots, all) =>
        {
            var board = SlotBoard<string>.Of(Enumerable.Range(0, slots).Select(i => $"d{i % 2}"));
            foreach (var (kind, n) in all)
            {
                board = kind switch
                {
                    0 => board.Want($"s{n % 2}", Run(n)),
                    1 => board.Return(Run(n)),
                    2 => board.Grant()?.Board ?? board,
                    _ => n == 5 ? board.Forget("s1") : board,
                };
                var held = board.Free.Concat(board.Taken.Values.Select(t => t.Device)).Order();
                if (!held.SequenceEqual(SlotBoard<string>.Of(Enumerable.Range(0, slots).Select(i => $"d{i % 2}")).Free.Order())) return false;
                if (board.Waiting.Any(w => board.Taken.ContainsKey(w.Run))) return false;
            }

            return true;
        });
    }

    private static (SlotBoard<string> Board, List<(string, RunId, string)> Granted) GrantAll(SlotBoard<string> board)
    {
        var granted = new List<(string, RunId, string)>();
        while (board.Grant() is { } grant)
        {
            board = grant.Board;
            granted.Add((grant.Who, grant.Run, grant.Device));
        }

        return (board, granted);
    }

    private static (string, RunId, string)? Whom((SlotBoard<string> Board, string Who, RunId Run, string Device)? grant) =>
        grant is { } g ? (g.Who, g.Run, g.Device) : null;

    [Fact]
    public void The_first_who_fits_a_free_slot_gets_it()
    {
        var board = SlotBoard<string>.Of(["box/cpu", "cpu"]).Want("a", Run(1)).Want("a", Run(2));

        var first = board.Grant((run, device) => run == Run(2) || device == "cpu")!.Value;

        Assert.Equal((Run(1), "cpu"), (first.Run, first.Device));
        Assert.Null(first.Board.Grant((_, device) => device == "cpu"));
    }

    [Fact]
    public void Slots_that_are_gone_are_not_returned_and_those_that_come_again_are_new()
    {
        var board = GrantAll(SlotBoard<string>.Of(["box/cpu"]).Want("a", Run(1))).Board.Withdraw(device => device == "box/cpu");

        var again = board.Add(["box/cpu"]).Return(Run(1));

        Assert.Empty(board.Return(Run(1)).Free);
        Assert.Equal(["box/cpu"], again.Free);
    }

    [Fact]
    public void Slots_that_cannot_be_used_for_now_come_back_free_or_not()
    {
        var board = GrantAll(SlotBoard<string>.Of(["box/cpu", "box/cpu", "cpu"]).Want("a", Run(1))).Board.Suspend(device => device == "box/cpu");

        Assert.Equal(["cpu"], board.Free);
        Assert.Equal(["cpu"], board.Return(Run(1)).Free);
        Assert.Equal(["cpu", "box/cpu", "box/cpu"], board.Return(Run(1)).Restore(device => device == "box/cpu").Free);
        Assert.Equal(["cpu", "box/cpu", "box/cpu"], board.Restore(device => device == "box/cpu").Return(Run(1)).Free);
    }
}
