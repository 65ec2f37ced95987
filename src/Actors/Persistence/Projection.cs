using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Persistence;

/// <summary>What metrics.db knew when it was opened.</summary>
/// <param name="Behind">Runs whose journals have more.</param>
/// <param name="Failure">Why it could not be opened; null where it could. Nothing is known then, and every run is behind.</param>
internal sealed record ProjectionOpened(ImmutableDictionary<RunId, RunSummary> Known, ImmutableList<RunId> Behind, string? Failure);

/// <summary>Runs as the journal tells them.</summary>
/// <param name="Failure">Why they could not be written into metrics.db; null where they were.</param>
internal sealed record ProjectionRead(ImmutableList<(RunId Run, RunSummary Summary)> Runs, string? Failure);

/// <summary>
/// Keeps metrics.db up to the journal: opens it, finds which runs it lacks, reads those from the journal, writes in batches. Where the file
/// cannot be used, the journal still tells everything. For one thread at a time.
/// </summary>
/// <param name="open">Opens the file.</param>
/// <param name="journal">The journal's file.</param>
internal sealed class Projection(Func<MetricsDatabase> open, string journal) : IDisposable
{
    private MetricsDatabase? _database;

    /// <summary>Where a damaged file was moved to when the file was last opened; null where there was none.</summary>
    public string? SetAsideTo => _database?.SetAsideTo;

    /// <summary>Opens the file, and compares it with the journal.</summary>
    public ProjectionOpened Open()
    {
        var heads = File.Exists(journal) ? JournalHeads.Of(journal) : ImmutableDictionary<RunId, long>.Empty;
        var known = ImmutableDictionary<RunId, RunSummary>.Empty;
        var failure = Try(() =>
        {
            _database ??= open();
            var rows = _database.Summaries();
            var gone = rows.Keys.Where(run => !heads.ContainsKey(run)).ToList();
            _database.Forget(gone);
            known = rows.RemoveRange(gone);
        });
        return new ProjectionOpened(
            known, [.. heads.Where(head => known.GetValueOrDefault(head.Key)?.SequenceNumber != head.Value).Select(head => head.Key)], failure);
    }

    /// <summary>Reads runs from the journal and writes them.</summary>
    public ProjectionRead CatchUp(IReadOnlyList<RunId> runs)
    {
        var read = runs.Zip(JournalReader.OpenFile(journal).StatesOf(runs)).Where(of => of.Item2.SequenceNumber > 0).ToList();
        var failure = Write([.. read.Select(of => of.Item2)]);
        return new ProjectionRead([.. read.Select(of => (of.Item1, RunSummary.Of(of.Item2.State, of.Item2.SequenceNumber)))], failure);
    }

    /// <summary>Writes runs, all of them or none.</summary>
    /// <returns>Why they could not be written; null where they were. The file is closed then, and the next call opens it again.</returns>
    public string? Write(IReadOnlyList<(RunState State, long SequenceNumber)> runs) => Try(() => (_database ??= open()).Write(runs));

    public void Dispose()
    {
        _database?.Dispose();
        _database = null;
    }

    private string? Try(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception e) // whatever it is: metrics.db is a copy, and its absence stops nothing
        {
            Dispose();
            return e.GetBaseException().Message;
        }
    }
}
