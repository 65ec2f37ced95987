using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Postgres;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Persistence;

/// <summary>
/// Where a state folder's journal is. The folder remembers an address of PostgreSQL in its file <c>journal.url</c>, so that whoever reads
/// needs no setting; without that file the journal is SQLite in the folder.
/// </summary>
internal static class JournalPlace
{
    /// <summary>The journal to read.</summary>
    /// <param name="asked">What <c>journal.url</c> says; null: nothing.</param>
    /// <exception cref="InvalidInputException">What the folder remembers is no address, or is another one.</exception>
    public static IJournalStore Of(StateFolder folder, JournalAddress? asked = null) =>
        In(folder, (asked ?? RememberedJournal.Read(folder)) is { } address ? Known(folder, address) : null);

    /// <summary>The journal that an engine in this folder is to have, for whoever has the folder's lock.</summary>
    /// <param name="asked">What <c>journal.url</c> says; null: nothing.</param>
    /// <exception cref="InvalidInputException">The folder has a journal elsewhere.</exception>
    public static IJournalStore ForEngine(StateFolder folder, JournalAddress? asked)
    {
        if (asked is not null && RememberedJournal.Read(folder) is null && HasOwnEvents(folder))
        {
            throw new InvalidInputException(
                $"journal.url: found {asked}, but {folder.Root} has a journal of its own, in {folder.Journal}; allowed: nothing, or "
                + $"another --state. 'actorgaze journal copy --to \"{asked}\"' moves it there.");
        }

        return Of(folder, asked);
    }

    /// <summary>Names a folder's journal, and asks the server that has it.</summary>
    /// <returns>The server with its version; null where the journal is in the folder.</returns>
    /// <exception cref="InvalidInputException">The address does not lead to a database that may be used.</exception>
    /// <exception cref="PreventedException">The server does not answer.</exception>
    public static (string Place, string? Server) Look(StateFolder folder, JournalAddress? asked)
    {
        var store = ForEngine(folder, asked);
        try
        {
            return (store.Name, store.Server());
        }
        catch (Exception e) when (store.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>The journal at an address; null: SQLite in the folder.</summary>
    public static IJournalStore In(StateFolder folder, JournalAddress? address) =>
        address is null ? new SqliteStore(folder.Journal) : new PostgresStore(address);

    private static JournalAddress Known(StateFolder folder, JournalAddress asked) =>
        RememberedJournal.Read(folder) is not { } known || known.IsSamePlaceAs(asked)
            ? asked
            : throw new InvalidInputException(
                $"journal.url: found {asked}, but the journal of {folder.Root} is in {known}, as {folder.JournalUrl} remembers; allowed: "
                + $"nothing, or {known}. 'actorgaze journal copy --to \"{asked}\"' moves it there.");

    private static bool HasOwnEvents(StateFolder folder)
    {
        if (!File.Exists(folder.Journal)) return false;
        try
        {
            return Databases.HasEvents(folder.Journal);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return true; // whatever is in it, it is not left behind
        }
    }
}
