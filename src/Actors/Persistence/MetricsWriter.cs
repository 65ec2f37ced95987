using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Persistence;

/// <summary>What came of writing runs into metrics.db.</summary>
/// <param name="Left">Runs that were not written.</param>
/// <param name="Opened">The file was opened for it, and may be a new one: every run is to be written again.</param>
/// <param name="SetAside">Where a damaged file was moved to; null where there was none.</param>
/// <param name="Failure">Why runs were left; null where none was.</param>
internal sealed record Projected(IReadOnlyList<RunStands> Left, bool Opened, string? SetAside, string? Failure);

/// <summary>Writes runs into metrics.db. For one thread at a time.</summary>
/// <param name="open">Opens the file.</param>
internal sealed class MetricsWriter(Func<MetricsDatabase> open) : IDisposable
{
    private MetricsDatabase? _database;

    /// <summary>Writes each run. The first failure ends it and closes the file; the next call opens it again.</summary>
    public Projected Write(IReadOnlyList<RunStands> runs, CancellationToken cancel)
    {
        var (written, opened) = (0, _database is null);
        try
        {
            _database ??= open();
            for (; written < runs.Count && !cancel.IsCancellationRequested; written++)
                _database.Write(runs[written].State, runs[written].SequenceNumber);
            return new Projected([.. runs.Skip(written)], opened, opened ? _database.SetAsideTo : null, null);
        }
        catch (Exception e) // whatever it is, the actor logs it
        {
            var setAside = opened ? _database?.SetAsideTo : null;
            Dispose();
            return new Projected([.. runs.Skip(written)], false, setAside, e.Message);
        }
    }

    public void Dispose()
    {
        _database?.Dispose();
        _database = null;
    }
}
