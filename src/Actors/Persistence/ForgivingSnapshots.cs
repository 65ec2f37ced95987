using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace ActorGaze.Actors.Persistence;

/// <summary>
/// Snapshots only shorten the reading of a journal: one that cannot be read is as good as none, and of each journal the newest is kept.
/// </summary>
public sealed class ForgivingSnapshots : SqlSnapshotStore
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ConcurrentDictionary<string, long> _newest = new(); // by journal, of those that were saved since the start

    public ForgivingSnapshots(Config config) : base(config) { }

    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        try
        {
            return await base.LoadAsync(persistenceId, criteria, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) // whatever is wrong with it, the journal has everything
        {
            var why = e.GetBaseException().Message;
            _log.Warning("The snapshot of {Journal} cannot be read ({Reason}); its whole journal is read instead", persistenceId, why);
            return null;
        }
    }

    /// <summary>Deletes the older ones as well: whoever had it saved may have gone by then.</summary>
    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        await base.SaveAsync(metadata, snapshot, cancellationToken).ConfigureAwait(false);
        var (journal, saved) = (metadata.PersistenceId, metadata.SequenceNr);
        // of two that are saved at once, the older may be there last
        var newest = _newest.AddOrUpdate(journal, saved, (_, before) => Math.Max(before, saved));
        try
        {
            await DeleteAsync(journal, new SnapshotSelectionCriteria(newest - 1), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) // the next one that is saved deletes them
        {
            _log.Warning("Older snapshots of {Journal} were not deleted ({Reason})", journal, e.GetBaseException().Message);
        }
    }
}
