using ActorGaze.Actors.Contracts.Runs;
using CsCheck;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>What holds for any commands in any order.</summary>
public sealed class RunLawTests
{
    private static readonly Gen<RunCommand[]> AnyCommands = Gen.OneOf(
        Gen.Int[0, RunStateTests.Commands.Count - 1].Select(n => RunStateTests.Commands[n]),
        Gen.Select(Gen.Int[1, 4], Gen.Double[-1, 1], Gen.Int[1, 3], (epoch, kappa, attempt) => (RunCommand)Close(epoch, kappa, attempt)),
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 9], (epochs, steps) => (RunCommand)new RunCommand.KeepCheckpoint(Checkpoint(epochs, steps), "rhythm")),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], (epochs, steps) => (RunCommand)new RunCommand.SetAside(Checkpoint(epochs, steps), "torn")),
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[1, 4], Gen.Double[-1, 1], (epochs, steps, first, kappa) =>
            (RunCommand)new RunCommand.Adopt(Checkpoint(epochs, steps, 2), [.. Enumerable.Range(first, Math.Max(0, epochs - first + 1)).Select(e => Epoch(e, kappa))], "found")),
        Gen.Int[0, 3].Select(epochs => (RunCommand)new RunCommand.DropMissing([Checkpoint(epochs)])),
        Gen.Const((RunCommand)new RunCommand.Start("cpu"))).Array[0, 60];

    [Fact]
    public void Any_commands_in_any_order_throw_nothing_and_the_journal_folds_to_the_state() => AnyCommands.Sample(commands =>
    {
        var (state, journal) = Play(commands);
        return Equal(journal.Aggregate(RunState.Initial, (s, e) => s.Apply(e)), state);
    });

    [Fact]
    public void Whatever_happens_epochs_are_numbered_from_one_and_at_most_three_checkpoints_are_kept() => AnyCommands.Sample(commands =>
    {
        var (state, _) = Play(commands);
        return state.Epochs.Select(e => e.Epoch).SequenceEqual(Enumerable.Range(1, state.Epochs.Count))
            && state.Checkpoints.Count <= 3
            && state.Checkpoints.Distinct().Count() == state.Checkpoints.Count;
    });

    [Fact]
    public void Whatever_happens_an_ended_run_has_a_reason_or_its_weights() => AnyCommands.Sample(commands =>
    {
        var (state, _) = Play([new RunCommand.Submit(Samples.Spec), .. commands]);
        return !state.Ended || state.Reason is not null || state.WeightsSha256 is not null;
    });

    [Fact]
    public void A_journal_cut_anywhere_folds_and_goes_on_to_the_same_state() => Gen.Select(AnyCommands, Gen.Double[0, 1]).Sample((commands, share) =>
    {
        var (state, journal) = Play(commands);
        var cut = (int)(share * journal.Count);
        var half = journal.Take(cut).Aggregate(RunState.Initial, (s, e) => s.Apply(e));
        return Equal(journal.Skip(cut).Aggregate(half, (s, e) => s.Apply(e)), state);
    });

    private static (RunState State, List<RunEvent> Journal) Play(IEnumerable<RunCommand> commands)
    {
        var (state, journal) = (RunState.Initial, new List<RunEvent>());
        foreach (var command in commands)
        {
            foreach (var e in state.Decide(command, Noon).Events)
            {
                state = state.Apply(e);
                journal.Add(e);
            }
        }

        return (state, journal);
    }

    /// <summary>Lists by their items: a record compares them by reference.</summary>
    private static bool Equal(RunState a, RunState b) =>
        a.Epochs.SequenceEqual(b.Epochs) && a.Checkpoints.SequenceEqual(b.Checkpoints) && a with { Epochs = b.Epochs, Checkpoints = b.Checkpoints } == b;
}
