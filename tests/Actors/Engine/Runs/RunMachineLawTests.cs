using CsCheck;

namespace ActorGaze.Tests.Actors.Engine.Runs;

/// <summary>What holds for a run's machine whatever happens in whatever order, crashes included.</summary>
public sealed class RunMachineLawTests
{
    private static readonly Gen<(int Move, int Chance)[]> Walks = Gen.Select(Gen.Int[0, RunMachineWalk.Moves - 1], Gen.Int[0, 99]).Array[10, 60];

    /// <summary>
    /// Everybody is answered once; there are never two crews; no slot is lost or held twice; a pause is answered when it is in the journal and
    /// the crew is gone; no acknowledged epoch is lost; after a crash the run stands as before.
    /// </summary>
    [Fact]
    public void Whatever_happens_in_whatever_order_a_run_keeps_its_promises() => Walk(4_000);

    internal static void Walk(long walks) => Gen.Select(Walks, Gen.Bool).Sample(
        (moves, holdSlot) =>
        {
            var world = new RunMachineWalk(holdSlot);
            world.Move(0, 0);
            foreach (var (move, chance) in moves) world.Move(move, chance);
            world.Finish();
            return world.Fault is null ? true : throw new InvalidOperationException($"{world.Fault}:\n{string.Join("\n", world.Story)}");
        }, iter: walks);
}

/// <summary>The same, many times.</summary>
[Slow]
public sealed class RunMachineManyWalksTests
{
    [Fact]
    public void A_hundred_thousand_walks() => RunMachineLawTests.Walk(100_000);
}
