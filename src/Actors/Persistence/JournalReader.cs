using System.Collections.Immutable;
using System.Data.Common;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Persistence;

/// <summary>One journalled event and its place.</summary>
public sealed record JournalEntry<TEvent>(string PersistenceId, long SequenceNumber, TEvent Event);

/// <summary>
/// Reads a state folder's journal without an engine (a running one is not disturbed), in SQLite or in PostgreSQL: the truth behind every
/// table and report.
/// </summary>
public sealed class JournalReader
{
    private readonly IJournalStore _store;

    private JournalReader(IJournalStore store) => _store = store;

    /// <param name="address">Where in PostgreSQL the journal is; null: where the state folder remembers it, or in the folder.</param>
    /// <exception cref="InvalidInputException">There is no journal, or the folder remembers another one.</exception>
    public static JournalReader Open(string stateFolder, JournalAddress? address = null)
    {
        var store = JournalPlace.Of(new StateFolder(stateFolder), address);
        return store.IsThere()
            ? new JournalReader(store)
            : throw new InvalidInputException(
                $"{stateFolder}: no journal.db here. A state folder has one once a sweep was started in it; --state names another folder.");
    }

    /// <summary>Reads a journal that is there.</summary>
    internal static JournalReader Over(IJournalStore store) => new(store);

    /// <summary>In the order in which they were handed in.</summary>
    public ImmutableList<SweepSpec> Sweeps() =>
    [
        .. Events<SweepEvent>(session => JournalRows.Beginning(session, PersistenceIds.SweepWord))
            .GroupBy(entry => entry.PersistenceId)
            .OrderBy(entries => entries.First().Event.At).ThenBy(entries => entries.Key, StringComparer.Ordinal)
            .Select(entries => entries.Aggregate(SweepState.Initial, (state, entry) => state.Apply(entry.Event)).Spec!),
    ];

    /// <summary>A sweep's state, folded from its events; without a spec where there is no such sweep.</summary>
    public SweepState Sweep(string name) =>
        Events<SweepEvent>(session => JournalRows.Of(session, PersistenceIds.OfSweep(name)))
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
        JournalSession? session = null;
        try
        {
            foreach (var run in runs)
            {
                var events = Reading(() => Told<RunEvent>(JournalRows.Of((session ??= _store.Open()).Connection, PersistenceIds.Of(run))));
                yield return events.Count == 0
                    ? (RunState.Initial, 0)
                    : (events.Aggregate(RunState.Initial, (state, entry) => state.Apply(entry.Event)), events[^1].SequenceNumber);
            }
        }
        finally
        {
            session?.Dispose();
        }
    }

    public ImmutableList<JournalEntry<RunEvent>> EventsOf(RunId run) =>
        [.. Events<RunEvent>(session => JournalRows.Of(session, PersistenceIds.Of(run)))];

    private List<JournalEntry<TEvent>> Events<TEvent>(Func<DbConnection, List<StoredEvent>> read) => Reading(() =>
    {
        using var session = _store.Open();
        return Told<TEvent>(read(session.Connection));
    });

    private List<TEntry> Reading<TEntry>(Func<List<TEntry>> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (_store.IsWithoutTables(e))
        {
            return [];
        }
        catch (Exception e) when (_store.Explain(e) is { } explained)
        {
            throw explained;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidInputException($"{_store.Name}: the journal cannot be read: {e.Message}", e);
        }
    }

    private static List<JournalEntry<TEvent>> Told<TEvent>(List<StoredEvent> events) => events.ConvertAll(stored =>
        new JournalEntry<TEvent>(stored.PersistenceId, stored.SequenceNumber,
            (TEvent)JournalSerializer.Read(stored.Message, stored.Manifest)));
}
