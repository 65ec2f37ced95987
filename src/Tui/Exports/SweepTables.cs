using System.Globalization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tui.Exports;

/// <summary>
/// A sweep as Parquet files: one of runs, one of epochs, one of classes, one of confusion matrices. They join on run and epoch.
/// </summary>
internal static class SweepTables
{
    /// <summary>One run: how it stands, and every setting. Many of them are held at once, so they are without their epochs.</summary>
    private sealed record RunRow(RunSpec Spec, RunState State, RunHistory History, int Epochs, double? LastKappa, double? BestKappa)
    {
        public static RunRow Of(RunSpec spec, RunState state, RunHistory history) => new(
            spec, state with { Epochs = [] }, history, state.Epochs.Count, state.Epochs.IsEmpty ? null : state.Epochs[^1].Evaluation.Kappa,
            state.Epochs.IsEmpty ? null : state.Epochs.Max(epoch => epoch.Evaluation.Kappa));
    }

    /// <summary>One class of one epoch of a run.</summary>
    private sealed record ClassRow(
        string Run, int Epoch, string Class, int Images, int Correct, double? Deviation, ClassMeanGazes Gazes, float[] Gaze);

    /// <summary>How often one class was taken for one.</summary>
    private sealed record ConfusionRow(string Run, int Epoch, string Class, string Predicted, int Images);

    private const NumberStyles Plain = NumberStyles.Float;

    private const int RowsWithGazes = 1_000; // of some hundred numbers each

    private static readonly float[] Unknown = [float.NaN];

    private static readonly ParquetColumn<RunRow>[] RunColumns =
    [
        ParquetColumn<RunRow>.Text("sweep", row => row.Spec.Sweep),
        ParquetColumn<RunRow>.Text("run", row => row.Spec.Id.Value),
        ParquetColumn<RunRow>.Text("phase", row => row.State.Phase.Word()),
        ParquetColumn<RunRow>.Text("network", row => row.Spec.Network.Name),
        ParquetColumn<RunRow>.Text("data", row => row.Spec.DataName),
        ParquetColumn<RunRow>.Text("variant", row => row.Spec.Variant),
        ParquetColumn<RunRow>.Number("gaze_weight", row => row.Spec.GazeWeight),
        ParquetColumn<RunRow>.Number("trial", row => row.Spec.Trial),
        ParquetColumn<RunRow>.Number("epochs", row => row.Epochs),
        ParquetColumn<RunRow>.Number("epochs_planned", row => row.Spec.Epochs),
        ParquetColumn<RunRow>.Real("last_kappa", row => row.LastKappa),
        ParquetColumn<RunRow>.Real("best_kappa", row => row.BestKappa),
        ParquetColumn<RunRow>.Text("reason", row => row.State.Reason ?? ""),
        ParquetColumn<RunRow>.Text("device", row => row.State.Device ?? ""),
        ParquetColumn<RunRow>.Text("bits", row => row.State.Bits?.ToString() ?? ""),
        ParquetColumn<RunRow>.Text("images", row => row.State.Images?.Content ?? ""),
        ParquetColumn<RunRow>.Text("weights_sha256", row => row.State.WeightsSha256 ?? ""),
        ParquetColumn<RunRow>.Number("attempts", row => row.History.Attempts),
        ParquetColumn<RunRow>.Number("pauses", row => row.History.Pauses),
        ParquetColumn<RunRow>.Number("faults", row => row.History.Faults.Length),
        ParquetColumn<RunRow>.Real("wall_seconds", row => row.History.Wall.TotalSeconds),
        ParquetColumn<RunRow>.Real("device_seconds", row => row.History.Training.TotalSeconds),
        .. RunKeys.All.Select(Setting),
    ];

    /// <summary>Those of every sweep, then those of what its runs' parts have.</summary>
    private static IReadOnlyList<ParquetColumn<RunRow>> ColumnsOf(SweepSpec sweep) =>
    [
        .. RunColumns,
        .. from setting in sweep.Runs.SelectMany(run => PartSettings.Of(run, null))
           group setting.Value by setting.Path into same
           select same.All(value => double.TryParse(value, Plain, CultureInfo.InvariantCulture, out _)) && same.Key != PartSettings.Assembly
               ? ParquetColumn<RunRow>.Real(same.Key, row => OfPart(row, same.Key) is { } value
                   ? double.Parse(value, Plain, CultureInfo.InvariantCulture) : null)
               : ParquetColumn<RunRow>.Text(same.Key, row => OfPart(row, same.Key) ?? ""),
    ];

    private static string? OfPart(RunRow row, string path) =>
        PartSettings.Of(row.Spec, row.State.AcceptedPlugin).Where(setting => setting.Path == path).Select(setting => setting.Value)
            .FirstOrDefault();

    private static readonly ParquetColumn<ClassRow>[] ClassColumns =
    [
        ParquetColumn<ClassRow>.Text("run", row => row.Run),
        ParquetColumn<ClassRow>.Number("epoch", row => row.Epoch),
        ParquetColumn<ClassRow>.Text("class", row => row.Class),
        ParquetColumn<ClassRow>.Number("images", row => row.Images),
        ParquetColumn<ClassRow>.Number("correct", row => row.Correct),
        ParquetColumn<ClassRow>.Real("recall", row => row.Images == 0 ? null : (double)row.Correct / row.Images),
        ParquetColumn<ClassRow>.Real("gaze_deviation", row => row.Deviation),
        ParquetColumn<ClassRow>.Number("gaze_height", row => row.Gaze.Length == 0 ? 0 : row.Gazes.Height),
        ParquetColumn<ClassRow>.Number("gaze_width", row => row.Gaze.Length == 0 ? 0 : row.Gazes.Width),
        ParquetColumn<ClassRow>.Numbers<float>("mean_gaze", row => row.Gaze.Length == 0 ? Unknown : row.Gaze),
    ];

    private static readonly ParquetColumn<ConfusionRow>[] ConfusionColumns =
    [
        ParquetColumn<ConfusionRow>.Text("run", row => row.Run),
        ParquetColumn<ConfusionRow>.Number("epoch", row => row.Epoch),
        ParquetColumn<ConfusionRow>.Text("class", row => row.Class),
        ParquetColumn<ConfusionRow>.Text("predicted", row => row.Predicted),
        ParquetColumn<ConfusionRow>.Number("images", row => row.Images),
    ];

    /// <summary>Writes the four files.</summary>
    /// <param name="runs">In the plan's order, read one at a time.</param>
    /// <returns>How many epochs they have.</returns>
    public static async Task<long> WriteAsync(
        ExportFolder folder, SweepSpec sweep, IEnumerable<(RunSpec Spec, IReadOnlyCollection<RunEvent> Events)> runs,
        CancellationToken cancel)
    {
        var notes = ExportNotes.Of(("sweep", sweep.Name), ("evaluation", sweep.Evaluation.ToString().ToLowerInvariant()));
        await using var runStream = File.Create(folder.PathFor("runs.parquet"));
        await using var epochStream = File.Create(folder.PathFor("epochs.parquet"));
        await using var classStream = File.Create(folder.PathFor("classes.parquet"));
        await using var confusionStream = File.Create(folder.PathFor("confusion.parquet"));
        await using var runFile = await ParquetFile<RunRow>.BeginAsync(runStream, ColumnsOf(sweep), notes, cancel).ConfigureAwait(false);
        await using var epochFile = await ParquetFile<EpochRow>.BeginAsync(epochStream, ResultsFile.Columns, notes, cancel)
            .ConfigureAwait(false);
        await using var classFile = await ParquetFile<ClassRow>.BeginAsync(classStream, ClassColumns, notes, cancel, RowsWithGazes)
            .ConfigureAwait(false);
        await using var confusionFile = await ParquetFile<ConfusionRow>.BeginAsync(confusionStream, ConfusionColumns, notes, cancel)
            .ConfigureAwait(false);
        foreach (var (spec, events) in runs)
        {
            cancel.ThrowIfCancellationRequested();
            var (state, history) = JournalledRun.Of(spec, events);
            await runFile.AddAsync([RunRow.Of(spec, state, history)], cancel).ConfigureAwait(false);
            await epochFile.AddAsync(EpochRow.Of([state]), cancel).ConfigureAwait(false);
            await classFile.AddAsync(state.Epochs.SelectMany(epoch => Classes(state, epoch)), cancel).ConfigureAwait(false);
            await confusionFile.AddAsync(state.Epochs.SelectMany(epoch => Confusion(state, epoch)), cancel).ConfigureAwait(false);
        }

        await runFile.FinishAsync(cancel).ConfigureAwait(false);
        await epochFile.FinishAsync(cancel).ConfigureAwait(false);
        await classFile.FinishAsync(cancel).ConfigureAwait(false);
        await confusionFile.FinishAsync(cancel).ConfigureAwait(false);
        return epochFile.Rows;
    }

    /// <summary>A number as a number, anything else as a sweep file writes it.</summary>
    private static ParquetColumn<RunRow> Setting(Key<RunSpec> key) => key.Kind is ValueKind<double> or ValueKind<int> or ValueKind<long>
        ? ParquetColumn<RunRow>.Real(key.Path, row => double.Parse(Written(row.Spec, key), CultureInfo.InvariantCulture))
        : ParquetColumn<RunRow>.Text(key.Path, row => Written(row.Spec, key));

    private static string Written(RunSpec spec, Key<RunSpec> key) => string.Join(", ", key.Get(spec).Values);

    private static IEnumerable<ClassRow> Classes(RunState run, EpochMetrics epoch) =>
        ClassCounts.Of(run.Classes, epoch.Evaluation).Select((count, label) => new ClassRow(
            run.Spec!.Id.Value, epoch.Epoch, count.Name, count.Images, count.Correct, epoch.Evaluation.GazeDeviationPerClass[label],
            epoch.Evaluation.Gazes, label < epoch.Evaluation.Gazes.Classes ? epoch.Evaluation.Gazes.Of(label) : []));

    private static IEnumerable<ConfusionRow> Confusion(RunState run, EpochMetrics epoch)
    {
        var counts = ClassCounts.Of(run.Classes, epoch.Evaluation);
        return from truth in Enumerable.Range(0, counts.Length)
               from predicted in Enumerable.Range(0, counts.Length)
               select new ConfusionRow(
                   run.Spec!.Id.Value, epoch.Epoch, counts[truth].Name, counts[predicted].Name,
                   epoch.Evaluation.Confusion[truth, predicted]);
    }
}
