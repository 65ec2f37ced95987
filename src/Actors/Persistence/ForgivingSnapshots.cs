using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace ActorGaze.Actors.Persistence;

/// <summary>Snapshots only shorten the reading of a journal: one that cannot be read is as good as none.</summary>
public sealed class ForgivingSnapshots : SqlSnapshotStore
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

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
}
