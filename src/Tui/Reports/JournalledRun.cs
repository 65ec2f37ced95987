using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Reports;

/// <summary>A run as a report needs it: its state, and what its journal tells beside it.</summary>
internal sealed record JournalledRun(RunState State, RunHistory History)
{
    /// <summary>What <c>gaze check</c> found of it last; null where it has not been examined.</summary>
    public GazeExamination? Examination { get; init; }

    /// <summary>The gazes of the examined samples through training; null where they were not recorded.</summary>
    public SampleCourses? Courses { get; init; }

    private const int MostEpochsOfSamples = 20;
    private const int MostGazeValues = 2_250_000; // of all epochs of a sweep; a page has a byte for each

    public static JournalledRun Of(RunSpec spec, IReadOnlyCollection<RunEvent> events) => events.Count == 0
        ? new JournalledRun(RunState.New(spec), RunHistory.None)
        : new JournalledRun(events.Aggregate(RunState.Initial, (state, @event) => state.Apply(@event)), RunHistory.Of(events));

    /// <summary>The runs of a sweep, in its plan's order. Where it has many epochs, only some of them keep their gazes.</summary>
    /// <param name="stateFolder">Where checks of gazes lie.</param>
    public static ImmutableArray<JournalledRun> Read(JournalReader journal, SweepSpec sweep, string stateFolder)
    {
        var (planned, folder) = (sweep.Runs.Sum(run => (long)run.Epochs), new StateFolder(stateFolder));
        var examined = sweep.Runs.GroupBy(Setting).ToDictionary(runs => runs.Key, _ => 0);
        var each = Room.PicturedRuns(examined.Count);
        return
        [
            .. from spec in sweep.Runs
               let run = Of(spec, [.. journal.EventsOf(spec.Id).Select(entry => entry.Event)]).WithGazesOf(planned)
               let found = ExaminationFiles.Newest(folder, spec.Id)
               select found is null ? run : run.WithChecks(found, folder, pictured: examined[Setting(spec)]++ < each),
        ];

        static (string, string, NetworkSpec, double) Setting(RunSpec run) => (run.Data, run.Variant, run.Network, run.GazeWeight);
    }

    private JournalledRun WithChecks(GazeExamination found, StateFolder folder, bool pictured) => this with
    {
        Examination = found,
        Courses = pictured
            ? SampleCourses.Read(folder, State, [.. found.Samples.Select(sample => sample.Place)], MostEpochsOfSamples)
            : null,
    };

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
