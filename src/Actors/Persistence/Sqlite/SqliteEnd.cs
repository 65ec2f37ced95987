using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>A journal's file as one end of a copy. A target is written beside, and has its name only when it is committed.</summary>
/// <param name="target">The name it gets; null: it is a source.</param>
internal sealed class SqliteEnd(SqliteConnection connection, string? target) : IJournalEnd
{
    /// <exception cref="InvalidInputException">There is no event.</exception>
    public static SqliteEnd Source(string file)
    {
        try
        {
            if (!File.Exists(file) || !Databases.HasEvents(file))
                throw new InvalidInputException($"{file}: there is no journal with events here, so there is nothing to copy.");
            return new SqliteEnd(Databases.Open(file, SqliteOpenMode.ReadWrite), null);
        }
        catch (SqliteException e)
        {
            throw new InvalidInputException($"{file}: the journal cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="InvalidInputException">There is an event already, or a file that is no database.</exception>
    public static SqliteEnd Target(string file)
    {
        var beside = Beside(file);
        try
        {
            if (File.Exists(file) && new FileInfo(file).Length > 0 && Databases.HasEvents(file))
                throw new InvalidInputException(
                    $"{file}: this journal has events, and a copy is made into an empty one alone. Move it away first.");
            foreach (var part in new[] { "", "-journal" }) File.Delete(beside + part);
            PrivateFiles.MakeDatabase(beside);
            var connection = Databases.Open(beside, SqliteOpenMode.ReadWrite);
            SqliteTables.Make(connection);
            Databases.Scalar(connection, "BEGIN");
            return new SqliteEnd(connection, file);
        }
        catch (SqliteException e)
        {
            throw new InvalidInputException($"{file}: the journal cannot be made: {e.Message}", e);
        }
    }

    public long Count() => (long)Databases.Scalar(connection, "SELECT COUNT(*) FROM journal")!;

    public IEnumerable<JournalRow> Read() => JournalRows.All(connection);

    public void Write(IEnumerable<JournalRow> rows) => SqliteTables.Write(connection, rows);

    public void Commit()
    {
        if (target is null) return;
        Databases.Scalar(connection, "COMMIT");
        connection.Close();
        if (File.Exists(target) || !WriteAheadLog.IsEmpty(target)) SetAside.Database(target);
        File.Move(Beside(target), target);
        DurableFolder.Sync(Path.GetDirectoryName(target)!);
    }

    public void Dispose()
    {
        connection.Dispose();
        if (target is not null) File.Delete(Beside(target));
    }

    private static string Beside(string file) => FormattableString.Invariant($"{file}.copy-{Environment.ProcessId}");
}
