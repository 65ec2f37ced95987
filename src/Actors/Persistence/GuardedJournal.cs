using System.Collections.Immutable;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace ActorGaze.Actors.Persistence;

/// <summary>
/// A journal that acknowledges nothing once its file is gone from the state folder, or the folder from its path, and that waits a while
/// for a server that is away.
/// </summary>
public sealed class GuardedJournal : SqlWriteJournal
{
    /// <summary>Less than the circuit breaker gives a write, with a last try's own time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(250);

    private readonly FolderGuard? _guard = FolderGuard.In(Context.System);
    private readonly IHeldJournal? _held = JournalPlugin.In(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _self = Context.Self;

    public GuardedJournal(Config config) : base(config) { }

    /// <summary>An actor that comes back reads nothing where there is no journal: it is not to believe that it has no past.</summary>
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        _guard?.Require();
        return base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
    }

    /// <summary>
    /// Looks before the write and after it: what was written into a deleted file is not acknowledged. Writes again where the server was
    /// away.
    /// </summary>
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        AtomicWrite[] writes = [.. messages];
        var start = TimeProvider.System.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            _guard?.Require();
            try
            {
                var result = tries == 1 ? await base.WriteMessagesAsync(writes, cancellationToken).ConfigureAwait(false)
                    // none was rejected
                    : await IsWrittenAsync(writes, cancellationToken).ConfigureAwait(false) ? [.. writes.Select(_ => (Exception)null!)]
                    : await InTurnAsync(() => base.WriteMessagesAsync(writes, cancellationToken)).ConfigureAwait(false);
                _guard?.Require();
                return result;
            }
            catch (Exception e) when (_held?.Away(e) is { } away)
            {
                if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new PreventedException(away);
                if (tries == 1) _log.Warning("{Reason} The journal's server is waited for.", away);
            }

            await Task.Delay(BeforeNextTry, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a try whose answer was lost has written all the same. One transaction writes all of it, and no other engine writes here.
    /// </summary>
    private async Task<bool> IsWrittenAsync(AtomicWrite[] writes, CancellationToken cancel)
    {
        foreach (var last in writes.GroupBy(write => write.PersistenceId).Select(group => group.MaxBy(write => write.HighestSequenceNr)!))
        {
            var highest = await InTurnAsync(() => base.ReadHighestSequenceNrAsync(last.PersistenceId, 0, cancel))
                .ConfigureAwait(false);
            if (highest < last.HighestSequenceNr) return false;
        }

        return true;
    }

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not Turn turn) return base.ReceivePluginInternal(message);
        turn.Start();
        return true;
    }

    /// <summary>Starts work of the plugin as a message to this actor: its fields belong to the actor's thread.</summary>
    private Task<T> InTurnAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _self.Tell(new Turn(() => _ = TellAsync(work, done)));
        return done.Task;
    }

    private static async Task TellAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await work().ConfigureAwait(false));
        }
        catch (Exception e) // for whoever waits
        {
            done.SetException(e);
        }
    }

    private sealed record Turn(Action Start);
}
