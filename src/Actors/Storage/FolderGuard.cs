using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;

namespace ActorGaze.Actors.Storage;

/// <summary>
/// Looks, before each write of an engine, whether the state folder's path still leads to the folder and the journal that the engine opened.
/// Once it does not, that is final.
/// </summary>
internal sealed class FolderGuard : IDisposable
{
    /// <summary>The file, its write-ahead log, the log's index. What is written into a log that was deleted is lost.</summary>
    private static readonly string[] JournalParts = ["", "-wal", "-shm"];

    private readonly StateFolder _folder;
    private readonly PinnedPath _root;
    private readonly ImmutableArray<(string Suffix, PinnedPath File)> _journal;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FolderGuard(StateFolder folder, PinnedPath root, ImmutableArray<(string Suffix, PinnedPath File)> journal) =>
        (_folder, _root, _journal) = (folder, root, journal);

    /// <summary>Completes with a sentence when the folder or its journal is seen to be gone.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>True where a file of the journal has no name in the folder any more, wherever the folder is.</summary>
    public bool IsJournalGone => Here is not { } here || _journal.Any(part => !part.File.IsAt(here.Journal + part.Suffix));

    /// <summary>Looks now. A sentence where the folder or its journal is gone; null where both are there.</summary>
    public string? Loss => IsLost(out var why) ? why : null;

    /// <summary>The folder where it is now; null where it was deleted or that cannot be told.</summary>
    public StateFolder? Here => _root.IsThere ? _folder : _root.Now is { } now ? new StateFolder(now) : null;

    /// <summary>
    /// For a folder whose journal was made, and is open: SQLite deletes none of its files then. Where the journal is in PostgreSQL, the
    /// folder alone is looked at. A node's folder has no journal.
    /// </summary>
    public static FolderGuard Over(StateFolder folder)
    {
        var root = PinnedPath.Open(folder.Root);
        try
        {
            var parts = File.Exists(folder.JournalUrl) ? [] : JournalParts.Where(suffix => File.Exists(folder.Journal + suffix));
            return new FolderGuard(folder, root, [.. parts.Select(suffix => (suffix, PinnedPath.Open(folder.Journal + suffix)))]);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>The guard of the engine whose actors these are; null in an engine without one.</summary>
    public static FolderGuard? In(ActorSystem system) =>
        system.Settings.Setup.Get<GuardSetup>() is { HasValue: true } setup ? setup.Value.Guard : null;

    /// <summary>The journal is lost otherwise: from now on nothing is acknowledged.</summary>
    /// <param name="why">A sentence.</param>
    public void Lose(string why) => _lost.TrySetResult(why);

    /// <summary>Hands the guard to the actors that write.</summary>
    public Setup ForActors() => new GuardSetup(this);

    /// <exception cref="StateFolderLostException">The folder or its journal is gone.</exception>
    public void Require()
    {
        if (!IsLost(out var why)) return;
        throw new StateFolderLostException(why);
    }

    /// <summary>
    /// Has something of the folder written: at its path, or where the folder was moved to, also where it is moved meanwhile.
    /// </summary>
    /// <param name="write">Is given the path to write at.</param>
    /// <exception cref="StateFolderLostException">The folder is gone, and nothing can be written into it.</exception>
    public T Write<T>(string path, Func<string, T> write)
    {
        while (true)
        {
            var place = Place(path);
            try
            {
                return write(place);
            }
            catch (IOException) when (Place(path) != place)
            {
                // Moved between the look and the writing: once more, where it is now.
            }
        }
    }

    private string Place(string path) => !IsLost(out var why) ? path
        : Here is { } here ? Path.Combine(here.Root, Path.GetRelativePath(_folder.Root, path))
        : throw new StateFolderLostException(why);

    public void Dispose()
    {
        _root.Dispose();
        foreach (var (_, file) in _journal) file.Dispose();
    }

    private bool IsLost(out string why)
    {
        var seen = _lost.Task.IsCompleted ? _lost.Task.Result : Look();
        if (seen is not null) _lost.TrySetResult(seen);
        return (why = seen ?? "").Length > 0;
    }

    private string? Look()
    {
        var isThere = _root.IsThere;
        var missing = _journal.FirstOrDefault(part => !part.File.IsThere);
        if (isThere && missing.File is null) return null;
        var what = isThere ? $"{_folder.Journal}{missing.Suffix}: "
            + $"{(missing.Suffix.Length == 0 ? "the journal" : "this part of the journal")} was deleted, moved or replaced while the "
            + "engine ran."
            : _root.Now is { } now ? $"{_folder.Root}: the state folder was moved while the engine ran: it is {now} now."
            : $"{_folder.Root}: the state folder was deleted, or its disk was taken away, while the engine ran.";
        return $"{what} Nothing is acknowledged from then on.";
    }

    private sealed class GuardSetup(FolderGuard guard) : Setup
    {
        public FolderGuard Guard => guard;
    }
}
