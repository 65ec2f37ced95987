using System.Collections.Immutable;
using ActorGaze.Actors.Storage;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace ActorGaze.Actors.Persistence;

/// <summary>A journal that acknowledges nothing once its file is gone from the state folder, or the folder from its path.</summary>
public sealed class GuardedJournal : SqlWriteJournal
{
    private readonly FolderGuard? _guard = FolderGuard.In(Context.System);

    public GuardedJournal(Config config) : base(config) { }

    /// <summary>An actor that comes back reads nothing where there is no journal: it is not to believe that it has no past.</summary>
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        _guard?.Require();
        return base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
    }

    /// <summary>Looks before the write and after it: what was written into a deleted file is not acknowledged.</summary>
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        _guard?.Require();
        var result = await base.WriteMessagesAsync(messages, cancellationToken).ConfigureAwait(false);
        _guard?.Require();
        return result;
    }
}
