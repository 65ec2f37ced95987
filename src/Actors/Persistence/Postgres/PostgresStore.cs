using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Postgres;

/// <summary>A journal in a database of PostgreSQL.</summary>
internal sealed class PostgresStore(JournalAddress address) : IJournalStore
{
    public string Name => address.ToString();

    public bool IsThere() => true;

    public string? Server()
    {
        using var connection = PostgresConnections.Open(PostgresConnections.Reading(address));
        return $"PostgreSQL {connection.PostgreSqlVersion}";
    }

    public JournalSession Open() => new(PostgresConnections.Open(PostgresConnections.Reading(address)));

    public bool IsWithoutTables(Exception fault) => PostgresFaults.IsWithoutTables(fault);

    public Exception? Explain(Exception fault) => PostgresFaults.Explain(address, fault);

    public IHeldJournal Hold(StateFolder folder) => PostgresHeld.Take(address, folder);

    public void Freeze(string file, Action pinned)
    {
        try
        {
            using var session = Open();
            using var moment = session.Connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
            // from here on nothing newer is seen
            var isEmpty = JournalRows.Scalar(session.Connection, "SELECT to_regclass('journal') IS NULL") is true;
            pinned();
            File.Delete(file);
            using var copy = Databases.Open(file, SqliteOpenMode.ReadWriteCreate);
            SqliteTables.Make(copy);
            if (isEmpty) return;
            Databases.Scalar(copy, "BEGIN");
            SqliteTables.Write(copy, JournalRows.All(session.Connection));
            Databases.Scalar(copy, "COMMIT");
        }
        catch (Exception e) when (e is not SqliteException && Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    public IJournalEnd Source(StateFolder folder) => PostgresEnd.Source(address, folder);

    public IJournalEnd Target(StateFolder folder) => PostgresEnd.Target(address, folder);
}
