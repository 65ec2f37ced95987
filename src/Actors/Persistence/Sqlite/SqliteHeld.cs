using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using LinqToDB;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Persistence.Sqlite;

/// <summary>The databases of a state folder while one engine has it.</summary>
internal sealed class SqliteHeld : IHeldJournal
{
    private static readonly TimeSpan BeforeCheck = TimeSpan.FromSeconds(30);

    private readonly StateFolder _folder;
    private readonly SqliteConnection _lifeline;
    private readonly CancellationTokenSource _closing = new();

    private SqliteHeld(StateFolder folder, IReadOnlyList<string> warnings)
    {
        (_folder, Warnings) = (folder, warnings);
        _lifeline = Databases.Open(folder.Journal, SqliteOpenMode.ReadWrite);
        try
        {
            _ = Databases.Scalar(_lifeline, "SELECT COUNT(*) FROM sqlite_master"); // only now has SQLite opened all of the database's files
            Guard = FolderGuard.Over(folder);
        }
        catch
        {
            _lifeline.Dispose();
            throw;
        }
    }

    public FolderGuard Guard { get; }

    public IReadOnlyList<string> Warnings { get; }

    public string Provider => ProviderName.SQLiteMS;

    public bool TablesAreMade => true;

    public DataOptions Journal => Databases.Options(_folder.Journal);

    public DataOptions Snapshots => Databases.Options(_folder.Snapshots);

    /// <exception cref="InvalidInputException">A database is not sound, or cannot be opened.</exception>
    /// <exception cref="PreventedException">The disk does not let it.</exception>
    public static SqliteHeld Take(StateFolder folder)
    {
        try
        {
            return new SqliteHeld(folder, FolderDatabases.Prepare(folder));
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            var why = $"{folder.Root}: the state folder cannot be used: {e.Message}";
            throw e is SqliteException sql && !Databases.IsOfDisk(sql) ? new InvalidInputException(why, e) : new PreventedException(why, e);
        }
    }

    /// <summary>SQLite waits by itself for others that lock it.</summary>
    public string? Away(Exception fault) => null;

    /// <summary>A while after the start: it reads every byte, and whoever started the engine waits for other answers first.</summary>
    public async Task<string?> CheckAsync()
    {
        if (!Databases.IsLarge(_folder.Journal)) return null;
        try
        {
            await Task.Delay(BeforeCheck, _closing.Token).ConfigureAwait(false);
            await Task.Factory.StartNew(() => Databases.Check(_folder.Journal), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null; // the engine leaves
        }
        catch (SqliteException e)
        {
            return $"{_folder.Journal}: this database is damaged ({e.Message}). What can be read of it is used. Take a copy of the state "
                + "folder, and put back a sound journal.";
        }
    }

    /// <summary>Everything is in the databases' main files then.</summary>
    public string? Close(ILogger log)
    {
        _closing.Cancel();
        var lost = Guard.Lost.IsCompleted ? $"{Guard.Lost.Result} {Rescued()}" : null;
        _lifeline.Dispose();
        foreach (var file in new[] { _folder.Journal, _folder.Snapshots }) Databases.ClosePooled(file);
        if (Guard.Here is { } here)
            foreach (var file in new[] { here.Journal, here.Snapshots, here.Metrics }.Skip(Guard.IsJournalGone ? 1 : 0))
                if (WriteAheadLog.Empty(file) is { } why)
                    log.LogInformation("{File}: part of it stays in its -wal file ({Reason})", file, why);
        return lost;
    }

    /// <summary>What is left of a lost folder, and how to go on. A deleted journal is still open here, and is copied.</summary>
    private string Rescued()
    {
        if (Guard.Here is not { } here) return "Nothing could be saved.";
        if (!Guard.IsJournalGone) return $"The runs' last states are there; 'actorgaze up --state {here.Root}' goes on.";
        var copy = SetAside.FreeName(here.Journal);
        using (var target = Databases.Open(copy, SqliteOpenMode.ReadWriteCreate)) _lifeline.BackupDatabase(target);
        var parts = File.Exists(here.Journal) ? ", and delete its -wal and -shm files," : "";
        return $"All that it held was copied to {copy}; move that to {here.Journal}{parts} to go on. The runs' last states are in "
            + $"{here.Root}.";
    }
}
