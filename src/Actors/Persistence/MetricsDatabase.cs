using System.Globalization;
using System.Runtime.InteropServices;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence;

/// <summary>
/// metrics.db: the journals' figures as tables for SQL and notebooks. A projection: delete it, and the next start makes it anew.
/// </summary>
internal sealed class MetricsDatabase : IDisposable
{
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    private readonly SqliteConnection _connection;

    private MetricsDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Where a damaged file was moved to when this one was made; null where there was none.</summary>
    public string? SetAsideTo { get; private init; }

    /// <summary>
    /// Opens or makes the file; a damaged one is set aside first, for all that the engine wrote into it is in the journals.
    /// </summary>
    /// <param name="damaged">It was found damaged when it was last used.</param>
    public static MetricsDatabase Open(string file, bool damaged = false)
    {
        try
        {
            return OpenSound(file, damaged || SetAside.IsFolder(file) ? SetAside.Database(file) : null);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            return OpenSound(file, SetAside.Database(file));
        }
    }

    /// <summary>What is known of every run.</summary>
    public Dictionary<RunId, RunSummary> Summaries()
    {
        using var command = Command(
            """
            SELECT run, phase, sequence_number, spec_key, epochs_done, train_cross_entropy, cross_entropy, gaze_weight_now, accuracy,
              kappa, best_kappa, gaze_deviation, attempts, faults_in_a_row, device, reason, last_fault, left_out, other_bits,
              weights_sha256, checkpoints
            FROM runs
            """, []);
        using var reader = command.ExecuteReader();
        var known = new Dictionary<RunId, RunSummary>();
        while (reader.Read())
        {
            known[RunId.Known(reader.GetString(0))] = new RunSummary(
                RunPhases.Named(reader.GetString(1)), reader.GetInt64(2), reader.GetString(3))
            {
                EpochsDone = reader.GetInt32(4),
                TrainingLoss = Real(reader, 5),
                Loss = Real(reader, 6),
                LambdaNow = Real(reader, 7),
                Accuracy = Real(reader, 8),
                Kappa = Real(reader, 9),
                BestKappa = Real(reader, 10),
                GazeDeviation = Real(reader, 11),
                Attempts = reader.GetInt32(12),
                FaultsInARow = reader.GetInt32(13),
                Device = Text(reader, 14),
                Reason = Text(reader, 15),
                LastFault = Text(reader, 16),
                LeftOut = Text(reader, 17),
                OtherBits = Text(reader, 18),
                WeightsSha256 = Text(reader, 19),
                Checkpoints = reader.GetInt32(20),
            };
        }

        return known;
    }

    /// <summary>Brings the rows of runs up to their states, all of them or none. A state that is there already costs one look.</summary>
    public void Write(IEnumerable<(RunState State, long SequenceNumber)> runs)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var (state, sequenceNumber) in runs) Write(state, sequenceNumber);
        transaction.Commit();
    }

    /// <summary>Drops the rows of runs that the journal no longer has.</summary>
    public void Forget(IEnumerable<RunId> runs)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var run in runs)
        {
            DropEpochs(run, kept: 0);
            Execute("DELETE FROM runs WHERE run = $run", ("$run", run.Value));
        }

        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private static MetricsDatabase OpenSound(string file, string? setAsideTo)
    {
        PrivateFiles.MakeDatabase(file);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            var database = new MetricsDatabase(connection) { SetAsideTo = setAsideTo };
            if (database.Scalar("PRAGMA user_version") is not MetricsSchema.Version)
                database.Execute("DROP TABLE IF EXISTS runs; DROP TABLE IF EXISTS epochs; DROP TABLE IF EXISTS class_mean_gazes;");
            database.Execute(MetricsSchema.Tables);
            database.Execute($"PRAGMA user_version = {MetricsSchema.Version}; PRAGMA synchronous = NORMAL;");
            if (!Databases.IsLarge(file) && database.Scalar("PRAGMA quick_check(1)") is not "ok" and var found)
                throw new SqliteException($"{found}", Corrupt);
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Write(RunState state, long sequenceNumber)
    {
        if (state.Spec is not { } spec) return;
        var (known, key) = Known(spec.Id);
        if (known == sequenceNumber && key == RunSummary.KeyOf(spec)) return;
        // a shorter journal was put in its place, so these rows are wrong
        DropEpochs(spec.Id, known > sequenceNumber ? 0 : state.Epochs.Count);
        foreach (var epoch in state.Epochs.Skip(SameRows(state))) Write(spec.Id, epoch);
        var summary = RunSummary.Of(state, sequenceNumber);
        Execute(
            """
            INSERT OR REPLACE INTO runs
            VALUES ($run, $sweep, $data, $network, $weight, $trial, $seed, $variant, $phase, $reason, $attempts, $weights, $number, $key,
              $epochs, $tce, $ce, $now, $acc, $kappa, $best, $deviation, $faults, $kept, $device, $fault, $left, $bits)
            """,
            ("$run", spec.Id.Value), ("$sweep", spec.Sweep), ("$data", spec.DataName), ("$network", spec.Network.Name),
            ("$weight", spec.GazeWeight),
            ("$trial", spec.Trial), ("$seed", spec.Seed), ("$variant", spec.Variant), ("$phase", state.Phase.Word()),
            ("$reason", state.Reason), ("$attempts", state.Attempts), ("$weights", state.WeightsSha256), ("$number", sequenceNumber),
            ("$key", summary.SpecKey), ("$epochs", summary.EpochsDone), ("$tce", summary.TrainingLoss), ("$ce", summary.Loss),
            ("$now", summary.LambdaNow),
            ("$acc", summary.Accuracy), ("$kappa", summary.Kappa), ("$best", summary.BestKappa), ("$deviation", summary.GazeDeviation),
            ("$faults", summary.FaultsInARow), ("$kept", summary.Checkpoints), ("$device", summary.Device), ("$fault", summary.LastFault),
            ("$left", summary.LeftOut),
            ("$bits", summary.OtherBits));
    }

    private static double? Real(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private void DropEpochs(RunId run, int kept)
    {
        Execute("DELETE FROM epochs WHERE run = $run AND epoch > $epochs", ("$run", run.Value), ("$epochs", kept));
        Execute("DELETE FROM class_mean_gazes WHERE run = $run AND epoch > $epochs", ("$run", run.Value), ("$epochs", kept));
    }

    private void Write(RunId run, EpochMetrics epoch)
    {
        var evaluation = epoch.Evaluation;
        Execute(
            """
            INSERT OR REPLACE INTO epochs
            VALUES ($run, $epoch, $rate, $weight, $tce, $tgl, $term, $tacc, $ce, $acc, $kappa, $deviation, $correct, $zero, $entropy)
            """,
            ("$run", run.Value), ("$epoch", epoch.Epoch), ("$rate", epoch.LearningRate), ("$weight", epoch.GazeWeight),
            ("$tce", epoch.Training.CrossEntropy), ("$tgl", epoch.Training.GazeLoss), ("$term", epoch.Training.LossTerm),
            ("$tacc", epoch.Training.Accuracy),
            ("$ce", evaluation.CrossEntropy), ("$acc", evaluation.Accuracy), ("$kappa", evaluation.Kappa),
            ("$deviation", evaluation.GazeDeviation),
            ("$correct", evaluation.CorrectPerClass.Sum()), ("$zero", evaluation.ZeroGazeShare), ("$entropy", evaluation.GazeEntropy));
        for (var c = 0; c < evaluation.Gazes.Classes; c++)
        {
            Execute(
                "INSERT OR REPLACE INTO class_mean_gazes VALUES ($run, $epoch, $class, $correct, $deviation, $height, $width, $map)",
                ("$run", run.Value), ("$epoch", epoch.Epoch), ("$class", c), ("$correct", evaluation.CorrectPerClass[c]),
                ("$deviation", evaluation.GazeDeviationPerClass[c]), ("$height", evaluation.Gazes.Height),
                ("$width", evaluation.Gazes.Width),
                ("$map", MemoryMarshal.AsBytes<float>(evaluation.Gazes.Of(c)).ToArray()));
        }
    }

    /// <summary>
    /// Epochs whose rows are there and right. Those done again with other figures are the last ones, so they are looked for from the end.
    /// </summary>
    private int SameRows(RunState state)
    {
        var rows = (int)(long)Scalar("SELECT COUNT(*) FROM epochs WHERE run = $run", ("$run", state.Spec!.Id.Value))!;
        while (rows > 0 && !HasRow(state.Spec.Id, state.Epochs[rows - 1])) rows--;
        return rows;
    }

    private bool HasRow(RunId run, EpochMetrics epoch) => Scalar(
        """
        SELECT 1 FROM epochs
        WHERE run = $run AND epoch = $epoch AND train_cross_entropy IS $tce AND cross_entropy IS $ce AND kappa IS $kappa
          AND gaze_deviation IS $deviation
        """,
        ("$run", run.Value), ("$epoch", epoch.Epoch), ("$tce", epoch.Training.CrossEntropy), ("$ce", epoch.Evaluation.CrossEntropy),
        ("$kappa", epoch.Evaluation.Kappa), ("$deviation", epoch.Evaluation.GazeDeviation)) is not null;

    private (long SequenceNumber, string SpecKey) Known(RunId run)
    {
        using var command = Command("SELECT sequence_number, spec_key FROM runs WHERE run = $run", [("$run", run.Value)]);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : (0, "");
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value is null or double.NaN ? DBNull.Value : value);
        return command;
    }
}
