using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Nn;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Persistence;

/// <summary>What metrics.db knew when it was opened.</summary>
/// <param name="Behind">Runs whose journals have more.</param>
/// <param name="Failure">Why it could not be opened; null where it could. Nothing is known then, and every run is behind.</param>
internal sealed record ProjectionOpened(IReadOnlyDictionary<RunId, RunSummary> Known, ImmutableList<RunId> Behind, string? Failure);

/// <summary>Runs as the journal tells them.</summary>
/// <param name="Unreadable">Runs whose journals cannot be read.</param>
/// <param name="Failure">Why they could not be written into metrics.db; null where they were, or were not to be.</param>
internal sealed record ProjectionRead(ImmutableList<(RunId Run, RunSummary Summary)> Runs, ImmutableList<RunId> Unreadable,
    string? Failure);

/// <summary>
/// Keeps metrics.db up to the journal: opens it, finds which runs it lacks, reads those from the journal, writes in batches. Where the file
/// cannot be used, the journal still tells everything. For one thread at a time.
/// </summary>
/// <param name="open">Opens the file. True: the present one was found damaged, and is set aside first.</param>
internal sealed class Projection(Func<bool, MetricsDatabase> open, IJournalStore journal) : IDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private MetricsDatabase? _database;
    private bool _damaged;

    /// <summary>Where a damaged file was moved to when the file was last opened; null where there was none.</summary>
    public string? SetAsideTo => _database?.SetAsideTo;

    /// <summary>Opens the file, and compares it with the journal.</summary>
    public ProjectionOpened Open()
    {
        var reading = Task.Run(() => JournalHeads.Of(journal)); // beside the file
        var known = new Dictionary<RunId, RunSummary>();
        var failure = Try(database => known = database.Summaries());
        var heads = reading.GetAwaiter().GetResult();
        var gone = known.Keys.Where(run => !heads.ContainsKey(run)).ToList();
        failure ??= gone.Count == 0 ? null : Try(database => database.Forget(gone));
        if (failure is not null) known.Clear();
        foreach (var run in gone) known.Remove(run);
        return new ProjectionOpened(
            known, [.. heads.Where(head => known.GetValueOrDefault(head.Key)?.SequenceNumber != head.Value).Select(head => head.Key)],
            failure);
    }

    /// <summary>Reads runs from the journal.</summary>
    /// <param name="write">Writes them too.</param>
    public ProjectionRead CatchUp(IReadOnlyList<RunId> runs, bool write)
    {
        var (read, unreadable) = (new List<(RunId Run, RunState State, long SequenceNumber)>(), ImmutableList<RunId>.Empty);
        var reader = JournalReader.Over(journal);
        foreach (var run in runs)
        {
            try
            {
                var (state, number) = reader.StatesOf([run]).Single();
                if (number > 0) read.Add((run, state, number));
            }
            catch (Exception e) when (e is InvalidInputException or PreventedException)
            {
                unreadable = unreadable.Add(run); // its own actor tells why
            }
        }

        var failure = write ? Write([.. read.Select(run => (run.State, run.SequenceNumber))]) : null;
        return new ProjectionRead([.. read.Select(run => (run.Run, RunSummary.Of(run.State, run.SequenceNumber)))], unreadable, failure);
    }

    /// <summary>Writes runs, all of them or none.</summary>
    /// <returns>Why they could not be written; null where they were. The file is closed then, and the next call opens it again.</returns>
    public string? Write(IReadOnlyList<(RunState State, long SequenceNumber)> runs) => Try(database => database.Write(runs));

    public void Dispose()
    {
        _database?.Dispose();
        _database = null;
    }

    private string? Try(Action<MetricsDatabase> act)
    {
        try
        {
            _database ??= open(_damaged);
            _damaged = false;
            act(_database);
            return null;
        }
        catch (Exception e) // whatever it is: metrics.db is a copy, and its absence stops nothing
        {
            _damaged = e is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };
            Dispose();
            return e.GetBaseException().Message;
        }
    }
}
