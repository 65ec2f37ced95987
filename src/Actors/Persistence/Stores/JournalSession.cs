using System.Data.Common;

namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>A connection to a journal, for reading.</summary>
/// <param name="connection">Open.</param>
/// <param name="isKept">Its store keeps it for the next one who reads: disposing does nothing.</param>
internal sealed class JournalSession(DbConnection connection, bool isKept = false) : IDisposable
{
    public DbConnection Connection => connection;

    public void Dispose()
    {
        if (!isKept) connection.Dispose();
    }
}
