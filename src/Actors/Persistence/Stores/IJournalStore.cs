using System.Data.Common;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>Where a journal is kept: files of SQLite in a state folder, or a database of PostgreSQL. Naming one touches nothing.</summary>
internal interface IJournalStore
{
    /// <summary>As messages name it: a path, or an address without a password.</summary>
    string Name { get; }

    /// <summary>
    /// Whether there is such a journal. Of PostgreSQL that is not asked: a server that does not answer is told by whoever reads.
    /// </summary>
    /// <exception cref="InvalidInputException">It may not be looked at.</exception>
    bool IsThere();

    /// <summary>The server and its version; null where the journal is a file.</summary>
    /// <exception cref="DbException">It does not answer, or refuses.</exception>
    string? Server();

    /// <summary>A session to read in, also while an engine writes. The caller disposes it.</summary>
    /// <exception cref="DbException"><see cref="Explain"/> makes a message of it.</exception>
    JournalSession Open();

    /// <summary>Whether a fault says only that nothing was ever written: there are no tables.</summary>
    bool IsWithoutTables(Exception fault);

    /// <summary>A fault of this database in words: <see cref="InvalidInputException"/> or <see cref="PreventedException"/>; null where it
    /// is none.</summary>
    Exception? Explain(Exception fault);

    /// <summary>Takes the journal for an engine, which has the state folder's lock already. Makes it where it is not there.</summary>
    /// <exception cref="InvalidInputException">Another engine has it, or it is not sound, or not what the checkpoints need.</exception>
    /// <exception cref="PreventedException">It does not answer, or its disk does not let it.</exception>
    IHeldJournal Hold(StateFolder folder);

    /// <summary>
    /// Copies the journal as it is at one moment into a new file of SQLite, also while an engine writes. Changes nothing here.
    /// </summary>
    /// <param name="pinned">Called once the moment is fixed, before the copying, which may take long.</param>
    /// <exception cref="InvalidInputException">It is damaged, or cannot be read.</exception>
    void Freeze(string file, Action pinned);

    /// <summary>Takes the whole journal to copy it elsewhere, so that no engine writes meanwhile.</summary>
    /// <exception cref="InvalidInputException">There is none, or an engine has it.</exception>
    IJournalEnd Source(StateFolder folder);

    /// <summary>
    /// Takes a place for a copy: no engine has it, and no event is in it. Whatever is written is there once it is committed.
    /// </summary>
    /// <exception cref="InvalidInputException">It is not empty, or an engine has it.</exception>
    IJournalEnd Target(StateFolder folder);
}
