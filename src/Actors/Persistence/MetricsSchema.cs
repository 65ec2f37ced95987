namespace ActorGaze.Actors.Persistence;

/// <summary>The tables of metrics.db.</summary>
internal static class MetricsSchema
{
    public const string Tables =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS runs (
          run TEXT PRIMARY KEY, sweep TEXT NOT NULL, data TEXT NOT NULL, network TEXT NOT NULL, gaze_weight REAL NOT NULL,
          trial INTEGER NOT NULL, seed INTEGER NOT NULL, variant TEXT NOT NULL, phase TEXT NOT NULL, reason TEXT,
          attempts INTEGER NOT NULL, weights_sha256 TEXT, sequence_number INTEGER NOT NULL, spec_key TEXT NOT NULL,
          epochs_done INTEGER NOT NULL, train_cross_entropy REAL, cross_entropy REAL, gaze_weight_now REAL, accuracy REAL, kappa REAL,
          best_kappa REAL, gaze_deviation REAL, faults_in_a_row INTEGER NOT NULL, checkpoints INTEGER NOT NULL, device TEXT,
          last_fault TEXT, left_out TEXT, other_bits TEXT);
        CREATE TABLE IF NOT EXISTS epochs (
          run TEXT NOT NULL, epoch INTEGER NOT NULL, learning_rate REAL NOT NULL, gaze_weight REAL NOT NULL,
          train_cross_entropy REAL, train_gaze_loss REAL, train_loss_term REAL, train_accuracy REAL,
          cross_entropy REAL, accuracy REAL, kappa REAL, gaze_deviation REAL,
          correct INTEGER NOT NULL, zero_gaze_share REAL, gaze_entropy REAL, PRIMARY KEY (run, epoch));
        CREATE TABLE IF NOT EXISTS class_mean_gazes (
          run TEXT NOT NULL, epoch INTEGER NOT NULL, class INTEGER NOT NULL, correct INTEGER NOT NULL, gaze_deviation REAL,
          height INTEGER NOT NULL, width INTEGER NOT NULL, map BLOB NOT NULL, PRIMARY KEY (run, epoch, class));
        """;

    /// <summary>Rises when a table changes: tables of another version are made anew from the journal.</summary>
    public const long Version = 6;
}
