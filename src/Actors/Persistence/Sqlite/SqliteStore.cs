using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>A journal in a file of SQLite.</summary>
internal sealed class SqliteStore(string file) : IJournalStore
{
    private const int IoError = 10; // SQLITE_IOERR
    private const int BusySeconds = 10;

    private SqliteConnection? _copy; // where the folder may only be read

    public string Name => file;

    public bool IsThere() => JournalInMemory.IsThere(file);

    public string? Server() => null;

    /// <summary>A connection to the journal, or to a copy of it where the folder may only be read; the copy is kept.</summary>
    public JournalSession Open()
    {
        if (_copy is not null) return new JournalSession(_copy, isKept: true);
        SqliteConnection? connection = null;
        try
        {
            connection = Databases.Open(file, SqliteOpenMode.ReadWrite, BusySeconds);
            Databases.Scalar(connection, "SELECT COUNT(*) FROM sqlite_master");
            return new JournalSession(connection);
        }
        catch (SqliteException e) when (JournalInMemory.IsNeeded(e))
        {
            connection?.Dispose();
            return new JournalSession(_copy = JournalInMemory.Of(file), isKept: true);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>An engine made the file and was gone before its first event.</summary>
    public bool IsWithoutTables(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: 1 } && fault.Message.Contains("no such table", StringComparison.Ordinal);

    public Exception? Explain(Exception fault)
    {
        var why = $"{file}: the journal cannot be read: {fault.Message}";
        return fault switch
        {
            IOException or SqliteException { SqliteErrorCode: IoError } => new PreventedException(why, fault),
            SqliteException or UnauthorizedAccessException => new InvalidInputException(why, fault),
            _ => null,
        };
    }

    public IHeldJournal Hold(StateFolder folder) => SqliteHeld.Take(folder);

    public void Freeze(string copy, Action pinned) => FrozenJournal.Make(file, copy, pinned);

    public IJournalEnd Source(StateFolder folder) => SqliteEnd.Source(file);

    public IJournalEnd Target(StateFolder folder) => SqliteEnd.Target(file);
}
