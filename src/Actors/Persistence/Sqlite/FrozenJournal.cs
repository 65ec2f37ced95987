using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>
/// Copies a journal as it is at one moment, also while an engine writes into it, and also where one may only read. Changes nothing in the
/// source.
/// </summary>
internal static class FrozenJournal
{
    private const int MostTries = 3;
    private const int BusySeconds = 10;
    private const int ReadOnly = 8; // SQLITE_READONLY
    private const int CannotOpen = 14; // SQLITE_CANTOPEN
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    /// <param name="pinned">Called once the moment is fixed, before the copying, which may take long.</param>
    /// <exception cref="InvalidInputException">The journal is damaged, or cannot be read.</exception>
    public static void Make(string journal, string target, Action pinned)
    {
        try
        {
            if (!TryTogether(journal, target, pinned)) Alone(journal, target, pinned);
            using var copy = Databases.Open(target, SqliteOpenMode.ReadWrite);
            Databases.Scalar(copy, "PRAGMA journal_mode = DELETE"); // one file, with nothing beside it
            if (Databases.Scalar(copy, "PRAGMA quick_check(1)") is not "ok" and var found)
                throw new SqliteException($"{found}".ReplaceLineEndings(" "), Corrupt);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NoDatabase)
        {
            throw new InvalidInputException($"{journal}: this database is damaged ({e.Message}), so no backup was made.", e);
        }
        catch (SqliteException e)
        {
            throw new InvalidInputException($"{journal}: the journal cannot be copied: {e.Message}", e);
        }
    }

    /// <summary>As one of several programs that have the database. False where that needs files which cannot be made here.</summary>
    private static bool TryTogether(string journal, string target, Action pinned)
    {
        try
        {
            var keep = !WriteAheadLog.IsEmpty(journal);
            using var source = Databases.Open(journal, SqliteOpenMode.ReadWrite, BusySeconds);
            if (keep) WriteAheadLog.Keep(source); // a killed engine's log stays as it is
            Databases.Scalar(source, "BEGIN");
            Databases.Scalar(source, "SELECT COUNT(*) FROM sqlite_master"); // from here on this connection sees nothing newer
            pinned();
            Copy(source, target);
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is ReadOnly or CannotOpen)
        {
            return false;
        }
    }

    /// <summary>
    /// Where no file can be made beside the journal, and so no engine lives there: the files as they are, as long as they stay so.
    /// </summary>
    private static void Alone(string journal, string target, Action pinned)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var before = Stamp(journal);
            pinned();
            if (WriteAheadLog.IsEmpty(journal))
            {
                using var source = Databases.OpenAlone(journal);
                Copy(source, target);
            }
            else
            {
                CopyWithLog(journal, target);
            }

            if (Stamp(journal) == before) return;
        }

        throw new InvalidInputException(
            $"{journal}: the journal changes while it is copied, and this user may not write here. "
            + "Let the user who runs the engine take the backup.");
    }

    private static void CopyWithLog(string journal, string target)
    {
        var scratch = target + ".source";
        File.Copy(journal, scratch, overwrite: true);
        File.Copy(WriteAheadLog.FileOf(journal), WriteAheadLog.FileOf(scratch), overwrite: true);
        using var source = Databases.Open(scratch, SqliteOpenMode.ReadWrite);
        Copy(source, target);
    }

    private static void Copy(SqliteConnection source, string target)
    {
        File.Delete(target);
        using var copy = Databases.Open(target, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(copy);
    }

    private static (long, DateTime, long, DateTime) Stamp(string journal)
    {
        var (file, log) = (new FileInfo(journal), new FileInfo(WriteAheadLog.FileOf(journal)));
        return (file.Length, file.LastWriteTimeUtc, log.Exists ? log.Length : 0, log.LastWriteTimeUtc);
    }
}
