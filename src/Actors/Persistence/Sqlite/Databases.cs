using System.Data.Common;
using LinqToDB;
using LinqToDB.Interceptors;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>Files of SQLite in write-ahead mode, every commit synced to disk: the journal and the snapshots.</summary>
internal static class Databases
{
    private const long LargeBytes = 64 << 20; // about a tenth of a second

    /// <summary>How long a locked file is waited for before a write fails.</summary>
    private const int BusySeconds = 60;

    /// <summary>
    /// Makes the file if it is not there, and sets its write-ahead mode, which stays in the file. All of it is checked, unless it is large:
    /// <see cref="Check(string)"/> does that beside the work.
    /// </summary>
    /// <exception cref="SqliteException">The file is no database, or is damaged.</exception>
    public static void Prepare(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWriteCreate);
        Scalar(connection, "PRAGMA journal_mode = WAL");
        if (IsLarge(file)) Scalar(connection, "SELECT COUNT(*) FROM sqlite_master");
        else Check(connection);
    }

    /// <summary>Whether checking all of a file takes longer than a start should.</summary>
    public static bool IsLarge(string file) => new FileInfo(file) is { Exists: true, Length: > LargeBytes };

    /// <summary>Reads all of a database and looks whether it is sound.</summary>
    /// <exception cref="SqliteException">The file is no database, or is damaged.</exception>
    public static void Check(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        Check(connection);
    }

    private static void Check(SqliteConnection connection)
    {
        if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok" and var found)
            throw new SqliteException($"{found}".ReplaceLineEndings(" "), 11);
    }

    /// <summary>True where a journal holds at least one event, its write-ahead log included. Changes nothing on disk.</summary>
    /// <exception cref="SqliteException">The file is no database, or is damaged.</exception>
    public static bool HasEvents(string journal)
    {
        using var connection = WriteAheadLog.IsEmpty(journal) ? OpenAlone(journal) : Open(journal, SqliteOpenMode.ReadWrite);
        WriteAheadLog.Keep(connection);
        return Scalar(connection, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'journal')") is 1L
            && Scalar(connection, "SELECT EXISTS (SELECT 1 FROM journal)") is 1L;
    }

    /// <summary>
    /// True where a snapshot knows of more events than the journal has: an older journal was put back, and the snapshot tells of a past
    /// that is no more.
    /// </summary>
    /// <exception cref="SqliteException">A file is no database, or is damaged.</exception>
    public static bool AreSnapshotsAhead(string snapshots, string journal)
    {
        using var connection = Open(snapshots, SqliteOpenMode.ReadWrite);
        if (Scalar(connection, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'snapshot')") is not 1L) return false;
        using var attach = connection.CreateCommand();
        attach.CommandText = "ATTACH DATABASE $journal AS told";
        attach.Parameters.AddWithValue("$journal", journal);
        attach.ExecuteNonQuery();
        var known = Scalar(connection, "SELECT EXISTS (SELECT 1 FROM told.sqlite_master WHERE name = 'journal')") is 1L;
        return Scalar(connection, !known ? "SELECT EXISTS (SELECT 1 FROM snapshot)" :
            """
            SELECT EXISTS (SELECT 1 FROM snapshot s WHERE s.sequence_number >
              (SELECT IFNULL(MAX(j.sequence_number), 0) FROM told.journal j WHERE j.persistence_id = s.persistence_id))
            """) is 1L;
    }

    /// <summary>SQLite's way of saying that the disk does not let it: READONLY, IOERR, FULL, CANTOPEN.</summary>
    public static bool IsOfDisk(SqliteException e) => e.SqliteErrorCode is 8 or 10 or 13 or 14;

    /// <summary>Never makes the file: an engine whose journal was deleted must not begin another one.</summary>
    internal static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = BusySeconds, Pooling = true,
    }.ToString();

    /// <summary>Closes what an engine's actors left open, by the path they opened it with.</summary>
    public static void ClosePooled(string file)
    {
        using var pooled = new SqliteConnection(ConnectionString(file));
        SqliteConnection.ClearPool(pooled);
    }

    /// <summary>A connection of its own, that closing really closes.</summary>
    internal static SqliteConnection Open(string file, SqliteOpenMode mode, int busySeconds = BusySeconds) =>
        Opened(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, DefaultTimeout = busySeconds, Pooling = false });

    /// <summary>
    /// A connection that reads the file alone: without its write-ahead log, without locks, and without making a file beside it.
    /// </summary>
    internal static SqliteConnection OpenAlone(string file) => Opened(new SqliteConnectionStringBuilder
    {
        DataSource = $"file:{string.Join('/', Path.GetFullPath(file).Split('/').Select(Uri.EscapeDataString))}?immutable=1",
        Mode = SqliteOpenMode.ReadOnly, Pooling = false,
    });

    internal static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Opened(SqliteConnectionStringBuilder how)
    {
        var connection = new SqliteConnection(how.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>How an engine's actors connect: every commit is synced to disk.</summary>
    public static DataOptions Options(string file) =>
        new DataOptions().UseConnectionString(ProviderName.SQLiteMS, ConnectionString(file)).UseInterceptor(new EveryCommitToDisk());

    private sealed class EveryCommitToDisk : ConnectionInterceptor
    {
        public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection) => Set(connection);

        public override Task ConnectionOpenedAsync(
            ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        private static void Set(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL;";
            command.ExecuteNonQuery();
        }
    }
}
