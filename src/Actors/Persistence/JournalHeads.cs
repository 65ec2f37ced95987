using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence.Stores;

namespace ActorGaze.Actors.Persistence;

/// <summary>How long each run's journal is.</summary>
internal static class JournalHeads
{
    /// <summary>The newest sequence number by run; none where nothing was ever written. Reads the journal's index alone.</summary>
    /// <exception cref="System.Data.Common.DbException">The journal cannot be read.</exception>
    public static IReadOnlyDictionary<RunId, long> Of(IJournalStore store)
    {
        if (!store.IsThere()) return new Dictionary<RunId, long>();
        try
        {
            using var session = store.Open();
            return JournalRows.Heads(session.Connection, PersistenceIds.RunWord)
                .ToDictionary(head => PersistenceIds.RunOf(head.Key), head => head.Value);
        }
        catch (Exception e) when (store.IsWithoutTables(e))
        {
            return new Dictionary<RunId, long>();
        }
    }
}
