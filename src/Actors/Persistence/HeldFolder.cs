using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Persistence;

/// <summary>A state folder while one engine has it: the lock, the journal made ready, and the guard over both.</summary>
internal sealed class HeldFolder
{
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(10);

    private readonly EngineLock _lock;
    private readonly IHeldJournal _journal;

    private HeldFolder(StateFolder folder, EngineLock held, IHeldJournal journal) => (Folder, _lock, _journal) = (folder, held, journal);

    public StateFolder Folder { get; }

    public FolderGuard Guard => _journal.Guard;

    /// <summary>What the user should know of the folder, in sentences.</summary>
    public IReadOnlyList<string> Warnings => _journal.Warnings;

    /// <summary>The journal's part of the actor system's configuration.</summary>
    public Config Config => JournalPlugin.Config(_journal);

    /// <summary>The journal and the guard, for the actors that write.</summary>
    public ActorSystemSetup Setup => JournalPlugin.Setup(_journal);

    /// <summary>Checks all of a large journal, a while after the start.</summary>
    /// <returns>What is wrong with it, in a sentence; null where it is sound, or small and so checked already.</returns>
    public Task<string?> CheckAsync() => _journal.CheckAsync();

    /// <param name="asked">Where in PostgreSQL the journal is; null: where the folder remembers it, or in the folder.</param>
    /// <param name="checkpoints">See <see cref="StateFolder.PutCheckpoints"/>.</param>
    /// <exception cref="InvalidInputException">The folder or its journal cannot be used: another engine has it, or it is not
    /// sound.</exception>
    /// <exception cref="PreventedException">A disk or a server does not let it.</exception>
    public static HeldFolder Take(StateFolder folder, JournalAddress? asked = null, string? checkpoints = null)
    {
        folder.Prepare();
        var held = EngineLock.Take(folder);
        try
        {
            folder.PutCheckpoints(checkpoints);
            return new HeldFolder(folder, held, JournalPlace.ForEngine(folder, asked).Hold(folder));
        }
        catch (IOException e)
        {
            held.Dispose();
            throw new PreventedException($"{folder.Root}: the state folder cannot be used: {e.Message}", e);
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
            lost = await Task.Run(() => _journal.Close(log)).WaitAsync(LongestClosing).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.LogWarning("{Folder}: the databases were not closed within {Timeout}: the disk or the server is silent", Folder.Root,
                LongestClosing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            log.LogWarning("The databases in {Folder} were not closed as they should be: {Reason}", Folder.Root, e.Message);
        }

        GiveBack(log);
        return lost ?? (Guard.Lost.IsCompleted ? Guard.Lost.Result : null);
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
