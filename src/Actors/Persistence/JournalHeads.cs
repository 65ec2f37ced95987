using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence;

/// <summary>How long each run's journal is.</summary>
internal static class JournalHeads
{
    /// <summary>The newest sequence number by run. Reads the journal's index alone.</summary>
    /// <exception cref="SqliteException">The journal cannot be read.</exception>
    public static ImmutableDictionary<RunId, long> Of(string journal)
    {
        var heads = ImmutableDictionary.CreateBuilder<RunId, long>();
        using var connection = Databases.Open(journal, SqliteOpenMode.ReadWrite);
        if (Databases.Scalar(connection, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'journal')") is not 1L) return heads.ToImmutable();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH RECURSIVE ids(id) AS (
              SELECT MIN(persistence_id) FROM journal WHERE persistence_id > 'run-' AND persistence_id < 'run.'
              UNION ALL
              SELECT (SELECT MIN(persistence_id) FROM journal WHERE persistence_id > id AND persistence_id < 'run.') FROM ids WHERE id IS NOT NULL)
            SELECT id, (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = id) FROM ids WHERE id IS NOT NULL
            """;
        using var reader = command.ExecuteReader();
        while (reader.Read()) heads[PersistenceIds.RunOf(reader.GetString(0))] = reader.GetInt64(1);
        return heads.ToImmutable();
    }
}
