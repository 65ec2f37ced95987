using System.Data.Common;

namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>One event as its journal has it, not read yet.</summary>
internal sealed record StoredEvent(string PersistenceId, long SequenceNumber, string Manifest, byte[] Message);

/// <summary>What is read of the journal's table, in the SQL that SQLite and PostgreSQL share. Names compare byte by byte in both.</summary>
internal static class JournalRows
{
    /// <summary>The events of one journal, in their order.</summary>
    public static List<StoredEvent> Of(DbConnection connection, string persistenceId) =>
        Read(connection, "persistence_id = @id", persistenceId);

    /// <summary>The events of all journals whose names begin with a word and a hyphen, by name.</summary>
    public static List<StoredEvent> Beginning(DbConnection connection, string word) =>
        Read(connection, $"persistence_id >= '{word}-' AND persistence_id < '{word}.'", null);

    /// <summary>Every event, in the order in which they were written. Reads on while it is enumerated.</summary>
    public static IEnumerable<JournalRow> All(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {JournalRow.Columns} FROM journal ORDER BY ordering";
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return JournalRow.Of(reader);
    }

    /// <summary>
    /// The newest sequence number by journal, of those whose names begin with a word and a hyphen. Reads the index alone.
    /// </summary>
    public static Dictionary<string, long> Heads(DbConnection connection, string word)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            WITH RECURSIVE ids(id) AS (
              SELECT MIN(persistence_id) FROM journal WHERE persistence_id > '{word}-' AND persistence_id < '{word}.'
              UNION ALL
              SELECT (SELECT MIN(persistence_id) FROM journal WHERE persistence_id > id AND persistence_id < '{word}.')
              FROM ids WHERE id IS NOT NULL)
            SELECT id, (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = id) FROM ids WHERE id IS NOT NULL
            """;
        using var reader = command.ExecuteReader();
        var heads = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read()) heads[reader.GetString(0)] = reader.GetInt64(1);
        return heads;
    }

    public static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static List<StoredEvent> Read(DbConnection connection, string where, string? id)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT persistence_id, sequence_number, manifest, message FROM journal WHERE {where} AND NOT deleted ORDER BY "
            + "persistence_id, sequence_number";
        if (id is not null)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@id", id);
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var events = new List<StoredEvent>();
        while (reader.Read())
            events.Add(new StoredEvent(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3)));
        return events;
    }
}
