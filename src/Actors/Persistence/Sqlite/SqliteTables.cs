using ActorGaze.Actors.Persistence.Stores;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>The tables of a journal, as Akka.Persistence.Sql makes them; an engine adds what is missing.</summary>
internal static class SqliteTables
{
    private const string Journal =
        """
        CREATE TABLE [journal]
        (
          [ordering] INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, [created] INTEGER NOT NULL, [deleted] Bit NOT NULL,
          [persistence_id] NVarChar(255) NOT NULL, [sequence_number] INTEGER NOT NULL, [message] VarBinary NOT NULL,
          [manifest] NVarChar(500) NULL, [identifier] INTEGER NULL, [writer_uuid] NVarChar(128) NULL
        );
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        """;

    public static void Make(SqliteConnection connection) => Databases.Scalar(connection, Journal);

    /// <summary>Adds rows, within the connection's transaction.</summary>
    public static void Write(SqliteConnection connection, IEnumerable<JournalRow> rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO journal ({JournalRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        for (var i = 1; i <= 9; i++) command.Parameters.AddWithValue($"${i}", DBNull.Value);
        foreach (var row in rows)
        {
            object?[] values = [row.Ordering, row.Created, row.Deleted, row.PersistenceId, row.SequenceNumber, row.Message, row.Manifest,
                row.Identifier, row.Writer];
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }
}
