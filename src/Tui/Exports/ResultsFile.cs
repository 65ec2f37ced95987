using System.Text;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tui.Exports;

/// <summary>How <c>results</c> are written.</summary>
internal enum ResultsFormat
{
    Csv,
    Json,
    Parquet,
}

/// <summary>A row per run and epoch, in one of the formats. Rows are written as they come and never all held.</summary>
internal static class ResultsFile
{
    /// <summary>The columns of Parquet: those of CSV, and what is told by class as lists.</summary>
    public static IReadOnlyList<ParquetColumn<EpochRow>> Columns { get; } =
    [
        ParquetColumn<EpochRow>.Text("sweep", row => row.Sweep),
        ParquetColumn<EpochRow>.Text("run", row => row.Run),
        ParquetColumn<EpochRow>.Text("phase", row => row.Phase),
        ParquetColumn<EpochRow>.Text("data", row => row.Data),
        ParquetColumn<EpochRow>.Text("variant", row => row.Variant),
        ParquetColumn<EpochRow>.Text("network", row => row.Network),
        ParquetColumn<EpochRow>.Number("gaze_weight", row => row.GazeWeight),
        ParquetColumn<EpochRow>.Number("trial", row => row.Trial),
        ParquetColumn<EpochRow>.Number("seed", row => row.Seed),
        ParquetColumn<EpochRow>.Number("epoch", row => row.Epoch),
        ParquetColumn<EpochRow>.Real("learning_rate", row => row.LearningRate),
        ParquetColumn<EpochRow>.Real("epoch_gaze_weight", row => row.EpochGazeWeight),
        ParquetColumn<EpochRow>.Real("train_cross_entropy", row => row.TrainCrossEntropy),
        ParquetColumn<EpochRow>.Real("train_gaze_loss", row => row.TrainGazeLoss),
        ParquetColumn<EpochRow>.Real("train_accuracy", row => row.TrainAccuracy),
        ParquetColumn<EpochRow>.Number("train_samples", row => row.TrainSamples),
        ParquetColumn<EpochRow>.Real("largest_gradient", row => row.LargestGradient),
        ParquetColumn<EpochRow>.Real("train_loss_term", row => row.TrainLossTerm),
        ParquetColumn<EpochRow>.Real("epoch_loss_weight", row => row.EpochLossWeight),
        ParquetColumn<EpochRow>.Real("cross_entropy", row => row.CrossEntropy),
        ParquetColumn<EpochRow>.Real("accuracy", row => row.Accuracy),
        ParquetColumn<EpochRow>.Real("kappa", row => row.Kappa),
        ParquetColumn<EpochRow>.Real("gaze_deviation", row => row.GazeDeviation),
        ParquetColumn<EpochRow>.Real("zero_gaze_share", row => row.ZeroGazeShare),
        ParquetColumn<EpochRow>.Real("gaze_entropy", row => row.GazeEntropy),
        ParquetColumn<EpochRow>.Texts("classes", row => row.Classes),
        ParquetColumn<EpochRow>.Numbers("correct_per_class", row => row.CorrectPerClass),
        ParquetColumn<EpochRow>.Numbers("images_per_class", row => row.ImagesPerClass),
    ];

    /// <summary>Writes to a stream that may be a pipe, and leaves it open.</summary>
    public static Task WriteAsync(Stream target, ResultsFormat format, IEnumerable<EpochRow> rows, CancellationToken cancel) =>
        format switch
    {
        ResultsFormat.Csv => CsvAsync(target, rows),
        ResultsFormat.Json => JsonAsync(target, rows, cancel),
        ResultsFormat.Parquet => ParquetAsync(target, rows, cancel),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task CsvAsync(Stream target, IEnumerable<EpochRow> rows)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true);
        Csv.Write(text, EpochRow.Columns, rows.Select(row => row.Values()));
    }

    private static async Task JsonAsync(Stream target, IEnumerable<EpochRow> rows, CancellationToken cancel)
    {
        await JsonSerializer.SerializeAsync(target, rows, Json.Indented, cancel).ConfigureAwait(false); // written as it is read
        await target.WriteAsync("\n"u8.ToArray(), cancel).ConfigureAwait(false);
    }

    private static async Task ParquetAsync(Stream target, IEnumerable<EpochRow> rows, CancellationToken cancel)
    {
        await using var file = await ParquetFile<EpochRow>.BeginAsync(target, Columns, ExportNotes.Of(), cancel).ConfigureAwait(false);
        await file.AddAsync(rows, cancel).ConfigureAwait(false);
        await file.FinishAsync(cancel).ConfigureAwait(false);
    }
}
