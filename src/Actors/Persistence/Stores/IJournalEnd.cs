namespace ActorGaze.Actors.Persistence.Stores;

/// <summary>
/// One end of a copy: a journal that no engine has meanwhile. Disposing it gives it back; what was not committed is gone.
/// </summary>
internal interface IJournalEnd : IDisposable
{
    long Count();

    /// <summary>All events, in the order in which they were written.</summary>
    IEnumerable<JournalRow> Read();

    void Write(IEnumerable<JournalRow> rows);

    void Commit();
}
