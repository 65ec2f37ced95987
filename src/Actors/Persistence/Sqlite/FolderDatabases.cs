using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>The databases of a state folder, as an engine finds them at its start.</summary>
internal static class FolderDatabases
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    /// <summary>
    /// Makes the databases, and looks whether they are sound. Snapshots that are of no use are set aside. For whoever has the folder's
    /// lock.
    /// </summary>
    /// <returns>What the user should know, in sentences.</returns>
    /// <exception cref="InvalidInputException">The journal is damaged or lacks what it should know, or a database cannot be
    /// opened.</exception>
    public static IReadOnlyList<string> Prepare(StateFolder folder)
    {
        var (journal, snapshots) = (folder.Journal, folder.Snapshots);
        if (SetAside.IsFolder(journal))
            throw new InvalidInputException(
                $"{journal}: a folder stands in the place of this database, or of its -wal or -shm file. It was left as it is. {PutBack}");
        if (IsMissingOrEmpty(journal) && (folder.HasCheckpoints || !WriteAheadLog.IsEmpty(journal)))
            throw new InvalidInputException(
                $"{journal}: this database is missing or empty, yet there are "
                + $"{(folder.HasCheckpoints ? "checkpoints of runs" : "events in its -wal file")} that it should know. It was left as it "
                + $"is. {PutBack}");

        Try(journal, () =>
        {
            if (folder.HasCheckpoints && !Databases.HasEvents(journal))
                throw new InvalidInputException(
                    $"{journal}: this database is without events, yet there are checkpoints of runs that it should know. "
                    + $"Was it copied without its -wal file? It was left as it is. {PutBack}");
            PrivateFiles.MakeDatabase(journal);
            Databases.Prepare(journal);
        }, e => throw new InvalidInputException($"{journal}: this database is damaged ({e.Message}). It was left as it is. {PutBack}", e));

        string? useless = null;
        if (SetAside.IsFolder(snapshots)) useless = "a folder stands in its place, or in that of its -wal or -shm file";
        else if (IsMissingOrEmpty(snapshots) && !WriteAheadLog.IsEmpty(snapshots))
            useless = "it is missing or empty, and its -wal file is not";
        else
            Try(snapshots, () =>
            {
                PrivateFiles.MakeDatabase(snapshots);
                Databases.Prepare(snapshots);
                if (Databases.AreSnapshotsAhead(snapshots, journal)) useless = "it is newer than the journal";
            }, e => useless = $"it is damaged: {e.Message}");
        if (useless is null) return [];

        var there = SetAside.Database(snapshots);
        PrivateFiles.MakeDatabase(snapshots);
        Try(snapshots, () => Databases.Prepare(snapshots), e => throw e);
        return
        [
            $"{snapshots}: this database is of no use ({useless}). It is {there} now, and a new one is made. "
            + "Nothing is lost: the journal has everything.",
        ];
    }

    private static bool IsMissingOrEmpty(string file) => new FileInfo(file) is { Exists: false } or { Length: 0 };

    private const string PutBack = "Put back a copy of it, or give --state another folder.";

    private static void Try(string file, Action prepare, Action<SqliteException> damaged)
    {
        try
        {
            prepare();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is not (Corrupt or NoDatabase))
        {
            throw new InvalidInputException($"{file}: this database cannot be opened ({e.Message}). Nothing in it was changed.", e);
        }
        catch (SqliteException e)
        {
            damaged(e);
        }
    }
}
