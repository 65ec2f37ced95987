using ActorGaze.Actors.Storage;

namespace ActorGaze.Actors.Persistence;

/// <summary>metrics.db, opened and compared with the journal while the actors of an engine that starts are made.</summary>
internal sealed class OpeningProjection : IDisposable
{
    private Begun? _begun;

    /// <param name="folder">Of an engine that has its lock.</param>
    public OpeningProjection(StateFolder folder)
    {
        var projection = Of(folder);
        _begun = new Begun(projection, Task.Run(projection.Open));
    }

    /// <summary>The projection of a state folder, not opened yet.</summary>
    public static Projection Of(StateFolder folder) =>
        new(damaged => MetricsDatabase.Open(folder.Metrics, damaged), JournalPlace.Of(folder));

    /// <summary>For the first who asks; null for any other. Whoever takes it disposes the projection.</summary>
    public Begun? Take() => Interlocked.Exchange(ref _begun, null);

    /// <summary>Closes the file where nobody has taken it.</summary>
    public void Dispose()
    {
        if (Take() is not { } left) return;
        Task.WhenAny(left.Opening).GetAwaiter().GetResult(); // it reads what is closed now
        left.Projection.Dispose();
    }

    /// <summary>A projection that is being opened. It is used when that is done.</summary>
    internal sealed record Begun(Projection Projection, Task<ProjectionOpened> Opening);
}
