using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Persistence;

/// <summary>A state folder while one engine has it: the lock, the databases made ready, and the guard over both.</summary>
internal sealed class HeldFolder
{
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(10);

    private readonly EngineLock _lock;
    private readonly SqliteConnection _lifeline;

    private HeldFolder(StateFolder folder, EngineLock held, IReadOnlyList<string> warnings)
    {
        (Folder, _lock, Warnings) = (folder, held, warnings);
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

    public StateFolder Folder { get; }

    public FolderGuard Guard { get; }

    /// <summary>What the user should know of the folder, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Checks all of a large journal, which a start does not wait for.</summary>
    /// <returns>What is wrong with it, in a sentence; null where it is sound, or small and so checked already.</returns>
    public async Task<string?> CheckAsync()
    {
        if (!Databases.IsLarge(Folder.Journal)) return null;
        try
        {
            await Task.Factory.StartNew(() => Databases.Check(Folder.Journal), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            return null;
        }
        catch (SqliteException e)
        {
            return $"{Folder.Journal}: this database is damaged ({e.Message}). What can be read of it is used. Take a copy of the state folder, and put back a sound journal.";
        }
    }

    /// <param name="checkpoints">See <see cref="StateFolder.Prepare"/>.</param>
    /// <exception cref="InvalidInputException">The folder cannot be used: another engine has it, or a database is not sound.</exception>
    public static HeldFolder Take(StateFolder folder, string? checkpoints = null)
    {
        folder.Prepare(checkpoints);
        var held = EngineLock.Take(folder);
        try
        {
            return new HeldFolder(folder, held, FolderDatabases.Prepare(folder));
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            held.Dispose();
            var why = $"{folder.Root}: the state folder cannot be used: {e.Message}";
            throw e is SqliteException sql && !Databases.IsOfDisk(sql) ? new InvalidInputException(why, e) : new PreventedException(why, e);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives the folder back, everything in its databases' main files. Takes some seconds at most; what goes wrong is logged and ends
    /// nothing.
    /// </summary>
    /// <returns>What became of a folder that was lost; null where it was not.</returns>
    public async Task<string?> CloseAsync(ILogger log)
    {
        string? lost = null;
        try
        {
            lost = await Task.Run(() => Close(log)).WaitAsync(LongestClosing).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.LogWarning("{Folder}: the databases were not closed within {Timeout}: the disk is silent", Folder.Root, LongestClosing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            log.LogWarning("The databases in {Folder} were not closed as they should be: {Reason}", Folder.Root, e.Message);
        }

        GiveBack(log);
        return lost ?? (Guard.Lost.IsCompleted ? Guard.Lost.Result : null);
    }

    private string? Close(ILogger log)
    {
        var lost = Guard.Lost.IsCompleted ? $"{Guard.Lost.Result} {Rescued()}" : null;
        _lifeline.Dispose();
        foreach (var file in new[] { Folder.Journal, Folder.Snapshots }) Databases.ClosePooled(file);
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
        return $"All that it held was copied to {copy}; move that to {here.Journal}{parts} to go on. The runs' last states are in {here.Root}.";
    }

    private void GiveBack(ILogger log)
    {
        try
        {
            if (Guard.Here is { } here) _lock.DeleteRecord(here);
            _lock.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{File} could not be deleted: {Reason}", Folder.LockHolder, e.Message);
        }

        Guard.Dispose();
    }
}
