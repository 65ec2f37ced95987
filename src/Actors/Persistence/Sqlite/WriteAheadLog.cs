using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>SQLite's <c>-wal</c> file: what was committed to a database and is not in its main file yet.</summary>
internal static class WriteAheadLog
{
    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    public static string FileOf(string database) => $"{database}-wal";

    public static bool IsEmpty(string database) => new FileInfo(FileOf(database)) is { Exists: false } or { Length: 0 };

    /// <summary>Closing this connection leaves the log as it is, also where no other has the database.</summary>
    public static void Keep(SqliteConnection connection) =>
        SQLitePCL.raw.sqlite3_db_config(connection.Handle!, NoCheckpointOnClose, 1, out _);

    /// <summary>
    /// Writes the log into the database's main file and empties it, for an engine that leaves. Waits for nobody: while another program
    /// reads, as much is written as can be.
    /// </summary>
    /// <returns>Why something is left in the log; null where nothing is.</returns>
    public static string? Empty(string database)
    {
        if (!File.Exists(database)) return null;
        try
        {
            using var connection = Databases.Open(database, SqliteOpenMode.ReadWrite, busySeconds: 1);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            using var reader = command.ExecuteReader();
            return reader.Read() && reader.GetInt32(0) != 0 ? "another program has it open" : null;
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }
}
