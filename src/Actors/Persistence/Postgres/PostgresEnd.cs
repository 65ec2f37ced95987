using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Npgsql;
using NpgsqlTypes;

namespace ActorGaze.Actors.Persistence.Postgres;

/// <summary>A journal in PostgreSQL as one end of a copy, in one transaction.</summary>
internal sealed class PostgresEnd : IJournalEnd
{
    private readonly EngineSession _session;
    private readonly NpgsqlTransaction _transaction;

    private PostgresEnd(EngineSession session) => (_session, _transaction) = (session, session.Connection.BeginTransaction());

    /// <exception cref="InvalidInputException">There is no event, or an engine has it.</exception>
    public static PostgresEnd Source(JournalAddress address, StateFolder folder) => Take(address, folder, isTarget: false);

    /// <exception cref="InvalidInputException">There is an event already, or an engine has it.</exception>
    public static PostgresEnd Target(JournalAddress address, StateFolder folder) => Take(address, folder, isTarget: true);

    public long Count() => (long)JournalRows.Scalar(_session.Connection, "SELECT COUNT(*) FROM journal")!;

    public IEnumerable<JournalRow> Read() => JournalRows.All(_session.Connection);

    public void Write(IEnumerable<JournalRow> rows)
    {
        using var import = _session.Connection.BeginBinaryImport($"COPY journal ({JournalRow.Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            import.StartRow();
            import.Write(row.Ordering, NpgsqlDbType.Bigint);
            import.Write(row.Created, NpgsqlDbType.Bigint);
            import.Write(row.Deleted, NpgsqlDbType.Boolean);
            import.Write(row.PersistenceId, NpgsqlDbType.Text);
            import.Write(row.SequenceNumber, NpgsqlDbType.Bigint);
            import.Write(row.Message, NpgsqlDbType.Bytea);
            import.Write(row.Manifest, NpgsqlDbType.Text);
            import.Write(row.Identifier, NpgsqlDbType.Integer);
            import.Write(row.Writer, NpgsqlDbType.Text);
        }

        import.Complete();
    }

    public void Commit()
    {
        JournalRows.Scalar(_session.Connection, "SELECT setval(pg_get_serial_sequence('journal', 'ordering'), MAX(ordering)) FROM journal");
        _transaction.Commit();
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _session.Dispose();
    }

    private static PostgresEnd Take(JournalAddress address, StateFolder folder, bool isTarget)
    {
        var session = EngineSession.Take(address, folder, makes: isTarget);
        try
        {
            JournalRows.Scalar(session.Connection, "SET synchronous_commit = on");
            var hasEvents = JournalRows.Scalar(session.Connection, "SELECT EXISTS (SELECT 1 FROM journal)") is true;
            return hasEvents != isTarget ? new PostgresEnd(session) : throw new InvalidInputException(isTarget
                ? $"journal.url: {address}: this journal has events, and a copy is made into an empty one alone. Name an empty database."
                : $"journal.url: {address}: there is no journal with events here, so there is nothing to copy.");
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
