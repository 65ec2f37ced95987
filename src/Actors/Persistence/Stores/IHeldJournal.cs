using ActorGaze.Actors.Storage;
using LinqToDB;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>A journal and its snapshots while one engine has them.</summary>
internal interface IHeldJournal
{
    /// <summary>Over the state folder, and over the journal's files where it is in the folder. It knows when the journal is lost.</summary>
    FolderGuard Guard { get; }

    /// <summary>What the user should know of the journal as it was found, in sentences.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>The database, as Akka.Persistence.Sql calls it.</summary>
    string Provider { get; }

    /// <summary>Whether Akka.Persistence.Sql makes the tables; else they are there.</summary>
    bool TablesAreMade { get; }

    /// <summary>How the journal's actors connect. Every commit is on disk before it is acknowledged.</summary>
    DataOptions Journal { get; }

    DataOptions Snapshots { get; }

    /// <summary>
    /// What is told of a write that failed because the server is away just now, so that it may be tried again; null where it failed
    /// otherwise.
    /// </summary>
    string? Away(Exception fault);

    /// <summary>Checks all of a large journal, a while after the start.</summary>
    /// <returns>What is wrong with it, in a sentence; null where it is sound, or was checked already.</returns>
    Task<string?> CheckAsync();

    /// <summary>Gives the journal back, for an engine whose actors have stopped.</summary>
    /// <returns>What became of a journal that was lost; null where it was not.</returns>
    string? Close(ILogger log);
}
