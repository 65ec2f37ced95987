using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Reports;

/// <summary>A run as a report needs it: its state, and what its journal tells beside it.</summary>
internal sealed record JournalledRun(RunState State, RunHistory History)
{
    private const int MostGazeValues = 2_250_000; // of all epochs of a sweep; a page has a byte for each

    public static JournalledRun Of(RunSpec spec, IReadOnlyCollection<RunEvent> events) => events.Count == 0
        ? new JournalledRun(RunState.New(spec), RunHistory.None)
        : new JournalledRun(events.Aggregate(RunState.Initial, (state, @event) => state.Apply(@event)), RunHistory.Of(events));

    /// <summary>The runs of a sweep, in its plan's order. Where it has many epochs, only some of them keep their gazes.</summary>
    public static ImmutableArray<JournalledRun> Read(JournalReader journal, SweepSpec sweep)
    {
        var planned = sweep.Runs.Sum(run => (long)run.Epochs);
        return [.. sweep.Runs.Select(spec => Of(spec, [.. journal.EventsOf(spec.Id).Select(entry => entry.Event)]).WithGazesOf(planned))];
    }

    /// <summary>
    /// Without the gazes of epochs between those that a page of so many epochs has room for: every second, every third and so on. The last
    /// epoch keeps its own.
    /// </summary>
    public JournalledRun WithGazesOf(long planned)
    {
        bool Keeps(EpochMetrics epoch) =>
            (epoch.Epoch - 1) % Stride(epoch.Evaluation.Gazes, planned) == 0 || epoch.Epoch == State.Epochs.Count;

        return this with { State = State with { Epochs = [.. State.Epochs.Select(e => Keeps(e) ? e : EpochHistory.WithoutGazes(e))] } };
    }

    private static long Stride(ClassMeanGazes gazes, long planned) =>
        Math.Max(1, ((planned * gazes.Classes * gazes.Height * gazes.Width) + MostGazeValues - 1) / MostGazeValues);
}
