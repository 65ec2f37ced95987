using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence;

/// <summary>One journalled event and its place.</summary>
public sealed record JournalEntry<TEvent>(string PersistenceId, long SequenceNumber, TEvent Event);

/// <summary>
/// Reads a state folder's journal without an engine (a running one is not disturbed): the truth behind every table and report.
/// </summary>
public sealed class JournalReader
{
    private const int IoError = 10; // SQLITE_IOERR

    private readonly string _file;
    private SqliteConnection? _copy; // where the folder may only be read

    private JournalReader(string file) => _file = file;

    /// <exception cref="InvalidInputException">There is no journal.</exception>
    public static JournalReader Open(string stateFolder)
    {
        var file = new StateFolder(stateFolder).Journal;
        return JournalCopy.IsThere(file)
            ? new JournalReader(file)
            : throw new InvalidInputException(
                $"{stateFolder}: no journal.db here. A state folder has one once a sweep was started in it; --state names another folder.");
    }

    /// <summary>Reads a journal by its file, which is there.</summary>
    internal static JournalReader OpenFile(string file) => new(file);

    /// <summary>In the order in which they were handed in.</summary>
    public ImmutableList<SweepSpec> Sweeps() =>
    [
        .. Events<SweepEvent>("persistence_id >= 'sweep-' AND persistence_id < 'sweep.'", null)
            .GroupBy(entry => entry.PersistenceId)
            .OrderBy(entries => entries.First().Event.At).ThenBy(entries => entries.Key, StringComparer.Ordinal)
            .Select(entries => entries.Aggregate(SweepState.Initial, (state, entry) => state.Apply(entry.Event)).Spec!),
    ];

    /// <summary>A sweep's state, folded from its events; without a spec where there is no such sweep.</summary>
    public SweepState Sweep(string name) =>
        Events<SweepEvent>("persistence_id = $id", PersistenceIds.OfSweep(name))
            .Aggregate(SweepState.Initial, (state, entry) => state.Apply(entry.Event));

    /// <summary>A run's state, folded from its events; null where there is no such run. A run that was never begun has no events.</summary>
    public RunState? Run(RunId run)
    {
        var events = EventsOf(run);
        if (!events.IsEmpty) return events.Aggregate(RunState.Initial, (state, entry) => state.Apply(entry.Event));
        return Sweeps().SelectMany(sweep => sweep.Runs).FirstOrDefault(spec => spec.Id == run) is { } spec ? RunState.New(spec) : null;
    }

    /// <summary>The runs of a sweep, in its plan's order, each read when it is asked for; none where there is no such sweep.</summary>
    public IEnumerable<RunState> RunsOf(string sweep) => Sweep(sweep).Spec is not { } found
        ? []
        : found.Runs.Zip(
            StatesOf(found.Runs.Select(run => run.Id)), (spec, run) => run.SequenceNumber == 0 ? RunState.New(spec) : run.State);

    /// <summary>
    /// The states of runs, each read when it is asked for, and their journals' newest sequence numbers: 0 where there is no journal.
    /// </summary>
    public IEnumerable<(RunState State, long SequenceNumber)> StatesOf(IEnumerable<RunId> runs)
    {
        var connection = _copy;
        try
        {
            foreach (var run in runs)
            {
                var events = Reading(() => Read<RunEvent>(connection ??= OpenConnection(), "persistence_id = $id", PersistenceIds.Of(run)));
                yield return events.Count == 0
                    ? (RunState.Initial, 0)
                    : (events.Aggregate(RunState.Initial, (state, entry) => state.Apply(entry.Event)), events[^1].SequenceNumber);
            }
        }
        finally
        {
            if (connection != _copy) connection?.Dispose();
        }
    }

    public ImmutableList<JournalEntry<RunEvent>> EventsOf(RunId run) =>
        [.. Events<RunEvent>("persistence_id = $id", PersistenceIds.Of(run))];

    private List<JournalEntry<TEvent>> Events<TEvent>(string where, string? id) => Reading(() =>
    {
        var connection = OpenConnection();
        try
        {
            return Read<TEvent>(connection, where, id);
        }
        finally
        {
            if (connection != _copy) connection.Dispose();
        }
    });

    /// <summary>A connection to the journal, or to a copy of it where the folder may only be read; the copy is kept.</summary>
    private SqliteConnection OpenConnection()
    {
        if (_copy is not null) return _copy;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            Databases.Scalar(connection, "SELECT COUNT(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException e) when (JournalCopy.IsNeeded(e))
        {
            connection.Dispose();
            return _copy = JournalCopy.Of(_file);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private List<TEntry> Reading<TEntry>(Func<List<TEntry>> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1 && e.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return []; // an engine made the file and was gone before its first event
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            var why = $"{_file}: the journal cannot be read: {e.Message}";
            throw e is IOException or SqliteException { SqliteErrorCode: IoError }
                ? new PreventedException(why, e)
                : new InvalidInputException(why, e);
        }
    }

    private static List<JournalEntry<TEvent>> Read<TEvent>(SqliteConnection connection, string where, string? id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT persistence_id, sequence_number, manifest, message FROM journal WHERE {where} AND deleted = 0 ORDER BY persistence_id, sequence_number";
        if (id is not null) command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        var entries = new List<JournalEntry<TEvent>>();
        while (reader.Read())
        {
            var @event = (TEvent)JournalSerializer.Read(reader.GetFieldValue<byte[]>(3), reader.GetString(2));
            entries.Add(new JournalEntry<TEvent>(reader.GetString(0), reader.GetInt64(1), @event));
        }

        return entries;
    }
}
