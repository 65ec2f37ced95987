using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Hosting;

/// <summary>Where everything of one engine lies. Naming a path touches no disk.</summary>
public sealed record StateFolder(string Root)
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    public string Journal => Path.Combine(Root, "journal.db");

    public string Snapshots => Path.Combine(Root, "snapshots.db");

    public string Metrics => Path.Combine(Root, "metrics.db");

    public string Cache => Path.Combine(Root, "cache");

    public string Logs => Path.Combine(Root, "logs");

    public string Reports => Path.Combine(Root, "reports");

    public string Lock => Path.Combine(Root, "engine.lock");

    /// <summary>The process that has the lock: in a file of its own, since a locked one can be read by nobody.</summary>
    public string LockHolder => Path.Combine(Root, "engine.pid");

    /// <summary>Where a living engine answers.</summary>
    public string Socket => Path.Combine(Root, "engine.sock");

    public string CheckpointsOf(RunId run) => Path.Combine(Root, "checkpoints", NameRule.PathStep(run.Value));

    /// <summary>Where files of a run go that are damaged or not its own: nothing deletes them from there.</summary>
    public string SetAsideOf(RunId run) => Path.Combine(Root, "set-aside", run.Value);

    /// <summary>Makes the folders. Disturbs no engine that has them.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written.</exception>
    public void Prepare()
    {
        try
        {
            foreach (var folder in new[] { Root, Path.Combine(Root, "checkpoints"), Cache, Logs, Reports }) PrivateFiles.MakeFolder(folder);
            var probe = Path.Combine(Root, FormattableString.Invariant($".probe-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{Root}: the state folder cannot be written: {e.Message} --state or ACTORGAZE_STATE names another.", e);
        }
    }

    private bool HasCheckpoints =>
        Directory.Exists(Path.Combine(Root, "checkpoints")) && Directory.EnumerateFiles(Path.Combine(Root, "checkpoints"), "*.safetensors", SearchOption.AllDirectories).Any();

    /// <summary>
    /// Makes the databases, and looks whether they are sound. Snapshots that are of no use are set aside. For whoever has the folder's
    /// lock.
    /// </summary>
    /// <returns>What the user should know, in sentences.</returns>
    /// <exception cref="InvalidInputException">The journal is damaged or lacks what it should know, or a database cannot be
    /// opened.</exception>
    public IReadOnlyList<string> PrepareDatabases()
    {
        if (SetAside.IsFolder(Journal))
            throw new InvalidInputException($"{Journal}: a folder stands in the place of this database, or of its -wal or -shm file. It was left as it is. {PutBack}");
        if (IsMissingOrEmpty(Journal) && (HasCheckpoints || !WriteAheadLog.IsEmpty(Journal)))
            throw new InvalidInputException(
                $"{Journal}: this database is missing or empty, yet there are "
                + $"{(HasCheckpoints ? "checkpoints of runs" : "events in its -wal file")} that it should know. It was left as it is. {PutBack}");

        Try(Journal, () =>
        {
            if (HasCheckpoints && !Databases.HasEvents(Journal))
                throw new InvalidInputException(
                    $"{Journal}: this database is without events, yet there are checkpoints of runs that it should know. "
                    + $"Was it copied without its -wal file? It was left as it is. {PutBack}");
            PrivateFiles.MakeDatabase(Journal);
            Databases.Prepare(Journal);
        }, e => throw new InvalidInputException($"{Journal}: this database is damaged ({e.Message}). It was left as it is. {PutBack}", e));

        string? useless = null;
        if (SetAside.IsFolder(Snapshots)) useless = "a folder stands in its place, or in that of its -wal or -shm file";
        else if (IsMissingOrEmpty(Snapshots) && !WriteAheadLog.IsEmpty(Snapshots)) useless = "it is missing or empty, and its -wal file is not";
        else
            Try(Snapshots, () =>
            {
                PrivateFiles.MakeDatabase(Snapshots);
                Databases.Prepare(Snapshots);
                if (Databases.AreSnapshotsAhead(Snapshots, Journal)) useless = "it is newer than the journal";
            }, e => useless = $"it is damaged: {e.Message}");
        if (useless is null) return [];

        var there = SetAside.Database(Snapshots);
        PrivateFiles.MakeDatabase(Snapshots);
        Try(Snapshots, () => Databases.Prepare(Snapshots), e => throw e);
        return
        [
            $"{Snapshots}: this database is of no use ({useless}). It is {there} now, and a new one is made. "
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
