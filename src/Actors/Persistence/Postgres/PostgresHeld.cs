using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using LinqToDB;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorGaze.Actors.Persistence.Postgres;

/// <summary>A journal in PostgreSQL while one engine has it.</summary>
internal sealed class PostgresHeld : IHeldJournal
{
    private readonly EngineSession _session;
    private readonly JournalAddress _address;
    private readonly string _writing;
    private readonly StateFolder _folder;

    private PostgresHeld(EngineSession session, JournalAddress address, StateFolder folder)
    {
        (_session, _address, _folder) = (session, address, folder);
        var connection = session.Connection;
        var commits = JournalRows.Scalar(connection, "SELECT current_setting('synchronous_commit') IN ('off', 'local')") is true;
        _writing = PostgresConnections.Writing(address, session.Token, commits);
        Warnings = [.. Look(connection)];
        if (RememberedJournal.Read(folder) != address) RememberedJournal.Write(folder, address);
        Guard = FolderGuard.Over(folder);
        session.Keep(Guard.Lose);
    }

    public FolderGuard Guard { get; }

    public IReadOnlyList<string> Warnings { get; }

    public string Provider => ProviderName.PostgreSQL15;

    public bool TablesAreMade => false;

    public DataOptions Journal => new DataOptions().UseConnectionString(Provider, _writing);

    public DataOptions Snapshots => Journal;

    /// <exception cref="InvalidInputException">Another engine has it, or it does not know the folder's checkpoints.</exception>
    /// <exception cref="PreventedException">The server does not answer.</exception>
    public static PostgresHeld Take(JournalAddress address, StateFolder folder)
    {
        var session = EngineSession.Take(address, folder, makes: true);
        try
        {
            if (folder.HasCheckpoints && JournalRows.Scalar(session.Connection, "SELECT EXISTS (SELECT 1 FROM journal)") is false)
            {
                throw new InvalidInputException(
                    $"journal.url: {address}: this database is without events, yet there are checkpoints of runs in {folder.Root} that it "
                    + "should know. Name the right one, or give --state another folder.");
            }

            return new PostgresHeld(session, address, folder);
        }
        catch (Exception e)
        {
            session.Dispose();
            if (e is IOException) throw new PreventedException($"{folder.Root}: the state folder cannot be used: {e.Message}", e);
            if (PostgresFaults.Explain(address, e) is { } explained) throw explained;
            throw;
        }
    }

    public string? Away(Exception fault) => PostgresFaults.IsAway(fault) ? PostgresFaults.Explain(_address, fault)?.Message : null;

    /// <summary>The server looks after its disk itself.</summary>
    public Task<string?> CheckAsync() => Task.FromResult<string?>(null);

    public string? Close(ILogger log)
    {
        PostgresConnections.ClosePooled(_writing);
        PostgresConnections.ClosePooled(PostgresConnections.Reading(_address));
        _session.Dispose();
        if (!Guard.Lost.IsCompleted) return null;
        return Guard.Here is { } here && here != _folder
            ? $"{Guard.Lost.Result} The runs' last states are there; 'actorgaze up --state {here.Root}' goes on."
            : Guard.Lost.Result;
    }

    private static IEnumerable<string> Look(NpgsqlConnection connection)
    {
        foreach (var setting in new[] { "fsync", "full_page_writes" })
            if (JournalRows.Scalar(connection, $"SELECT current_setting('{setting}') = 'off'") is true)
                yield return $"journal.url: the server has {setting} = off: after a power cut the journal may lack events, or be "
                    + "unreadable.";

        using var ahead = new NpgsqlCommand(
            """
            DELETE FROM snapshot s WHERE s.sequence_number >
              (SELECT COALESCE(MAX(j.sequence_number), 0) FROM journal j WHERE j.persistence_id = s.persistence_id)
            """, connection);
        if (ahead.ExecuteNonQuery() is > 0 and var deleted)
            yield return $"journal.url: snapshots that were newer than the journal were deleted ({deleted}). Nothing is lost: the journal "
                + "has everything.";
    }
}
